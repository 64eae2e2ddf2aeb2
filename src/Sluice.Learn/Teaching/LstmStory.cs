namespace Sluice.Learn.Teaching;

/// <summary>The LSTM step by step, told as text: what a trained one forgets, takes in, keeps and shows while it reads who the subject is.</summary>
public static class LstmStory
{
    private const int Steps = 400, Seed = 1, Gap = 6;

    /// <summary>Trains an LSTM on subjects and pronouns, and prints the equations of its unit that tells the subjects apart best.</summary>
    public static void Write(TextWriter output)
    {
        var text = MemoryText.Of(MemorySubject.Pronoun, FluentLanguage.English);
        var net = new MemoryNet(text, MemoryReader.Lstm, MemoryText.LongLearned, Seed);
        net.Train(Steps);
        int her = Beginning("she"), his = Beginning("he");
        var example = text.Example(her, Gap);
        float[] she = net.Read(example).Memory[^1], he = net.Read(text.Example(his, Gap)).Memory[^1];
        int unit = Enumerable.Range(0, MemoryNet.Units).MaxBy(u => MathF.Abs(she[u] - he[u]));
        var reading = net.Read(example, unit);
        string[] words = [.. example.Words.Select(w => text.Words[w])];
        output.WriteLine($"\"{string.Join(' ', words)}\": she, he or they?");
        output.WriteLine($"A small LSTM learned it ({Steps} steps). Of its {MemoryNet.Units} units, number {unit + 1} tells \"she\" and \"he\" apart best.");
        foreach (string word in new[] { ".", "Anna", "the twins" })
        {
            var equations = reading.Equations[Array.LastIndexOf(words, word)];
            output.WriteLine();
            output.WriteLine($"at \"{word}\"");
            foreach (var (stop, letter) in new[] { ("forget", 'f'), ("take in", 'i'), ("", 'g'), ("update", 'c'), ("show", 'o'), ("", 'h') })
                output.WriteLine($"  {stop,-9}{equations.First(e => e[0] == letter)}");
        }

        output.WriteLine();
        output.WriteLine("What it carries along the conveyor belt, tanh(c) of this unit, and the answer if it were asked there:");
        output.WriteLine();
        for (int t = 0; t < words.Length; t++)
        {
            float[] chances = reading.Chances[t];
            int best = MemoryNet.Best(chances);
            output.WriteLine($"  {words[t],-10}{reading.Memory[t][unit],7:0.00}   {text.Answers[best],-5}{chances[best],5:P0}");
        }

        // One sentence after another, each with a subject of its own.
        int Beginning(string pronoun) => Enumerable.Range(0, text.Tellers.Count)
            .First(k => text.Answers[text.Tellers[k].Answer] == pronoun && text.Tellers[k].Text.Contains('.'));
    }
}
