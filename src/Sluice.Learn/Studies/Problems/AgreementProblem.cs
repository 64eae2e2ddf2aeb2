namespace Sluice.Learn.Studies.Problems;

/// <summary>"The key to the cabinets near the door ... is": the verb agrees with the first noun, whatever nouns come between.</summary>
internal sealed class AgreementProblem : Problem
{
    private const int Nouns = 12, Prepositions = 4, Singular = 0, Plural = Nouns, Preposition = 2 * Nouns, The = Preposition + Prepositions;

    public override string Name => "agreement";

    public override string About
        => "\"the key to the cabinets near the doors ...\": is or are? The number is that of the first noun; the nouns between have numbers of their own (after Linzen, Dupoux and Goldberg 2016)";

    public override string GapIs => "words between, at least";

    public override int Inputs => The + 1;

    public override int Outputs => 2;

    public override Example Make(Dice dice, int gap)
    {
        int number = dice.Below(2);
        List<int> words = [The, Noun(number)];
        while (words.Count < gap + 2) words.AddRange([Preposition + dice.Below(Prepositions), The, Noun(dice.Below(2))]);
        var example = new Example();
        example.Show(words);
        example.Ask(words.Count - 1, number);
        return example;

        int Noun(int plural) => (plural == 1 ? Plural : Singular) + dice.Below(Nouns);
    }
}
