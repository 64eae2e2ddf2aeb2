using Sluice.Networks;
using Sluice.Tasks.Search;

namespace Sluice.Tasks.Describe;

public sealed partial class CaptionNet
{
    internal RecordedDecoder Recorded => new(_decoder, Step);

    /// <summary>The annotations of pictures x [places, B, inputs], U a, and the states with which captions begin.</summary>
    internal (string Memory, string Keys, string[][] States) Encode(NetworkBuilder net, string x)
    {
        string what = net.Add("Tanh", net.Linear(_annotation, net.Add("Relu", net.Linear(_patch, x))));
        string where = net.Unsqueeze(net.Embedding(_places, net.Integers([.. Enumerable.Range(0, Options.Scenes.Places).Select(p => (long)p)])), 1);
        string annotations = net.Add("Add", what, where), mean = net.Reduce("ReduceMean", annotations, 0);
        return (annotations, net.Linear(_attention.Keys, annotations), [[.. _start.Select(s => net.Add("Tanh", net.Linear(s, mean)))]]);
    }

    /// <summary>Looks, reads a word, and says the next: its logits, where it looked, and the states after.</summary>
    private (string Logits, string Weights, string[][] After) Step(
        NetworkBuilder net, string symbol, string memory, string keys, string within, string[][] before)
    {
        var (seen, weights) = net.Look(_attention, memory, keys, before[0][0], within);
        if (Options.IsHard)
        {
            string best = net.Add("ArgMax", [weights], 1, ("axis", 0L), ("keepdims", 1L))[0];
            string taken = net.Cast(net.Add("Equal", net.Unsqueeze(net.Times(weights), 1, 2), best), ElementType.Float);
            seen = net.Reduce("ReduceSum", net.Add("Mul", taken, memory), 0);
        }

        string context = net.Add("Mul", seen, net.Add("Sigmoid", net.Linear(_gate, before[0][0]))), word = net.Embedding(_words, symbol);
        var (h, after) = net.Step(_decoder, net.Concat(-1, word, context), before);
        string mixed = net.Add("Tanh", net.Linear(_mix, net.Concat(-1, word, h, context)));
        return (net.Linear(_output, mixed), weights, after);
    }
}
