using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Sluice.Learn.Teaching;

namespace Sluice.Studio.Views;

/// <summary>
/// What is for dinner: a net of three units as it stands after so many steps of training, and the evenings as it goes through them.
/// The same seed and steps always give the same net, so an address says all.
/// </summary>
internal static class DinnerApi
{
    private const int Evenings = 21, MostSteps = 400, Kept = 16, LongestName = 16;

    private static readonly Lock s_training = new();
    private static readonly Dictionary<(ulong Seed, bool Remembers, string Order), DinnerVotes> s_nets = [];

    public static void Map(RouteGroupBuilder api, StudioContext studio)
        => api.MapGet("/dinner", (ulong seed, int steps, string? untold, string? order) =>
    {
        if (steps is < 0 or > MostSteps) throw new SluiceException($"dinner: expected 0 to {MostSteps} steps of training, got {steps}.");
        HashSet<int> away =
            [.. (untold ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(t => int.TryParse(t, out int evening) && evening is >= 0
                and < Evenings ? evening : throw new SluiceException($"dinner: expected evenings from 0 to {Evenings - 1}, got '{t}'."))];
        string[] dinners = [.. (order ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        if (dinners.FirstOrDefault(d => d.Length > LongestName) is { } name)
            throw new SluiceException($"dinner: expected names of at most {LongestName} characters, got '{name}'.");
        lock (s_training)
        {
            DinnerVotes net = Trained(seed, true, steps, dinners), alone = Trained(seed, false, steps, dinners);
            return new DinnerAnswer(
                net.Menu, net.Losses, net.FromDinner, net.FromPrediction, net.Bias, net.Play(Evenings, away),
                [.. alone.Play(Evenings, away).Select(e => e.Expected)]);
        }
    });

    private static DinnerVotes Trained(ulong seed, bool remembers, int steps, string[] order)
    {
        var key = (seed, remembers, string.Join(',', order));
        if (!s_nets.TryGetValue(key, out var net) || net.Losses.Count > steps)
        {
            if (s_nets.Count >= Kept) s_nets.Clear();
            s_nets[key] = net = new DinnerVotes(seed, remembers, order.Length == 0 ? null : order);
        }

        net.Train(steps - net.Losses.Count);
        return net;
    }

    /// <summary>The net and its evenings.</summary>
    /// <param name="Menu">The dinners.</param>
    /// <param name="Losses">Of each step of training.</param>
    /// <param name="FromDinner">W.</param>
    /// <param name="FromPrediction">R.</param>
    /// <param name="Bias">b.</param>
    /// <param name="Evenings">Evening by evening.</param>
    /// <param name="Alone">What the same net expects without its last prediction.</param>
    private sealed record DinnerAnswer(
        IReadOnlyList<string> Menu, IReadOnlyList<double> Losses, float[][] FromDinner, float[][] FromPrediction, float[] Bias,
        IReadOnlyList<DinnerEvening> Evenings, int[] Alone);
}
