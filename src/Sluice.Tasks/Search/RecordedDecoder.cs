using Sluice.Layers;
using Sluice.Networks;

namespace Sluice.Tasks.Search;

/// <summary>Writes a step of a decoder into a network.</summary>
/// <param name="net">Where the operations go.</param>
/// <param name="symbol">The symbols shown [batch].</param>
/// <param name="memory">What was encoded [S, B, features].</param>
/// <param name="keys">What attention compares with [S, B, size].</param>
/// <param name="within">Which places there are [S, B, 1]; "" for all.</param>
/// <param name="before">The states before.</param>
/// <returns>The logits [batch, symbols], where it looked [S, B, 1], and the states after.</returns>
internal delegate (string Logits, string Weights, string[][] After) DecoderStep(
    NetworkBuilder net, string symbol, string memory, string keys, string within, string[][] before);

/// <summary>
/// A decoder with attention as networks: the whole, which takes the best symbol at each step, and the parts for a search of one's own.
/// </summary>
/// <param name="Stack">Its layers.</param>
/// <param name="Step">Writes a step.</param>
internal sealed record RecordedDecoder(RecurrentStack Stack, DecoderStep Step)
{
    /// <summary>The outputs of an encoder: <c>memory</c>, <c>keys</c>, and the decoder's first states by the names of its inputs.</summary>
    public void Encoded(NetworkBuilder net, string memory, string keys, string[][] states, int features, int size)
    {
        net.Output("memory", memory, ElementType.Float, "places", "batch", $"{features}");
        net.Output("keys", keys, ElementType.Float, "places", "batch", $"{size}");
        for (int l = 0; l < states.Length; l++)
        {
            var layer = Stack.Layers[l];
            for (int s = 0; s < states[l].Length; s++)
                net.Output($"state_{layer.Shape.States[s]}_l{l}", states[l][s], ElementType.Float, "batch", $"{layer.UnitsOf(s)}");
        }
    }

    /// <summary>
    /// A step as a network: the symbols shown, what was encoded, the lengths of sources where they differ, and the states in; logits,
    /// probabilities, where it looked, and the states after out.
    /// </summary>
    public NetworkBuilder ToStep(int features, int size, int symbols, bool ragged)
    {
        var net = new NetworkBuilder();
        string symbol = net.Input("symbol", ElementType.Int64, "batch");
        string memory = net.Input("memory", ElementType.Float, "places", "batch", $"{features}");
        string keys = net.Input("keys", ElementType.Float, "places", "batch", $"{size}");
        string within = ragged ? net.Within(memory, net.Input("lengths", ElementType.Int64, "batch")) : "";
        var (logits, weights, after) = Step(net, symbol, memory, keys, within, net.Before(Stack, stream: true, memory, 1));
        net.Output("logits", logits, ElementType.Float, "batch", $"{symbols}");
        net.Output("probabilities", net.Softmax(logits), ElementType.Float, "batch", $"{symbols}");
        net.Output("attention", net.Transpose(net.Squeeze(weights, 2), 1, 0), ElementType.Float, "batch", "places");
        net.After(Stack, stream: true, after);
        return net;
    }
}
