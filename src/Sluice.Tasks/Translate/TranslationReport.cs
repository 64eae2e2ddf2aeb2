using Sluice.Data.Sequences;
using Sluice.Tasks.Translate;

namespace Sluice.Tasks.Translate;

/// <summary>How well a translator does, beside the naive one.</summary>
internal static class TranslationReport
{
    /// <summary>
    /// The figures of answering with the target of the most similar other source that was learned from; null where there is none. It never sees
    /// the source that it is asked for, whether or not that was learned from.
    /// </summary>
    public static TranslationFigures? MostSimilar(Translator model, IReadOnlyList<SequencePair> pairs, IReadOnlyList<SequencePair> training)
    {
        var neighbours = new NearestNeighbour(training);
        if (training.DistinctBy(p => p.Source).Count() < 2) return null;
        var (sources, right) = SequencePair.BySource(pairs);
        return TranslationFigures.Of(
            [.. sources.Select(s => neighbours.Find(s, another: true).Target)], right, model.TargetSymbols, model.Options.Tokens);
    }

    /// <summary>Names and texts; <paramref name="naive"/> is null where what was learned from is not there.</summary>
    public static List<(string Name, string Text)> Lines(Translator model, TranslationFigures own, TranslationFigures? naive)
    {
        string Beside(Func<TranslationFigures, string> text) => naive is null ? "" : $" (the most similar known source {text(naive)})";
        List<(string, string)> lines =
        [
            ("sources", $"{own.Sources}"),
            ("right", $"{own.Exact:P2}{Beside(f => $"{f.Exact:P2}")}; wrong {1 - own.Exact:P2}{Beside(f => $"{1 - f.Exact:P2}")}"),
            ("symbols wrong", $"{own.SymbolErrors:P2}{Beside(f => $"{f.SymbolErrors:P2}")}"),
        ];
        lines.Add(($"BLEU ({own.Tokens})", $"{own.Bleu:F2}{Beside(f => $"{f.Bleu:F2}")}"));
        lines.Add(("chrF", $"{own.ChrF:F2}{Beside(f => $"{f.ChrF:F2}")}"));
        if (own.Loss is { } loss) lines.Add(("loss", $"{loss:F4} nats a symbol"));
        return lines;
    }

    /// <summary>How much of the attention falls on what is copied, where letters are copied backwards.</summary>
    public static (string Name, string Text) Antidiagonal(Translator model, IReadOnlyList<SequencePair> pairs)
    {
        TranslatedText[] best = [.. model.Translate([.. pairs.Select(p => p.Source)]).Select(t => t[0])];
        return ("antidiagonal",
            $"{Alignments.OnAntidiagonal(best):P1} of the attention falls on the letter that is copied (spread evenly {best.Where(b => b.Source.Count > 0).Average(b => 1.0 / b.Source.Count):P1})");
    }
}
