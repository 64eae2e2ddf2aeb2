using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Sluice.Learn.Teaching;
using Sluice.Studio.Sheets;

namespace Sluice.Studio.Views;

/// <summary>
/// Long memory: three small nets, without memory, plain, and an LSTM, as they stand after so many steps of training, and how each reads an example.
/// The same seed and steps always give the same nets, so an address says all.
/// </summary>
internal static class MemoryApi
{
    private const int MostSteps = 1000, Kept = 24;

    private static readonly Lock s_training = new();
    private static readonly Dictionary<(MemoryText Text, int Longest, ulong Seed), MemoryNet[]> s_nets = [];

    public static void Map(RouteGroupBuilder api, StudioContext studio)
    {
        _ = studio;
        api.MapGet("memory/read", (string? language, string subject, string learn, ulong seed, int steps, int teller, int gap, int unit) =>
        {
            var (text, example, longest) = Asked(language, subject, learn, steps, teller, gap);
            lock (s_training)
            {
                return new MemoryAnswer(
                    [.. example.Words.Select(w => text.Words[w])], example.Answers, example.Gaps, text.Answers, [.. text.Tellers.Select(t => t.Text)],
                    text.Tellers[teller].Words.Length,
                    [.. Trained(text, longest, seed, steps).Select(n => new NetAnswer(n.Losses, n.Right(), n.Read(example, unit)))]);
            }
        });
        api.MapGet("memory/sheet", (string? language, string subject, string learn, ulong seed, int steps, int teller, int gap) =>
        {
            var (text, example, longest) = Asked(language, subject, learn, steps, teller, gap);
            float[] OneHot(int word) => [.. text.Words.Select((_, k) => k == word ? 1f : 0)];
            string[] units = [.. Enumerable.Range(0, MemoryNet.Units).Select(u => $"{u}")];
            lock (s_training)
            {
                return SheetFile.Answer("long-memory", [.. Trained(text, longest, seed, steps).Select(n => new LayerSheet(
                    n.Layer, [.. example.Words.Select(OneHot)], [.. example.Words.Select(w => text.Words[w])], text.Words, units)
                {
                    Forgets = n.Reader == MemoryReader.Alone,
                    Votes = new(n.Votes, text.Answers, true),
                }.Page($"{n.Reader}"))]);
            }
        });
    }

    private static (MemoryText Text, MemoryExample Example, int Longest) Asked(
        string? language, string subject, string learn, int steps, int teller, int gap)
    {
        if (steps is < 0 or > MostSteps) throw new SluiceException($"memory: expected 0 to {MostSteps} steps of training, got {steps}.");
        var text = MemoryText.Of(Subject(subject), PageLanguage.Of("memory", language ?? "en"));
        return (text, text.Example(teller, gap), learn switch
        {
            "short" => MemoryText.ShortLearned,
            "long" => MemoryText.LongLearned,
            _ => throw new SluiceException($"memory: expected to learn from a gap that is short or long, got '{learn}'."),
        });
    }

    private static MemoryNet[] Trained(MemoryText text, int longest, ulong seed, int steps)
    {
        var key = (text, longest, seed);
        if (!s_nets.TryGetValue(key, out var nets) || nets[0].Losses.Count > steps)
        {
            if (s_nets.Count >= Kept) s_nets.Clear();
            s_nets[key] = nets = [.. Enum.GetValues<MemoryReader>().Select(r => new MemoryNet(text, r, longest, seed))];
        }

        foreach (var net in nets) net.Train(steps - net.Losses.Count);
        return nets;
    }

    private static MemorySubject Subject(string name)
        => Enum.GetValues<MemorySubject>().Cast<MemorySubject?>().FirstOrDefault(s => $"{s}".Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new SluiceException($"memory: expected gap, film, apple or pronoun, got '{name}'.");

    /// <summary>What is drawn.</summary>
    /// <param name="Words">The words, or what the frames show.</param>
    /// <param name="Asked">The right answer at each, by its place; −1 where nothing is asked.</param>
    /// <param name="Gaps">How many stand between each and what told the answer.</param>
    /// <param name="Answers">What can be answered.</param>
    /// <param name="Tellers">How an example can begin.</param>
    /// <param name="Told">How many words this one has that tell the answer.</param>
    /// <param name="Nets">Without memory, the plain net, the LSTM.</param>
    private sealed record MemoryAnswer(
        string[] Words, int[] Asked, int[] Gaps, IReadOnlyList<string> Answers, string[] Tellers, int Told, NetAnswer[] Nets);

    /// <summary>A net: its losses, the share of right answers with 0, 1, 2, ... between, and how it read the example.</summary>
    private sealed record NetAnswer(IReadOnlyList<double> Losses, IReadOnlyList<double> Right, MemoryReading Reading);
}
