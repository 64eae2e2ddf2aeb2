using Sluice.Layers;

namespace Sluice.Studio.Views.Inside;

/// <summary>A model that has run over a sequence short enough to keep all recordings of it.</summary>
internal abstract class RecordedLook : Look
{
    /// <summary>What was recorded, a layer and direction each.</summary>
    public required IReadOnlyList<Recording> Recordings { get; init; }

    /// <summary>The steps for which there is room: values, pre-activations, and values again by unit.</summary>
    public static int Most(RecurrentStack stack, int most, long bytes)
        => (int)Math.Clamp(bytes / stack.Layers.Sum(l => 4L * l.Hidden * (l.Shape.Blocks.Length + l.Shape.States.Length) * 3), 1, most);

    /// <summary>The values of recordings of whole sequences.</summary>
    public static LookLayer[] LayersOf(IReadOnlyList<Recording> recordings, RecurrentStack stack) => LayersOf(recordings, i => stack.Layers[i].Cell);

    /// <summary>The values of recordings of whole sequences.</summary>
    /// <param name="recordings">A layer and direction each.</param>
    /// <param name="cell">The name of the cell of each.</param>
    public static LookLayer[] LayersOf(IReadOnlyList<Recording> recordings, Func<int, string> cell)
    {
        LookLayer[] layers = [.. recordings.Select((r, i) => LookLayer.Like(r, cell(i), r.Value(r.States[0]).Rows))];
        for (int l = 0; l < layers.Length; l++) layers[l].Take(0, recordings[l]);
        return layers;
    }

    public override (Recording Recording, int Row) Recorded(int layer, int step)
    {
        CheckStep(step);
        _ = Layer(layer);
        return (Recordings[layer], step);
    }

    /// <summary>The largest of a row, the best first.</summary>
    protected static IReadOnlyList<ExpectedSymbol> Best(IReadOnlyList<string> names, IReadOnlyList<float> p, int count)
        => [.. p.Select((v, k) => new ExpectedSymbol(names[k], v)).OrderByDescending(e => e.Probability).Take(count)];
}
