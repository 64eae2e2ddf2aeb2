using Sluice.Data.Sequences;

namespace Sluice.Tasks.Describe;

/// <summary>How well captions do that are taken from scenes that were learned from.</summary>
/// <param name="Exact">The share of captions that are right to the last word.</param>
/// <param name="WordErrors">Words to be changed, left out or put in, as a share of those of the right captions.</param>
public sealed record BaselineFigures(double Exact, double WordErrors)
{
    /// <summary>Scenes that pictures are compared with: it takes long, and so many say enough.</summary>
    public const int MostCompared = 2000;

    /// <summary>The caption that was the most frequent one, for every scene.</summary>
    public static BaselineFigures MostFrequent(Grammar language, IReadOnlyList<Scene> training, IReadOnlyList<Scene> scenes)
    {
        var frequent = training.Select(s => language.Describe(s.Things)).GroupBy(c => c.ToString()).MaxBy(g => g.Count())!.First();
        return Of(language, scenes, _ => frequent);
    }

    /// <summary>For each scene the caption of the one with the most similar picture, by the squares of the differences of its pixels.</summary>
    public static BaselineFigures MostSimilar(Grammar language, IReadOnlyList<Scene> training, IReadOnlyList<Scene> scenes)
        => Of(language, scenes, scene => language.Describe(training.Take(MostCompared).MinBy(t => Distance(t.Pixels, scene.Pixels))!.Things));

    private static BaselineFigures Of(Grammar language, IReadOnlyList<Scene> scenes, Func<Scene, Caption> tell)
    {
        int exact = 0, errors = 0, words = 0;
        foreach (var scene in scenes)
        {
            Caption right = language.Describe(scene.Things), told = tell(scene);
            if (told.Words.SequenceEqual(right.Words)) exact++;
            (errors, words) = (errors + EditDistance.Of(told.Words, right.Words), words + right.Words.Count);
        }

        return new BaselineFigures((double)exact / scenes.Count, (double)errors / words);
    }

    private static long Distance(byte[] a, byte[] b)
    {
        long sum = 0;
        for (int i = 0; i < a.Length; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }
}
