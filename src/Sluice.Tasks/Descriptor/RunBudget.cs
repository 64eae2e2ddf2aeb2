using System.Globalization;
using Sluice.Cells;
using Sluice.Layers;

namespace Sluice.Tasks.Descriptor;

/// <summary>
/// What a run asks for, counted from its settings before anything is read or allocated. It is a lower bound: what depends on the data
/// comes on top.
/// </summary>
/// <param name="Bytes">Memory: weights with gradients, moments and a packed copy, and what the layers keep of one step of training.</param>
/// <param name="Products">Multiplications of one step of training.</param>
internal readonly record struct RunBudget(Int128 Bytes, Int128 Products)
{
    // Of a weight there are five: the value, its gradient, two moments and a packed copy. A layer without weights has its objects.
    private const int Copies = 5, LayerBytes = 32 << 10;

    private static readonly string[] s_inputs = ["model.embedding", "model.word", "model.features"];

    /// <summary>What a run asks for.</summary>
    public static RunBudget Of(TaskRun run)
    {
        long Number(string key, long otherwise)
            => long.TryParse(run[key], NumberStyles.None, CultureInfo.InvariantCulture, out long n) ? n : otherwise;
        Int128 directions = run["model.bidirectional"] == "true" ? 2 : 1,
            layers = Number("model.layers", 1) * directions, hidden = Number("model.hidden", 0);
        if (hidden == 0 || run["model.cell"].Length == 0) return default;
        var shape = Catalog.Shape(run["model.cell"]);
        long input = Math.Max(1, s_inputs.Max(key => Number(key, 0)));
        Int128 weights = directions * new StackOptions(
            run["model.cell"], (int)Math.Min(input, int.MaxValue), (int)hidden, (int)Math.Max(1, Number("model.layers", 1))).LeastWeights;

        // Steps of time in a step of training, where the settings say how many; "training.steps" counts them where there is no window.
        Int128 length = Number("training.window", 0) is > 0 and var window ? window
            : Number("model.lookback", 0) is > 0 and var lookback ? (Int128)lookback + Number("model.horizon", 0)
            : Math.Max(1, Number("training.steps", 1));
        Int128 batch = Number("training.batch", 1), rows = length * batch;
        Int128 kept = run["training.recompute"] == "true" ? Int128.Min(length, Segments.Length) * batch : rows;
        return new(
            weights * Copies * sizeof(float) + layers * LayerBytes + kept * layers * hidden * (shape.InputBlocks.Count + 1) * sizeof(float),
            3 * weights * rows);
    }

    /// <summary>Checks that it is to be had.</summary>
    /// <param name="bytes">The most memory.</param>
    /// <param name="products">The most multiplications of one step of training, which nothing can stop on the way.</param>
    /// <exception cref="SluiceException">It asks for more: with what it asks for, and what is to be had.</exception>
    public void Require(long bytes, long products = long.MaxValue)
    {
        const string Fewer =
            "Take fewer units, layers, steps or sequences side by side (model.hidden, model.layers, training.batch and the length of a window).";
        if (Bytes > bytes)
            throw new SluiceException($"these settings take {Mega(Bytes)} MB of memory or more, and {Mega(bytes)} MB are to be had. {Fewer}");
        if (Products > products)
            throw new SluiceException(
                $"one step of this training has {(double)Products:G3} multiplications, and at most {(double)products:G3} are allowed here. {Fewer}");
    }

    /// <summary>The memory that this process may have.</summary>
    public static long Memory => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    private static string Mega(Int128 bytes) => ((double)(bytes >> 20)).ToString("N0", CultureInfo.InvariantCulture);
}
