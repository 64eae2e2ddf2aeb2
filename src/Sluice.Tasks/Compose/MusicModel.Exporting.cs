using Sluice.Data.Sequences;
using Sluice.Networks;

namespace Sluice.Tasks.Compose;

public sealed partial class MusicModel : INetworkModel
{
    /// <summary>
    /// Keys [time, batch, keys] in, 1 where one sounds, the lowest key of a piano first; the probability of each key in the step that follows each
    /// step out.
    /// </summary>
    /// <inheritdoc/>
    public ExportedNetwork ToNetwork(bool stream = false)
    {
        var net = new NetworkBuilder();
        string keys = net.Input("keys", ElementType.Float, "time", "batch", $"{Music.Keys}");
        string logits = net.Linear(_output, net.Run(_stack, _input is null ? keys : net.Linear(_input, keys), stream));
        net.Output("probabilities", net.Add("Sigmoid", logits), ElementType.Float, "time", "batch", $"{Music.Keys}");
        return net.ToExported(TaskName, Metadata());
    }
}
