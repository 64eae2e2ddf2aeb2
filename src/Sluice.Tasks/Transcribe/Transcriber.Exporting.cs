using Sluice.Networks;

namespace Sluice.Tasks.Transcribe;

public sealed partial class Transcriber : INetworkModel
{
    /// <summary>
    /// Rows of features [time, batch, features] in, as they come, and how many each recording has; out come the logits of each step of the net, the
    /// blank first, and the text: at each step the symbol said there, by its place among <c>transcribe.symbols</c>, or -1. A step is so many rows
    /// as <c>transcribe.options</c> say under stack; a stream is given multiples of them, and all recordings of it as long as each other.
    /// </summary>
    /// <inheritdoc/>
    /// <exception cref="SluiceException">A stream of a transcriber that must hear the end first.</exception>
    public ExportedNetwork ToNetwork(bool stream = false)
    {
        if (stream && Options.Level == "recording")
            throw new SluiceException("Export: expected the level fixed or running for a stream, got recording, which takes the mean of the whole.");
        var net = new NetworkBuilder();
        string rows = net.Input("features", ElementType.Float, "time", "batch", $"{Scaling.Width}");
        string lengths = stream ? "" : net.Input("lengths", ElementType.Int64, "batch");
        string x = Level(net, net.Scaled(rows, Scaling.Scalers.Select(s => (s.Offset, s.Scale))), lengths, stream);
        string steps = lengths;
        if (Options.Stack > 1)
        {
            if (!stream)
            {
                steps = net.Add("Div", net.Add("Add", lengths, net.Whole(Options.Stack - 1)), net.Whole(Options.Stack));
                x = Filled(net, x, lengths);
            }

            // [steps · stack, B, F] → [steps, B, stack · F].
            int width = Scaling.Width;
            string apart = net.Add("Reshape", x, net.Concat(0, net.Integers(-1, Options.Stack), net.Dimension(x, 1), net.Integers(width)));
            x = net.Reshape(net.Transpose(apart, 0, 2, 1, 3), 0, 0, Options.Stack * width);
        }

        string logits = net.Linear(_output, stream ? net.StreamedStack(_stack, x) : net.Stack(_stack, x, steps).Output);
        net.Output("logits", logits, ElementType.Float, "steps", "batch", $"{Symbols.Count + 1}");
        net.Output("symbols", Said(net, logits, steps, stream), ElementType.Int64, "steps", "batch");
        return net.ToExported(TaskName, Metadata());
    }

    /// <summary>z less what the level says: nothing, the mean of the recording, or Σ z / (100 + t) over the t rows so far.</summary>
    private string Level(NetworkBuilder net, string z, string lengths, bool stream)
    {
        int width = Scaling.Width;
        if (Options.Level == "recording") return net.Add("Sub", z, net.MeanPool(z, lengths));
        if (Options.Level != "running") return z;
        string sums = net.Add("Add", net.State("state_sum", stream, z, 1, new float[width]), net.Add("CumSum", z, net.Whole(0)));
        string before = net.State("state_rows", stream, z, 1, [0]);
        string rows = net.Add("Add", net.Add("Add", net.Cast(net.Unsqueeze(net.Times(z), 1, 2), ElementType.Float), net.Number(1)), before);
        net.Next("state_sum", stream, net.Squeeze(net.Slice(sums, 0, -1, int.MaxValue), 0), width);
        net.Next("state_rows", stream, net.Squeeze(net.Slice(rows, 0, -1, int.MaxValue), 0), 1);
        return net.Add("Sub", z, net.Add("Div", sums, net.Add("Add", rows, net.Number(FeatureScaling.Belief))));
    }

    /// <summary>Rows for whole steps: the last of each recording is repeated where some are missing.</summary>
    private string Filled(NetworkBuilder net, string x, string lengths)
    {
        string steps = net.Add("Div", net.Add("Add", net.Dimension(x, 0), net.Integers(Options.Stack - 1)), net.Integers(Options.Stack));
        string rows = net.Squeeze(net.Add("Mul", steps, net.Integers(Options.Stack)), 0);
        string at = net.Add("Min", net.Unsqueeze(net.Add("Range", net.Whole(0), rows, net.Whole(1)), 1), net.Add("Sub", lengths, net.Whole(1)));
        string like = net.Concat(0, net.Add("Shape", at), net.Integers(Scaling.Width));
        return net.Add("GatherElements", [x, net.Add("Expand", net.Unsqueeze(at, -1), like)], 1, ("axis", 0L))[0];
    }

    /// <summary>The best class of each step, where it is not the blank and not that of the step before.</summary>
    private static string Said(NetworkBuilder net, string logits, string steps, bool stream)
    {
        string best = net.Largest(logits);
        string first = net.Transpose(net.Cast(net.State("state_class", stream, logits, 1, [Blank]), ElementType.Int64), 1, 0);
        string before = net.Slice(net.Concat(0, first, best), 0, 0, -1);
        net.Next("state_class", stream, net.Cast(net.Transpose(net.Slice(best, 0, -1, int.MaxValue), 1, 0), ElementType.Float), 1);
        string silent = net.Add("Or", net.Add("Equal", best, net.Whole(Blank)), net.Add("Equal", best, before));
        if (steps != "") silent = net.Add("Or", silent, net.Add("Not", net.Squeeze(net.Within(logits, steps), -1)));
        return net.Add("Where", silent, net.Whole(-1), net.Add("Sub", best, net.Whole(1)));
    }
}
