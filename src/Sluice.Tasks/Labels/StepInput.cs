using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Layers;
using Sluice.Networks;

namespace Sluice.Tasks.Labels;

/// <summary>How the steps of sequences become vectors: the first layer of a <c>Tagger</c>.</summary>
public abstract class StepInput : ILayer
{
    /// <summary>Sentences that every model of words can read.</summary>
    internal static readonly string[] Sentences = ["Anna flew from Paris to New York on Monday .", "My friend works for a small company in Berlin ."];

    /// <summary>The length of a vector.</summary>
    public abstract int Width { get; }

    /// <inheritdoc/>
    public abstract IEnumerable<Parameter> Parameters { get; }

    /// <summary>The vectors [T, B, Width] of sequences, T being the longest of them; 0 beyond the end of each.</summary>
    public abstract Tensor Run(Tape tape, IReadOnlyList<Sample> batch);

    /// <summary>Sequences without meaning.</summary>
    internal abstract Sample[] Blank(int steps, int batch);

    /// <summary>The vectors [time, batch, Width] of a network, and the inputs that they are made of.</summary>
    internal abstract string Export(NetworkBuilder net);

    internal abstract JsonObject ToJson();

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <param name="check">Is told how many weights there will be before any memory is taken for them.</param>
    internal static StepInput FromJson(string json, Action<Int128> check)
        => DataJson.Read("the input of the model", json, root => root.GetProperty("kind").GetString() switch
    {
        "words" => (StepInput)WordInput.Read(root, check),
        "rows" => new RowInput(TableEncoder.FromJson(root.GetProperty("encoder").GetRawText())),
        var other => throw new JsonException($"kind '{other}' is neither words nor rows."),
    });
}

/// <summary>Rows of numbers, as a table's encoder makes them.</summary>
public sealed class RowInput(TableEncoder encoder) : StepInput
{
    /// <summary>How the columns of a table become the numbers.</summary>
    public TableEncoder Encoder { get; } = encoder;

    /// <inheritdoc/>
    public override int Width => Encoder.Width;

    /// <inheritdoc/>
    public override IEnumerable<Parameter> Parameters => [];

    internal override Sample[] Blank(int steps, int batch)
        => [.. Enumerable.Range(0, batch).Select(_ => new Sample(steps) { Rows = new float[steps * Width] })];

    /// <inheritdoc/>
    public override Tensor Run(Tape tape, IReadOnlyList<Sample> batch)
    {
        int steps = batch.Max(s => s.Count);
        var x = tape.Lend(true, steps, batch.Count, Width);
        for (int b = 0; b < batch.Count; b++)
        {
            if (batch[b].Rows.Length != batch[b].Count * Width)
                throw new SluiceException($"RowInput: expected {batch[b].Count} rows of {Width} numbers, got {batch[b].Rows.Length} numbers.");
            for (int t = 0; t < batch[b].Count; t++) batch[b].Rows.AsSpan(t * Width, Width).CopyTo(x.Row(t * batch.Count + b));
        }

        return x;
    }

    internal override string Export(NetworkBuilder net) => net.Concat(-1, [.. EncodedColumns.Read(net, Encoder, "row", "time", "batch")]);

    internal override JsonObject ToJson() => new() { ["kind"] = "rows", ["encoder"] = JsonNode.Parse(Encoder.ToJson()) };
}
