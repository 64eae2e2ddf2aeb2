using System.Text.Json.Nodes;
using Sluice.Data.Tables;
using Sluice.Networks;
using Sluice.Tasks.Search;

namespace Sluice.Tasks.Describe;

public sealed partial class Describer : INetworkModel
{
    /// <summary>
    /// Pictures [batch, height, width, 3] in, red, green and blue from 0 to 255; the words of their captions out, the best at each step, by their
    /// place in <c>describe.words</c>; the number of words stands for the end.
    /// </summary>
    /// <inheritdoc/>
    /// <exception cref="SluiceException">A stream: a picture has no pieces.</exception>
    public ExportedNetwork ToNetwork(bool stream = false)
    {
        Refuse(stream);
        var net = new NetworkBuilder();
        string x = Places(net);
        var (memory, keys, states) = Net.Encode(net, x);
        GreedySearch.Export(net, x, Net.End, Longest, states, (body, symbol, before) =>
        {
            var (logits, _, after) = Net.Recorded.Step(body, symbol, memory, keys, "", before);
            return (logits, after);
        });
        return net.ToExported(TaskName, Words());
    }

    /// <summary>The whole by no name; for a search of one's own the <c>encoder</c> and a step of the <c>decoder</c>.</summary>
    /// <inheritdoc/>
    public IReadOnlyList<(string Part, ExportedNetwork Network)> ToNetworks(bool stream = false)
    {
        Refuse(stream);
        var encoder = new NetworkBuilder();
        var (memory, keys, states) = Net.Encode(encoder, Places(encoder));
        var (features, size) = (Options.Features, Net.Decoder.Output);
        Net.Recorded.Encoded(encoder, memory, keys, states, features, size);
        var decoder = Net.Recorded.ToStep(features, size, Net.End + 1, ragged: false);
        return [("", ToNetwork()), ("encoder", encoder.ToExported(TaskName, Words())), ("decoder", decoder.ToExported(TaskName, Words()))];
    }

    /// <summary>[places, batch, inputs]: the pixels of each place, from 0 to 1.</summary>
    private string Places(NetworkBuilder net)
    {
        var (rows, columns) = (Options.Scenes.Rows, Options.Scenes.Columns);
        string pixels = net.Input("pixels", ElementType.Float, "batch", $"{rows * _size}", $"{columns * _size}", "3");
        string cut = net.Reshape(pixels, -1, rows, _size, columns, 3 * _size);
        string together = net.Concat(0, net.Integers(rows * columns), net.Dimension(pixels, 0), net.Integers(3 * _size * _size));
        return net.Add("Div", net.Add("Reshape", net.Transpose(cut, 1, 3, 0, 2, 4), together), net.Number(255));
    }

    private Dictionary<string, string> Words() => new(Metadata())
    {
        ["describe.words"] = DataJson.Write(new JsonObject { ["words"] = new JsonArray([.. Language.Words.Select(w => JsonValue.Create(w))]) }),
    };

    private static void Refuse(bool stream)
    {
        if (stream) throw new SluiceException("Export: expected no stream: a picture is seen as a whole.");
    }
}
