using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Sluice.Learn.Teaching;
using Sluice.Studio.Sheets;

namespace Sluice.Studio.Views;

/// <summary>
/// What is for dinner: a net of three units as it stands after so many steps of training, and the evenings as it goes through them.
/// The same seed and steps always give the same net, so an address says all.
/// </summary>
internal static class DinnerApi
{
    private const int Evenings = 21, MostSteps = 400, Kept = 16, LongestName = 16, MostMenu = 200;

    private static readonly Lock s_training = new();
    private static readonly Dictionary<(ulong Seed, bool Remembers, string Order), DinnerVotes> s_nets = [];

    public static void Map(RouteGroupBuilder api, StudioContext studio)
    {
        _ = studio;
        api.MapGet("/dinner", (ulong seed, int steps, string? untold, string? order) =>
        {
            var (away, dinners) = Asked(steps, untold, order);
            lock (s_training)
            {
                DinnerVotes net = Trained(seed, true, steps, dinners), alone = Trained(seed, false, steps, dinners);
                return new DinnerAnswer(
                    net.Menu, net.Losses, net.FromDinner, net.FromPrediction, net.Bias, net.Play(Evenings, away),
                    [.. alone.Play(Evenings, away).Select(e => e.Expected)]);
            }
        });
        api.MapGet("/dinner/vectors", (string? language) => new
        {
            Weather = DayVectors.Weather(PageLanguage.Of("dinner", language ?? "en")),
            Tuesday = DayVectors.OnTuesday(PageLanguage.Of("dinner", language ?? "en"))
        });
        api.MapGet("/dinner/vectors/sheet", (string? language, string menu, int dinner) => SheetFile.Answer("vectors", VectorPage(
            PageLanguage.Of("dinner", language ?? "en"), menu.Length > MostMenu ? throw new SluiceException($"dinner: expected a menu of at most {MostMenu} characters, got {menu.Length}.") : menu.Split(','), dinner)));
        api.MapGet("/dinner/sheet", (ulong seed, int steps, string? untold, string? order) =>
        {
            var (away, dinners) = Asked(steps, untold, order);
            lock (s_training)
            {
                var net = Trained(seed, true, steps, dinners);
                return SheetFile.Answer("dinner", new LayerSheet(
                    net.Layer, [.. net.Play(Evenings, away).Select(e => e.Last)], [.. Enumerable.Repeat("", Evenings)], net.Menu, net.Menu).Page("W R b"));
            }
        });
    }

    /// <summary>The weather as it is, and two one-hot vectors: with another word at their head the 1 goes where that word stands.</summary>
    private static SheetPage VectorPage(StoryLanguage language, string[] menu, int dinner)
    {
        if (dinner < 0 || dinner >= menu.Length) throw new SluiceException($"dinner: expected a dinner from 0 to {menu.Length - 1}, got {dinner}.");
        var page = new SheetPage("x");
        foreach (var (name, value) in DayVectors.Weather(language)) page.Add(name, value);
        var days = DayVectors.OnTuesday(language);
        foreach (var (names, told) in new[] { ([.. days.Select(d => d.Name)], days.ToList().FindIndex(d => d.Value == 1)), (menu, dinner) })
        {
            page.Add();
            string word = SheetPage.At(page.Add("", names[told]), 1, locked: true);
            for (int k = 0; k < names.Length; k++)
            {
                string own = SheetPage.At(page.Next, 0);
                page.Add(names[k], SheetCell.Of($"IF({own}={word},1,0)", k == told ? 1 : 0));
            }
        }

        return page;
    }

    private static (HashSet<int> Away, string[] Dinners) Asked(int steps, string? untold, string? order)
    {
        if (steps is < 0 or > MostSteps) throw new SluiceException($"dinner: expected 0 to {MostSteps} steps of training, got {steps}.");
        HashSet<int> away =
            [.. (untold ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(t => int.TryParse(t, out int evening) && evening is >= 0
                and < Evenings ? evening : throw new SluiceException($"dinner: expected evenings from 0 to {Evenings - 1}, got '{t}'."))];
        string[] dinners = [.. (order ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        return dinners.FirstOrDefault(d => d.Length > LongestName) is { } name
            ? throw new SluiceException($"dinner: expected names of at most {LongestName} characters, got '{name}'.")
            : (away, dinners);
    }

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
