namespace Sluice.Studio.Views.Inside;

/// <summary>A gate or state of a layer.</summary>
/// <param name="Name">Its letter.</param>
/// <param name="Gate">Whether it is an amount from 0 to 1.</param>
/// <param name="State">Whether it is a state.</param>
/// <param name="Units">Units.</param>
/// <param name="Scale">The value at which a colour is full.</param>
internal sealed record ValueAnswer(string Name, bool Gate, bool State, int Units, float Scale);

/// <summary>A layer.</summary>
internal sealed record LayerAnswer(string Name, string Cell, IReadOnlyList<ValueAnswer> Values)
{
    public static IReadOnlyList<LayerAnswer> Of(Look look)
        => [.. look.Layers.Select(l => new LayerAnswer(
            l.Name, l.Cell,
            [.. l.Names.Select(n => new ValueAnswer(n, l.Values[n].IsGate, l.States.Contains(n), l.Values[n].Units, look.Scale(l.Values[n])))]))];
}

/// <summary>A text that was read.</summary>
internal sealed record TextAnswer(
    string Id, int Steps, int LeftOut, bool Spaced, double Loss, double FrequencyLoss, int Symbols, string? File, IReadOnlyList<LayerAnswer> Layers);

/// <summary>A table that was walked along.</summary>
internal sealed record SeriesAnswer(
    string Id, int Steps, string Target, string File, int Horizon, IReadOnlyList<double> Quantiles, IReadOnlyList<string>? Categories,
    IReadOnlyList<LayerAnswer> Layers);

/// <summary>A part of a text, and the loss of each symbol.</summary>
internal sealed record PartAnswer(string Text, IReadOnlyList<string> Tokens, IReadOnlyList<float?> Losses);

/// <summary>A symbol and its probability.</summary>
internal sealed record ExpectedSymbol(string Symbol, float Probability);

/// <summary>What happened at a step.</summary>
/// <param name="Symbol">The symbol that was read.</param>
/// <param name="Next">The one that came then, or null.</param>
/// <param name="NextLoss">−ln of its probability.</param>
/// <param name="Expected">The most probable next symbols.</param>
/// <param name="Without">The same while units are silent, or null.</param>
internal sealed record ExpectedAnswer(
    string Symbol, string? Next, float? NextLoss, IReadOnlyList<ExpectedSymbol> Expected, IReadOnlyList<ExpectedSymbol>? Without);

/// <summary>The numbers of a unit at a step, and the equations with them put in.</summary>
internal sealed record NumbersAnswer(IReadOnlyList<NamedNumber> Numbers, IReadOnlyList<string> Formulas);

/// <summary>Where else units are on together.</summary>
internal sealed record SwitchedPlace(int From, int To, double Share, string Before, string Text, string After);

/// <summary>Units that switch on in a range, and other places where they do.</summary>
internal sealed record SwitchedAnswer(IReadOnlyList<int> Units, IReadOnlyList<SwitchedPlace> Places);

/// <summary>What a change, of the text or of the net, does to the losses.</summary>
/// <param name="Start">The step of the first of the symbols.</param>
/// <param name="From">The first symbol, of those here, that both have and that the change can bear on.</param>
/// <param name="Count">How many they are.</param>
/// <param name="Before">Their mean loss before.</param>
/// <param name="After">And after.</param>
/// <param name="Tokens">The text after the change, as much of it as is compared.</param>
/// <param name="Changes">The change of the loss of each of its symbols; null where it has no counterpart.</param>
internal sealed record ChangeAnswer(
    int Start, int From, int Count, double? Before, double? After, IReadOnlyList<string> Tokens, IReadOnlyList<float?> Changes)
{
    /// <summary>Compares what was expected of two texts: their beginnings up to the first difference are the same, and so are their ends.</summary>
    public static ChangeAnswer Of(string[] before, float[] lossesBefore, string[] after, float[] lossesAfter, int begin)
    {
        int common = Math.Min(before.Length, after.Length), start = 0, end = 0;
        while (start < common && before[start] == after[start]) start++;

        // Where only the net has changed, every symbol but the first counts.
        if (start == before.Length && start == after.Length) start = 0;
        while (end < common - start && before[^(end + 1)] == after[^(end + 1)]) end++;
        int from = Math.Max(1, after.Length - end), shift = before.Length - after.Length;
        float?[] changes = [.. after.Select((_, t) => t >= from && t + shift >= 1 ? lossesAfter[t] - lossesBefore[t + shift] : (float?)null)];
        int[] counted = [.. Enumerable.Range(0, after.Length).Where(t => changes[t] is not null)];
        double? Mean(Func<int, float> loss) => counted.Length == 0 ? null : counted.Average(t => (double)loss(t));
        return new ChangeAnswer(begin, from, counted.Length, Mean(t => lossesBefore[t + shift]), Mean(t => lossesAfter[t]), after, changes);
    }
}

/// <summary>How strongly earlier symbols bear on what is expected next.</summary>
internal sealed record InfluenceAnswer(int From, IReadOnlyList<float> Strength, string Next);

/// <summary>A translation.</summary>
internal sealed record TranslationAnswer(
    string Text, IReadOnlyList<string> Source, IReadOnlyList<string> Target, double Probability, IReadOnlyList<float[]> Alignment);

/// <summary>A symbol, the mean of a unit over the steps at which it was read, and how many they are.</summary>
internal sealed record SymbolValue(string Symbol, double Mean, int Count);

/// <summary>The symbols at which a unit is highest, and those at which it is lowest, the lowest first.</summary>
internal sealed record SymbolsAnswer(IReadOnlyList<SymbolValue> Highest, IReadOnlyList<SymbolValue> Lowest);
