using Sluice.Networks;
using Sluice.Tasks.Search;

namespace Sluice.Tasks.Translate;

public sealed partial class EncoderDecoder
{
    internal RecordedDecoder Decoder => new(_decoder, Step);

    /// <summary>What the encoder says of symbols [time, batch]: h, U h, and the states with which the decoder begins.</summary>
    internal (string Memory, string Keys, string[][] States) Encode(NetworkBuilder net, string symbols, string lengths)
    {
        var (h, final) = net.Stack(_encoder, net.Embedding(_source, symbols), lengths);
        string last = net.Concat(-1, final[^2][0], final[^1][0]);
        string[][] states = net.Before(_decoder, stream: false, symbols, 1);
        for (int l = 0; l < states.Length; l++) states[l][0] = net.Add("Tanh", net.Linear(_bridge[l], last));
        return (h, net.Linear(_attention.Keys, h), states);
    }

    /// <summary>A step of the decoder: the logits of what follows symbols [batch], where it looked [S, B, 1], and the states after it.</summary>
    private (string Logits, string Weights, string[][] After) Step(
        NetworkBuilder net, string symbol, string memory, string keys, string within, string[][] before)
    {
        var (s, after) = net.Step(_decoder, net.Embedding(_target, symbol), before);
        var (context, weights) = net.Look(_attention, memory, keys, s, within);
        string mixed = net.Add("Tanh", net.Linear(_mix, net.Concat(-1, s, context)));
        return (net.Linear(_output, mixed), weights, after);
    }
}
