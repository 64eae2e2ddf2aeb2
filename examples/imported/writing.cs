#!/usr/bin/env -S dotnet run
#:project ../../src/Sluice.Interop
#:property PublishAot=false
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Autodiff;
using Sluice.Formats.Foreign;
using Sluice.Interop;
using Sluice.Layers;

// dotnet run examples/imported/writing.cs WEIGHTS VOCABULARY [TEXT]   goes on with a text by the net of textgenrnn, which others trained:
// textgenrnn_weights.hdf5 and textgenrnn_vocab.json of github.com/minimaxir/textgenrnn. With --loss FILE it prints how well it expects a text.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not [var weights, var vocabulary, ..])
{
    Console.Error.WriteLine("usage: writing.cs WEIGHTS VOCABULARY ([TEXT] | --loss FILE)");
    return 2;
}

var net = new Writing(weights, vocabulary);
if (args is [_, _, "--loss", var path])
{
    string read = File.ReadAllText(path);
    int[] symbols = [.. read.Take(10_000).Select(c => net.Symbol(c))];
    double loss = 0;
    for (int t = 1; t < symbols.Length; t++) loss -= Math.Log(net.Expect(symbols.AsSpan(Math.Max(0, t - Writing.Context), Math.Min(t, Writing.Context))).Next[symbols[t]]);
    double known = symbols.Length - 1, frequencies = symbols.CountBy(s => s).Sum(c => -c.Value / (double)symbols.Length * Math.Log(c.Value / (double)symbols.Length));
    Console.WriteLine($"{known} characters: {loss / known:F3} nats each, {frequencies:F3} by their own frequencies");
    return 0;
}

// Cooler than 1: the probabilities p become p^(1/0.5), so that what is likely is likelier still.
const double Coolness = 1 / 0.5;
var text = new StringBuilder(args.Length > 2 ? args[2] : "I grew up in ");
var random = new Random(1);
for (int i = 0; i < 200; i++)
{
    string last = text.ToString()[^Math.Min(text.Length, Writing.Context)..];
    double[] p = [.. net.Expect([.. last.Select(net.Symbol)]).Next.Select(v => Math.Pow(v, Coolness))];
    double left = random.NextDouble() * p.Sum();
    int chosen = 0;
    while ((left -= p[chosen]) > 0) chosen++;
    text.Append(net.Character(chosen));
}

Console.WriteLine(text);

// Attention over the characters before: where the weight lies when the next one is expected.
string seen = text.ToString()[^Writing.Context..];
float[] attention = net.Expect([.. seen.Select(net.Symbol)]).Attention;
Console.WriteLine(string.Join(' ', seen.Zip(attention).OrderByDescending(a => a.Second).Take(8).Select(a => $"'{a.First}' {a.Second:P0}")));
return 0;

/// <summary>An embedding of characters, two LSTMs of 128 units, attention over all steps of all three, and the probabilities of the next.</summary>
internal sealed class Writing
{
    public const int Context = 40;

    private const int Size = 100, Units = 128, Wide = Size + 2 * Units;

    private readonly Dictionary<char, int> _symbols = [];
    private readonly Dictionary<int, char> _characters = [];
    private readonly Embedding _embedding;
    private readonly Recurrent _first, _second;
    private readonly Linear _output;
    private readonly float[] _attention;

    public Writing(string weights, string vocabulary)
    {
        KerasFiles.Register();
        foreach (var (text, symbol) in JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(vocabulary))!)
            if (text.Length == 1) (_symbols[text[0]], _characters[symbol]) = (symbol, text[0]);
        using var file = WeightFile.Open(weights);
        (_first, _second) = (Recurrent.From(file, "rnn_1"), Recurrent.From(file, "rnn_2"));
        var embedded = file.Find("embedding/embedding/embeddings:0")!;
        int symbols = embedded.Shape[0];
        (_embedding, _output) = (new Embedding(symbols, Size), new Linear(Wide, symbols));
        Take(_embedding.Weight, embedded.ToFloats());
        _attention = file.Find("attention/attention/attention_W:0")!.ToFloats();

        // Keras keeps [inputs, outputs]; a Linear has [outputs, inputs].
        float[] kernel = file.Find("output/output/kernel:0")!.ToFloats();
        Take(_output.Weight, [.. Enumerable.Range(0, kernel.Length).Select(i => kernel[i % Wide * symbols + i / Wide])]);
        Take(_output.Bias, file.Find("output/output/bias:0")!.ToFloats());

        static void Take(Parameter weight, float[] values)
        {
            weight.Value.Set(values);
            weight.Changed();
        }
    }

    public int Symbol(char character) => _symbols.GetValueOrDefault(character);

    public char Character(int symbol) => _characters.GetValueOrDefault(symbol, ' ');

    /// <summary>The probabilities of the next character, and how much each character before counts.</summary>
    public (double[] Next, float[] Attention) Expect(ReadOnlySpan<int> before)
    {
        // It learned on 40 characters, with 0 before the beginning.
        int[] context = [.. new int[Context - before.Length], .. before];
        var tape = new Tape(recording: false);
        var x = _embedding.Run(tape, context, Context, 1);
        var below = _first.Run(tape, x, out _);
        var above = _second.Run(tape, below, out _);
        float[][] steps = [.. Enumerable.Range(0, Context).Select(t => (float[])[.. x.Row(t), .. below.Row(t), .. above.Row(t)])];
        float[] scores = [.. steps.Select(s => s.Zip(_attention).Sum(p => p.First * p.Second))];
        float[] weights = Softmax(scores);
        var seen = new Tensor(1, Wide);
        for (int t = 0; t < Context; t++)
            for (int i = 0; i < Wide; i++) seen[0, i] += weights[t] * steps[t][i];
        var logits = new Tensor(1, _embedding.Weight.Value.Rows);
        _output.Step(seen, logits);
        return ([.. Softmax(logits.Row(0).ToArray()).Select(p => (double)p)], weights[^before.Length..]);
    }

    private static float[] Softmax(float[] scores)
    {
        float most = scores.Max();
        float[] powers = [.. scores.Select(s => MathF.Exp(s - most))];
        float sum = powers.Sum();
        return [.. powers.Select(p => p / sum)];
    }
}
