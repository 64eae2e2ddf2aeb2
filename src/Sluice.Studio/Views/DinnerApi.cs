using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Sluice.Tasks.Teaching;

namespace Sluice.Studio.Views;

/// <summary>
/// What is for dinner: a net of three units as it stands after so many steps of training, and the evenings as it goes through them.
/// The same seed and steps always give the same net, so an address says all.
/// </summary>
internal static class DinnerApi
{
    private const int Evenings = 21, MostSteps = 400, Kept = 16;

    private static readonly Lock s_training = new();
    private static readonly Dictionary<(ulong Seed, bool Remembers), DinnerVotes> s_nets = [];

    public static void Map(RouteGroupBuilder api, StudioContext studio) => api.MapGet("/dinner", (ulong seed, int steps, string? untold) =>
    {
        if (steps is < 0 or > MostSteps) throw new SluiceException($"dinner: expected 0 to {MostSteps} steps of training, got {steps}.");
        HashSet<int> away = [.. (untold ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(t => int.TryParse(t, out int evening) && evening is >= 0 and < Evenings ? evening : throw new SluiceException($"dinner: expected evenings from 0 to {Evenings - 1}, got '{t}'."))];
        lock (s_training)
        {
            DinnerVotes net = Trained(seed, true, steps), alone = Trained(seed, false, steps);
            return new DinnerAnswer(DinnerVotes.Menu, net.Losses, net.FromDinner, net.FromPrediction, net.Bias, net.Play(Evenings, away), [.. alone.Play(Evenings, away).Select(e => e.Expected)]);
        }
    });

    private static DinnerVotes Trained(ulong seed, bool remembers, int steps)
    {
        if (!s_nets.TryGetValue((seed, remembers), out var net) || net.Losses.Count > steps)
        {
            if (s_nets.Count >= Kept) s_nets.Clear();
            s_nets[(seed, remembers)] = net = new DinnerVotes(seed, remembers);
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
    private sealed record DinnerAnswer(IReadOnlyList<string> Menu, IReadOnlyList<double> Losses, float[][] FromDinner, float[][] FromPrediction, float[] Bias, IReadOnlyList<DinnerEvening> Evenings, int[] Alone);
}
