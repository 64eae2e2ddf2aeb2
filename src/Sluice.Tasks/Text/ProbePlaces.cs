namespace Sluice.Tasks.Text;

/// <summary>Where in a text a probe learns, and where it is measured: the first seven tenths of the labelled symbols, and those after them.</summary>
/// <param name="LearnAll">All symbols of the first part.</param>
/// <param name="Learn">Some of them, evenly spread.</param>
/// <param name="Test">Some of the later part, evenly spread.</param>
internal sealed record ProbePlaces(int[] LearnAll, int[] Learn, int[] Test)
{
    private const double Share = 0.7;
    private const int Least = 100;

    /// <summary>Chooses places.</summary>
    /// <param name="labels">The labels of the text.</param>
    /// <param name="mostLearned">At most so many to learn from.</param>
    /// <param name="mostTested">At most so many to measure on.</param>
    /// <exception cref="SluiceFormatException">Too few labels, or but one of them in a part.</exception>
    public static ProbePlaces Of(SymbolLabels labels, int mostLearned, int mostTested)
    {
        int[] all = [.. Enumerable.Range(0, labels.Values.Length).Where(t => !float.IsNaN(labels.Values[t]))];
        if (all.Length < Least)
            throw new SluiceFormatException($"{labels.Feature}: expected {Least} symbols or more that have a label, got {all.Length}.");
        int[] learn = all[..(int)(Share * all.Length)], test = all[learn.Length..];
        foreach (var (part, where) in new[] { (all, ""), (learn, " of the first seven tenths"), (test, " of the last three tenths") })
            if (part.Select(t => labels.Values[t]).Distinct().Take(2).Count() < 2)
                throw new SluiceFormatException(
                    $"{labels.Feature}: expected labels that differ, got {part.Length} symbols{where} that are all {Name(labels.Values[part[0]])}.");
        return new ProbePlaces(learn, Spread(learn, mostLearned), Spread(test, mostTested));

        string Name(float value) => labels.IsNumber ? $"{value}" : $"'{labels.Classes[(int)value]}'";
    }

    /// <summary>The first symbol of a passage around the first change of the class in the later part; of a number, at its beginning.</summary>
    public int Change(SymbolLabels labels, int passage)
    {
        int at = Test[0];
        float before = labels.Values[at];
        while (!labels.IsNumber && at < labels.Values.Length && (float.IsNaN(labels.Values[at]) || labels.Values[at] == before)) at++;
        return Math.Max(0, Math.Min(at - passage / 8, labels.Values.Length - passage));
    }

    private static int[] Spread(int[] places, int most)
        => places.Length <= most ? places : [.. Enumerable.Range(0, most).Select(k => places[(int)((long)k * places.Length / most)])];
}
