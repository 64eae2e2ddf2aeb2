using Sluice.Layers;
using Sluice.Tasks.Descriptor;

namespace Sluice.Tasks.Text;

internal sealed partial class TextTask
{
    public override IReadOnlyList<TaskOption> GenerateOptions { get; } =
    [
        new("--temperature", "below 1 bolder choices of the likely, above 1 more variety, 0 always the likeliest", 0.8),
        new("--top-k", "only so many of the likeliest symbols; 0 for all", 0),
        new("--top-p", "only the likeliest symbols that together have this probability", 1.0),
        new("--seed", "the same seed gives the same text", 1UL),
    ];

    public override IEnumerable<string> Generate(ILayer model, string prompt, IReadOnlyDictionary<string, object> options)
    {
        var writer = (LanguageModel)model;
        int[] before = writer.Encode(prompt);
        var drawing = new SamplingOptions
        {
            Temperature = (double)options["--temperature"],
            TopK = (int)options["--top-k"],
            TopP = (double)options["--top-p"],
            Seed = (ulong)options["--seed"],
        };
        string? last = before.Length > 0 ? writer.Vocabulary.Symbols[before[^1]] : null;
        foreach (int symbol in writer.Write(before, drawing))
        {
            string now = writer.Vocabulary.Symbols[symbol];
            yield return Piece(writer, last, now);
            last = now;
        }
    }

    /// <summary>A symbol as it stands in a text after another, with the space before it.</summary>
    private static string Piece(LanguageModel model, string? before, string now)
    {
        if (before is null) return model.Tokenizer.Join([now]);
        string last = model.Tokenizer.Join([before]), both = model.Tokenizer.Join([before, now]);
        return both.StartsWith(last, StringComparison.Ordinal) ? both[last.Length..] : now;
    }
}
