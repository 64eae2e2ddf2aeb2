using Sluice.Networks;
using Sluice.Tasks.Search;

namespace Sluice.Tasks.Translate;

public sealed partial class Translator : INetworkModel
{
    /// <summary>
    /// The symbols of sources [time, batch] in, by their place in <c>translate.source</c>, and the length of each; the symbols of their
    /// translations out, the best at each step, by their place in <c>translate.target</c>; the number of symbols there stands for the end.
    /// </summary>
    /// <inheritdoc/>
    /// <exception cref="SluiceException">A stream: a translator reads the whole source before it writes.</exception>
    public ExportedNetwork ToNetwork(bool stream = false)
    {
        Refuse(stream);
        var net = new NetworkBuilder();
        var (symbols, lengths) = Sources(net);
        var (memory, keys, states) = Net.Encode(net, symbols, lengths);
        string within = net.Within(memory, lengths);
        GreedySearch.Export(net, symbols, Net.End, Options.Longest, states, (body, symbol, before) =>
        {
            var (logits, _, after) = Net.Decoder.Step(body, symbol, memory, keys, within, before);
            return (logits, after);
        });
        return net.ToExported(TaskName, Metadata());
    }

    /// <summary>The whole by no name; for a search of one's own the <c>encoder</c> and a step of the <c>decoder</c>.</summary>
    /// <inheritdoc/>
    public IReadOnlyList<(string Part, ExportedNetwork Network)> ToNetworks(bool stream = false)
    {
        Refuse(stream);
        var encoder = new NetworkBuilder();
        var (symbols, lengths) = Sources(encoder);
        var (memory, keys, states) = Net.Encode(encoder, symbols, lengths);
        var (features, size) = (2 * Net.Decoder.Stack.Output, Net.Decoder.Stack.Output);
        Net.Decoder.Encoded(encoder, memory, keys, states, features, size);
        var decoder = Net.Decoder.ToStep(features, size, Net.End + 1, ragged: true);
        return
        [
            ("", ToNetwork()), ("encoder", encoder.ToExported(TaskName, Metadata())), ("decoder", decoder.ToExported(TaskName, Metadata())),
        ];
    }

    private static (string Symbols, string Lengths) Sources(NetworkBuilder net)
        => (net.Input("source", ElementType.Int64, "places", "batch"), net.Input("lengths", ElementType.Int64, "batch"));

    private static void Refuse(bool stream)
    {
        if (stream) throw new SluiceException("Export: expected no stream: a translator reads the whole source before it writes.");
    }
}
