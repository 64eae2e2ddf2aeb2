using Sluice.Networks;

namespace Sluice.Tasks.Classify;

public sealed partial class Classifier : INetworkModel
{
    /// <summary>
    /// Steps in (words by their place in the table, with their spelling; or the columns of a table), and the length of each sequence; out come the
    /// most probable label of each, by its place among <c>classify.labels</c>, and the probabilities of all. In a stream they are those after all
    /// pieces so far, and sequences are as long as each other.
    /// </summary>
    /// <inheritdoc/>
    public ExportedNetwork ToNetwork(bool stream = false)
    {
        var net = new NetworkBuilder();
        string x = Input.Export(net);
        string whole;
        if (stream)
        {
            whole = Streamed(net, net.StreamedStack(_stack, x), x);
        }
        else
        {
            string lengths = net.Input("lengths", ElementType.Int64, "batch");
            var (y, final) = net.Stack(_stack, x, lengths);
            whole = Options.Pool switch
            {
                "mean" => net.MeanPool(y, lengths),
                "max" => net.MaxPool(y, lengths),
                _ => Options.Bidirectional ? net.Concat(-1, final[^2][0], final[^1][0]) : final[^1][0],
            };
        }

        string logits = net.Add("Div", net.Linear(_output, whole), net.Number(Temperature.Value[0, 0]));
        net.Output("label", net.Largest(logits), ElementType.Int64, "batch");
        net.Output("probabilities", net.Softmax(logits), ElementType.Float, "batch", $"{Labels.Count}");
        return net.ToExported(TaskName, Metadata());
    }

    /// <summary>One row for all pieces so far: the last step, the largest of each unit, or the mean, for which sum and steps go on.</summary>
    private string Streamed(NetworkBuilder net, string y, string x)
    {
        int units = _stack.Output;
        if (Options.Pool == "max")
        {
            var least = new float[units];
            Array.Fill(least, float.MinValue);
            string most = net.Add("Max", net.State("state_max", stream: true, x, 1, least), net.Reduce("ReduceMax", y, 0));
            net.Next("state_max", stream: true, most, units);
            return most;
        }

        if (Options.Pool != "mean") return net.Squeeze(net.Slice(y, 0, -1, int.MaxValue), 0);
        string sum = net.Add("Add", net.State("state_sum", stream: true, x, 1, new float[units]), net.Reduce("ReduceSum", y, 0));
        string steps = net.Add("Add", net.State("state_steps", stream: true, x, 1, [0]), net.Cast(net.Dimension(y, 0), ElementType.Float));
        net.Next("state_sum", stream: true, sum, units);
        net.Next("state_steps", stream: true, steps, 1);
        return net.Add("Div", sum, steps);
    }
}
