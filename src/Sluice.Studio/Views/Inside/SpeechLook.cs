using Sluice.Audio;
using Sluice.Data.Sequences;
using Sluice.Tasks.Transcribe;

namespace Sluice.Studio.Views.Inside;

/// <summary>A transcriber that has heard a recording.</summary>
internal sealed class SpeechLook : RecordedLook
{
    // Symbols that are hardly ever probable are not drawn.
    private const int MostCurves = 8;

    private const float LeastPeak = 0.1f;

    /// <summary>The recording.</summary>
    public required Utterance Utterance { get; init; }

    /// <summary>What was heard.</summary>
    public required InspectedSpeech Heard { get; init; }

    /// <summary>Seconds of a step.</summary>
    public required double Seconds { get; init; }

    /// <summary>The blank, which is empty, and the symbols.</summary>
    public required IReadOnlyList<string> Symbols { get; init; }

    /// <summary>Rows of features for each step.</summary>
    public required int Stack { get; init; }

    /// <summary>Lets a transcriber hear a recording.</summary>
    public static SpeechLook Hear(string id, Transcriber model, string path, string file, int most, long bytes)
    {
        var sound = model.Sound ?? throw new SluiceException("studio: expected a transcriber that learned from sound, got one of other features.");
        var utterance = new JoinedRecordings(new SpectralFeatures(sound), new(), 1).Alone(Recording.In(path))[0] with { Name = file };
        int steps = Most(model.Stack, most, bytes);
        if (model.StepsOf(utterance.Rows.Count) > steps) utterance = utterance with { Rows = [.. utterance.Rows.Take(steps * model.Options.Stack)] };
        var heard = model.Inspect(utterance);
        return new SpeechLook
        {
            Id = id,
            Utterance = utterance,
            Heard = heard,
            Seconds = sound.Step * model.Options.Stack / 1000,
            Symbols = ["", .. model.Symbols.Symbols],
            Stack = model.Options.Stack,
            Layers = LayersOf(heard.Recordings, model.Stack),
            Recordings = heard.Recordings,
        };
    }

    /// <summary>The symbols that rise somewhere, by when they do, and last the blank.</summary>
    public IReadOnlyList<SpeechCurve> Curves()
    {
        var rising = Enumerable.Range(1, Symbols.Count - 1)
            .Select(k => (Symbol: k, Peak: Heard.Probabilities.Max(p => p[k]))).Where(s => s.Peak >= LeastPeak).OrderByDescending(s => s.Peak)
            .Take(MostCurves);
        return [.. rising.OrderBy(s => Array.FindIndex([.. Heard.Probabilities], p => p[s.Symbol] == s.Peak))
            .Select(s => s.Symbol).Append(0).Select(k => new SpeechCurve(Symbols[k], [.. Heard.Probabilities.Select(p => p[k])]))];
    }

    /// <summary>The steps at which a symbol is told for the first time.</summary>
    public IReadOnlyList<SpokenSymbol> Told()
        => [.. Enumerable.Range(0, Steps)
            .Where(t => Heard.Path[t] != 0 && (t == 0 || Heard.Path[t - 1] != Heard.Path[t]))
            .Select(t => new SpokenSymbol(t, Symbols[Heard.Path[t]], Heard.Probabilities[t][Heard.Path[t]]))];

    /// <summary>The features from 0 to 1, the lowest band below.</summary>
    public float[] Inputs() => Picture.Of([.. Utterance.Rows.SelectMany(r => r)], Utterance.Rows.Count, upward: true);
}

/// <summary>The probability of a symbol at each step; the blank has no name.</summary>
internal sealed record SpeechCurve(string Symbol, IReadOnlyList<float> Probabilities);

/// <summary>A symbol, and the step at which it is told.</summary>
internal sealed record SpokenSymbol(int Step, string Symbol, float Probability);
