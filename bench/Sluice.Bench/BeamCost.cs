using System.Diagnostics;
using Sluice.Data.Sequences;
using Sluice.Tasks.Translate;

namespace Sluice.Bench;

/// <summary>What beams cost a translator: the same sources, translated with beams of several widths in turns.</summary>
internal static class BeamCost
{
    private static readonly int[] s_widths = [1, 2, 5, 10];

    /// <summary>Prints a table.</summary>
    /// <param name="path">A translator.</param>
    /// <param name="data">Pairs in columns, of which every 20th source is asked.</param>
    /// <param name="rounds">Of so many times the median counts.</param>
    public static int Print(string path, string data, int rounds)
    {
        var model = Translator.Load(path);
        var (asked, right) = SequencePair.BySource(SequencePair.KeepApart(Readers.PairFile.Read(data, stress: false), 20).Apart);
        model.Translate(asked, 2);
        var times = s_widths.Select(_ => new List<double>()).ToArray();
        var answers = new string[s_widths.Length][];
        for (int round = 0; round < rounds; round++)
        {
            for (int w = 0; w < s_widths.Length; w++)
            {
                long start = Stopwatch.GetTimestamp();
                answers[w] = [.. model.Translate(asked, s_widths[w]).Select(t => t[0].Text)];
                times[w].Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }

        double[] medians = [.. times.Select(t => t.Order().ElementAt(t.Count / 2))];
        Console.WriteLine(
            $"{Machine.Processor}, {Machine.Cores} cores, {Machine.Runtime}. {asked.Count} sources, medians of {rounds} rounds in turns.");
        Console.WriteLine();
        Console.WriteLine("| beam | ms a source | beside a beam of 1 | right | chrF |");
        Console.WriteLine("|---|---|---|---|---|");
        for (int w = 0; w < s_widths.Length; w++)
        {
            var figures = TranslationFigures.Of(answers[w], right, model.TargetSymbols, model.Options.Tokens);
            Console.WriteLine(
                $"| {s_widths[w]} | {1000 * medians[w] / asked.Count:F2} | {medians[w] / medians[0]:F2} | {100 * figures.Exact:F2} % | {figures.ChrF:F2} |");
        }

        return 0;
    }
}
