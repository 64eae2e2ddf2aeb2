namespace Sluice.Learn.Studies.Problems;

/// <summary>A task made up to find out how far back a net can remember: its gap is the number of steps across which it must.</summary>
public abstract class Problem
{
    /// <summary>All problems.</summary>
    public static IReadOnlyList<Problem> All { get; } =
    [
        new AddingProblem(), new TwoHalvesProblem(), new MultiplicationProblem(), new TemporalOrderProblem(), new ThreeBitOrderProblem(),
        new PermutationProblem(),
        new MemorisationProblem(), new ReberProblem(), new SpikesProblem(), new SinesProblem(), new DigitsProblem(),
        new ArithmeticProblem(), new FluentProblem(), new AgreementProblem(),
        new ParityProblem(), new CountingBy3Problem(), new CountingBy5Problem(), new S3Problem(), new A5Problem(), new S5Problem(),
        new BracketsProblem(), new RecallProblem(), new SelectiveCopyProblem(),
    ];

    /// <summary>Its name.</summary>
    public abstract string Name { get; }

    /// <summary>What is asked, with the source, in a sentence.</summary>
    public abstract string About { get; }

    /// <summary>What the gap counts.</summary>
    public virtual string GapIs => "steps";

    /// <summary>Inputs of a step.</summary>
    public abstract int Inputs { get; }

    /// <summary>Symbols to choose from; 1 for a number.</summary>
    public abstract int Outputs { get; }

    /// <summary>Whether a number is asked for.</summary>
    public bool OfNumbers => Outputs == 1;

    /// <summary>The mean squared error below which a problem of numbers is solved.</summary>
    public virtual double MostError => 1e-3;

    /// <summary>The share of symbols that is right without looking at the sequence.</summary>
    public virtual double Chance => 1.0 / Outputs;

    /// <summary>The gaps tried, from the least.</summary>
    public virtual IReadOnlyList<int> Gaps => [10, 20, 50, 100, 200, 400];

    /// <summary>A sequence.</summary>
    /// <param name="dice">From which it is drawn.</param>
    /// <param name="gap">How long the memory must be.</param>
    public abstract Example Make(Dice dice, int gap);

    /// <summary>A problem by name.</summary>
    /// <exception cref="SluiceException">There is none of that name.</exception>
    public static Problem Named(string name) => All.FirstOrDefault(p => p.Name == name)
        ?? throw new SluiceException(
            $"Problem: expected one of {string.Join(", ", All.Select(p => p.Name))}, got '{name}'.{(Nearest.To(name, All.Select(p => p.Name)) is { } near ? $" Did you mean '{near}'?" : "")}");
}
