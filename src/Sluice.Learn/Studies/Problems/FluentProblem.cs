namespace Sluice.Learn.Studies.Problems;

/// <summary>"I grew up in France ... I speak fluent French", with other countries in between.</summary>
internal sealed class FluentProblem : Problem
{
    private const int Countries = 10, People = 4, Verbs = 3, Things = 12;

    // The words, by number: countries first, so that a language is known by the number of its country.
    private const int I = Countries,
        Grew = I + 1, Up = I + 2, In = I + 3, Speak = I + 4, Fluent = I + 5, Stop = I + 6, Person = I + 7, Verb = Person + People,
        Thing = Verb + Verbs;

    public override string Name => "fluent";

    public override string About
        => "\"I grew up in France. She visited Spain. He sold bread. ... I speak fluent\": which language? Other people meet other countries in between";

    public override string GapIs => "words between, at least";

    public override int Inputs => Thing + Things;

    public override int Outputs => Countries;

    public override Example Make(Dice dice, int gap)
    {
        int home = dice.Below(Countries);
        List<int> words = [I, Grew, Up, In, home, Stop];
        while (words.Count < gap + 5)
            words.AddRange(
            [
                Person + dice.Below(People),
                Verb + dice.Below(Verbs),
                dice.Below(2) == 0 ? dice.Below(Countries) : Thing + dice.Below(Things),
                Stop
            ]);
        words.AddRange([I, Speak, Fluent]);
        var example = new Example();
        example.Show(words);
        example.Ask(words.Count - 1, home);
        return example;
    }
}
