namespace Sluice.Learn.Teaching;

/// <summary>The events of a film told as text, frame by frame, as nets with and without memory label them.</summary>
public static class FilmStory
{
    private const int Steps = 400, Seed = 1, Gap = 4;
    private static readonly int[] s_gaps = [0, 1, 2, 4, 6, 8, 10, 15, 20, 25, 30];

    /// <summary>Trains the three nets, prints a film with their labels, and how often each is right by the frames since the event was told.</summary>
    public static void Write(TextWriter output)
    {
        var text = MemoryText.Of(MemorySubject.Film, FluentLanguage.English);
        MemoryNet[] nets = [.. Enum.GetValues<MemoryReader>().Select(r => new MemoryNet(text, r, MemoryText.LongLearned, Seed))];
        foreach (var net in nets) net.Train(Steps);
        var film = text.Example(0, Gap);
        float[][][] chances = [.. nets.Select(n => n.Read(film).Chances)];
        output.WriteLine("What happens in a film, frame by frame? Most frames could belong to any event; an earlier one told it.");
        output.WriteLine();
        output.WriteLine($"  {"frame",-10}{"without memory",-16}{"plain net",-11}{"LSTM",-8}right is");
        for (int t = 0; t < film.Words.Length; t++)
        {
            string Said(int net) => text.Answers[MemoryNet.Best(chances[net][t])];
            output.WriteLine($"  {text.Words[film.Words[t]],-10}{Said(0),-16}{Said(1),-11}{Said(2),-8}{text.Answers[film.Answers[t]]}");
        }

        output.WriteLine();
        output.WriteLine($"Right in films that were not learned from, in percent ({Steps} steps of training, at most {MemoryText.LongLearned} frames between):");
        output.WriteLine();
        output.WriteLine($"  {"frames since it was told",-26}{string.Concat(s_gaps.Select(g => $"{g,5}"))}");
        foreach (var (name, net) in new[] { "without memory", "plain net", "LSTM" }.Zip(nets))
        {
            var right = net.Right();
            output.WriteLine($"  {name,-26}{string.Concat(s_gaps.Select(g => $"{100 * right[g],5:0}"))}");
        }
    }
}
