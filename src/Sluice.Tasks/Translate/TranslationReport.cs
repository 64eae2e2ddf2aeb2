using Sluice.Data.Sequences;
using Sluice.Tasks.Translate;

namespace Sluice.Tasks.Translate;

/// <summary>How well a translator does, beside the naive one.</summary>
internal static class TranslationReport
{
    /// <summary>The figures of answering with the target of the most similar source that was learned from.</summary>
    public static TranslationFigures MostSimilar(Translator model, IReadOnlyList<SequencePair> pairs, IReadOnlyList<SequencePair> training)
    {
        var neighbours = new NearestNeighbour(training);
        var (sources, right) = SequencePair.BySource(pairs);
        return TranslationFigures.Of([.. sources.Select(s => neighbours.Find(s).Target)], right, model.TargetSymbols, model.Options.Tokens);
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
        // Sounds are no words, and where targets are single words no four of them follow each other.
        if (model.Options.Target != "space" && own.Bleu + (naive?.Bleu ?? 0) > 0) lines.Add(($"BLEU ({own.Tokens})", $"{own.Bleu:F2}{Beside(f => $"{f.Bleu:F2}")}"));
        lines.Add(("chrF", $"{own.ChrF:F2}{Beside(f => $"{f.ChrF:F2}")}"));
        if (own.Loss is { } loss) lines.Add(("loss", $"{loss:F4} nats a symbol"));
        return lines;
    }

    /// <summary>How much of the attention falls on what is copied, where letters are copied backwards.</summary>
    public static (string Name, string Text) Antidiagonal(Translator model, IReadOnlyList<SequencePair> pairs)
    {
        TranslatedText[] best = [.. model.Translate([.. pairs.Select(p => p.Source)]).Select(t => t[0])];
        return ("antidiagonal", $"{Alignments.OnAntidiagonal(best):P1} of the attention falls on the letter that is copied (spread evenly {best.Where(b => b.Source.Count > 0).Average(b => 1.0 / b.Source.Count):P1})");
    }
}
