#!/usr/bin/env -S dotnet run
#:project ../../src/Sluice
#:property PublishAot=false
using System.Globalization;
using Sluice.Autodiff;
using Sluice.Formats.Foreign;
using Sluice.Layers;

// dotnet run examples/imported/spelling.cs CHECKPOINT WORD...   says words by the net of g2p-en, which others trained: checkpoint20.npz of
// github.com/Kyubyong/g2p. With --words FILE, a list of words and sounds as cmudict has it, it prints how many of every 20th word are wrong.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not [var checkpoint, _, ..])
{
    Console.Error.WriteLine("usage: spelling.cs CHECKPOINT (WORD... | --words FILE)");
    return 2;
}

var net = new Spelling(checkpoint);
if (args[1] != "--words")
{
    foreach (string word in args[1..])
    {
        var (sounds, update) = net.Say(word);
        Console.WriteLine($"{word}: {string.Join(' ', sounds)}");

        // The update gate z keeps what was (h = (1 − z) n + z h⁻): where it falls, the letter changes what the net holds.
        Console.WriteLine($"  {string.Join(' ', word.Select((letter, t) => $"{letter} {update[t]:F2}"))}");
    }

    return 0;
}

// All entries of a word count as right; words with signs that the net has no letters for are passed over.
var words = File.ReadLines(args[2]).Select(l => l.Split('#')[0].Trim().Split(' ', 2)).Where(p => p.Length == 2)
    .GroupBy(p => p[0].Split('(')[0], p => p[1].Trim()).Where((_, i) => i % 20 == 0).Where(w => w.Key.All(char.IsAsciiLetterLower)).ToList();
string Plain(string sounds) => string.Concat(sounds.Where(c => !char.IsAsciiDigit(c)));
int wrong = 0, wrongSounds = 0;
foreach (var word in words)
{
    string said = string.Join(' ', net.Say(word.Key).Sounds);
    if (!word.Contains(said)) wrong++;
    if (word.All(w => Plain(w) != Plain(said))) wrongSounds++;
}

Console.WriteLine($"{words.Count} words: {100.0 * wrong / words.Count:F2} % wrong, {100.0 * wrongSounds / words.Count:F2} % where stress does not count");
return 0;

/// <summary>Two GRUs of 256 units: one reads the letters, the other begins with what it remembers and says a sound after the other.</summary>
internal sealed class Spelling
{
    private const int End = 3, Begin = 2, LetterEnd = 2, FirstLetter = 3, Most = 20;

    private static readonly string[] s_sounds =
    [
        "<pad>", "<unk>", "<s>", "</s>",
        .. ("AA0 AA1 AA2 AE0 AE1 AE2 AH0 AH1 AH2 AO0 AO1 AO2 AW0 AW1 AW2 AY0 AY1 AY2 B CH D DH EH0 EH1 EH2 ER0 ER1 ER2 EY0 EY1 EY2 F G HH IH0 IH1 "
            + "IH2 IY0 IY1 IY2 JH K L M N NG OW0 OW1 OW2 OY0 OY1 OY2 P R S SH T TH UH0 UH1 UH2 UW UW0 UW1 UW2 V W Y Z ZH").Split(' '),
    ];

    private readonly Recurrent _reader, _speaker;
    private readonly Embedding _letters = new(29, 256), _spoken = new(74, 256);
    private readonly Linear _output = new(256, 74);

    public Spelling(string checkpoint)
    {
        using var file = WeightFile.Open(checkpoint);
        (_reader, _speaker) = (Recurrent.From(file, "enc"), Recurrent.From(file, "dec"));
        Take(_letters.Weight, "enc_emb");
        Take(_spoken.Weight, "dec_emb");
        Take(_output.Weight, "fc_w");
        Take(_output.Bias, "fc_b");

        void Take(Parameter weight, string name)
        {
            weight.Value.Set(file.Find(name)!.ToFloats());
            weight.Changed();
        }
    }

    public (List<string> Sounds, float[] Update) Say(string word)
    {
        var tape = new Tape(recording: false);
        int[] letters = [.. word.Select(c => FirstLetter + c - 'a'), LetterEnd];
        var recording = new Recording();
        _reader.Run(tape, _letters.Run(tape, letters, letters.Length, 1), out var state, recording: recording);
        float[] update = [.. Enumerable.Range(0, letters.Length).Select(t => recording.Value("z").Row(t).ToArray().Average())];
        var sounds = new List<string>();
        var logits = new Tensor(1, 74);
        for (int last = Begin; sounds.Count < Most; sounds.Add(s_sounds[last]))
        {
            _speaker.Step(_spoken.Run(tape, [last], 1, 1).Reshape(1, 256), state);
            _output.Step(state["h"], logits);
            last = logits.Row(0).IndexOf(Max(logits.Row(0)));
            if (last == End) break;
        }

        return (sounds, update);
    }

    private static float Max(Span<float> row)
    {
        float most = row[0];
        foreach (float value in row) most = MathF.Max(most, value);
        return most;
    }
}
