using Sluice.Networks;

namespace Sluice.Tasks.Text;

public sealed partial class LanguageModel : INetworkModel
{
    /// <summary>
    /// Symbols [time, batch] in; the logits of the next symbol at every place out, [time, batch, symbols]. The metadata have the symbols, in order,
    /// and how text becomes symbols.
    /// </summary>
    /// <inheritdoc/>
    public ExportedNetwork ToNetwork(bool stream = false)
    {
        var net = new NetworkBuilder();
        string x = net.Embedding(_embedding, net.Input("symbols", ElementType.Int64, "time", "batch"));
        string y = stream ? net.StreamedStack(_stack, x) : net.Stack(_stack, x).Output;
        net.Output("logits", net.Linear(_output, y), ElementType.Float, "time", "batch", $"{Vocabulary.Count}");
        return new(net.ToGraph(), new Dictionary<string, string>(Metadata()) { ["sluice.task"] = TaskName });
    }
}
