using Sluice.Layers;
using Sluice.Networks;

namespace Sluice.Tasks.Tag;

public sealed partial class Tagger : INetworkModel
{
    /// <summary>
    /// Steps in (words by their place in the table, with their spelling; or the columns of a table), and the length of each sequence; the most
    /// probable tags out, by their place among <c>tag.tags</c> and as they were learned, and the score of each. Beyond the end of a sequence tags
    /// say nothing.
    /// </summary>
    /// <inheritdoc/>
    /// <exception cref="SluiceException">A stream of a tagger that needs the whole: in both directions, with a field, or with labels.</exception>
    public ExportedNetwork ToNetwork(bool stream = false)
    {
        if (stream && (Field is not null || _label is not null))
            throw new SluiceException(
                $"Export: expected a tagger without a {(_label is null ? "field" : "label of the whole")} for a stream, got one, which needs the whole sequence.");
        var net = new NetworkBuilder();
        string x = Input.Export(net);
        bool causal = Field is null && _label is null && !Options.Bidirectional;
        string lengths = stream || causal ? "" : net.Input("lengths", ElementType.Int64, "batch");
        string y = x;
        string[][] final = [];
        if (_stack is not null && stream) y = net.StreamedStack(_stack, x);
        else if (_stack is not null) (y, final) = net.Stack(_stack, x, lengths);
        string scores = net.Linear(_output, y);
        net.Output("scores", scores, ElementType.Float, "time", "batch", $"{Tags.Count}");
        net.Output("tags", Field is null ? net.Largest(scores) : Best(net, Field, scores, lengths), ElementType.Int64, "time", "batch");
        if (Field is null) net.Output("probabilities", net.Softmax(scores), ElementType.Float, "time", "batch", $"{Tags.Count}");
        if (_label is not null)
        {
            string last = Options.Bidirectional ? net.Concat(-1, final[^2][0], final[^1][0]) : final[^1][0];
            string label = net.Linear(_label, net.Concat(-1, last, net.MaxPool(y, lengths)));
            net.Output("label", net.Largest(label), ElementType.Int64, "batch");
            net.Output("label_probabilities", net.Softmax(label), ElementType.Float, "batch", $"{Labels.Count}");
        }

        return net.ToExported(TaskName, Metadata());
    }

    /// <summary>
    /// The most probable path of each sequence (Viterbi 1967): forward v(t, j) = s(t, j) + max_i (v(t−1, i) + A(i, j)), keeping from which i; then
    /// back from the best last label.
    /// </summary>
    private static string Best(NetworkBuilder net, ConditionalRandomField field, string scores, string lengths)
    {
        int k = field.Labels;
        var (transitions, start, end) = field.Logarithms();
        string Row(double[] values) => net.Row([.. values.Select(v => (float)v)]);
        string between = net.Constant(Value.From([.. transitions.Select(v => (float)v)], k, k)), first = Row(start), times = net.Times(scores);
        string before = net.State("path", stream: false, scores, 1, new float[k]);
        string[] forward = net.Scan([(before, ElementType.Float)], [(scores, ElementType.Float), (times, ElementType.Int64)], (body, v, slices) =>
        {
            string ways = body.Add("Add", body.Unsqueeze(v[0], -1), between);
            string best = body.Add("Where", body.Add("Equal", slices[1], body.Whole(0)), first, body.Reduce("ReduceMax", ways, 1));
            string from = body.Add("ArgMax", [ways], 1, ("axis", 1L), ("keepdims", 0L))[0];
            return ([body.Add("Where", Runs(body, slices[1], lengths), body.Add("Add", best, slices[0]), v[0])], [(from, ElementType.Int64)]);
        });
        string last = net.Largest(net.Add("Add", forward[0], Row(end)));
        return net.Scan([(last, ElementType.Int64)], [(forward[1], ElementType.Int64), (times, ElementType.Int64)], (body, label, slices) =>
        {
            string at = body.Unsqueeze(label[0], -1);
            string from = body.Squeeze(body.Add("GatherElements", [slices[0], at], 1, ("axis", 1L))[0], 1);
            return ([body.Add("Where", body.Squeeze(Runs(body, slices[1], lengths), 1), from, label[0])], [(label[0], ElementType.Int64)]);
        }, reverse: true)[1];
    }

    /// <summary>Which sequences have not ended at a step, [B, 1].</summary>
    private static string Runs(NetworkBuilder body, string time, string lengths) => body.Unsqueeze(body.Add("Less", time, lengths), -1);
}
