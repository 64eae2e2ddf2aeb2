using Sluice.Data.Sequences;
using Sluice.Readers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Translate;
using Sluice.Training;

namespace Sluice.Tasks.Translate;

/// <summary>The pairs of a run: a file, two, or made up.</summary>
internal static class PairSource
{
    /// <summary>What stands before the name of made-up pairs.</summary>
    public const string Practice = "practice:";

    private const int Learned = 10000, Asked = 1000;

    /// <summary>Whether the pairs are letters and the same ones backwards.</summary>
    public static bool IsReversed(TranslateRun run) => run.Data == Practice + "reversed";

    /// <summary>Whether pairs are made up.</summary>
    public static bool IsPractice(string data) => data.StartsWith(Practice, StringComparison.Ordinal);

    /// <summary>The pairs to learn from, those to choose by where they have files of their own, and those that training never looks at.</summary>
    public static (IReadOnlyList<SequencePair> Training, IReadOnlyList<SequencePair>? Validation, IReadOnlyList<SequencePair> Test) Read(
        TranslateRun run)
    {
        if (IsPractice(run.Data))
        {
            return run.Data[Practice.Length..] switch
            {
                "reversed" => Made(Sluice.Tasks.Translate.Practice.Reversed(Learned, Asked, run.Training.Seed)),
                "dates" => Made(Sluice.Tasks.Translate.Practice.Dates(Learned, Asked, run.Training.Seed)),
                var name => throw new UsageException($"{Practice}: expected reversed or dates, got '{name}'."),
            };
        }

        if (run.TestData.Length > 0 && run.TestEvery > 1)
            throw new UsageException($"data: expected a file for test or every {run.TestEvery}th source, got both.");
        var pairs = Pairs(run.Data, run.Targets);
        var validation = run.ValidationData.Length > 0 ? Pairs(run.ValidationData, run.ValidationTargets) : null;
        if (run.TestData.Length > 0) return (pairs, validation, Pairs(run.TestData, run.TestTargets));
        if (run.TestEvery <= 1) return (pairs, validation, []);
        var (training, test) = SequencePair.KeepApart(pairs, run.TestEvery);
        return (training, validation, test);

        IReadOnlyList<SequencePair> Pairs(string file, string targets)
        {
            var all = targets.Length > 0 ? PairFile.Parallel(file, targets) : PairFile.Read(file, run.Stress);
            return run.Swapped ? [.. all.Select(p => p.Swapped)] : all;
        }

        static (IReadOnlyList<SequencePair>, IReadOnlyList<SequencePair>?, IReadOnlyList<SequencePair>) Made(
            (IReadOnlyList<SequencePair> Training, IReadOnlyList<SequencePair> Unseen) pairs)
            => (pairs.Training, null, pairs.Unseen);
    }

    /// <summary>A run before any setting: made-up pairs are letters, and a small net learns them.</summary>
    public static TranslateRun Start(TranslateRun usual, string? file) => file is null || !IsPractice(file) ? usual : usual with
    {
        Model = new TranslatorOptions
        {
            Source = "character",
            Target = "character",
            Net = new EncoderDecoderOptions { Hidden = 64, Embedding = 32, Dropout = 0 },
            Batch = 32,
            Validation = 0.03
        },
        Training = new TrainingOptions { Epochs = 6, Rate = 0.01 },
    };

    /// <summary>Some sources like those that a model learned from.</summary>
    public static IEnumerable<string> Sources(LearnedData data)
    {
        const int Few = 5, Beginning = 1 << 14;
        if (data.Named is { } made && IsPractice(made))
            return (made == Practice + "dates"
                ? Sluice.Tasks.Translate.Practice.Dates(0, Few, 1)
                : Sluice.Tasks.Translate.Practice.Reversed(0, Few, 1)).Unseen.Select(p => p.Source);
        if (data.File is not { } file) return [];
        char[] text = new char[Beginning];
        using var reader = TextFile.Open(file);
        string whole = new(text, 0, reader.ReadBlock(text)), lines = whole[..(whole.LastIndexOf('\n') + 1)];
        var pairs = lines.Contains('\t') ? PairFile.ParseColumns(lines, file) : PairFile.ParseDictionary(lines, file);
        return pairs.Select(p => data.Is("swapped") ? p.Target : p.Source);
    }
}
