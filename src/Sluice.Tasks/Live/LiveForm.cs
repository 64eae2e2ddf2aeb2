namespace Sluice.Tasks.Live;

/// <summary>A value that goes into a live step or comes out of it. It never changes: threads may share it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsText">Whether it holds texts; else numbers.</param>
/// <param name="Length">How many of them; -1 for any number.</param>
public sealed record LiveField(string Name, bool IsText, int Length)
{
    /// <summary>What each of them stands for, such as the names of sensors; empty where they have no names.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Whether a row may come without it.</summary>
    public bool IsOptional { get; init; }
}

/// <summary>What goes into a live step of a model, and what comes out of it. It never changes: threads may share it.</summary>
/// <param name="Inputs">The values of a row, in the order of <see cref="LiveRow"/>.</param>
/// <param name="Outputs">The values of an answer, in the order of <see cref="LiveSession.Answer"/>.</param>
public sealed record LiveForm(IReadOnlyList<LiveField> Inputs, IReadOnlyList<LiveField> Outputs);

/// <summary>What comes in at one moment of a live sequence: a value for each input of the form, null where an optional one is absent.</summary>
/// <param name="values">Arrays of double or of string.</param>
public sealed class LiveRow(params Array?[] values)
{
    /// <summary>Its values: arrays of double or of string, null where one is absent.</summary>
    public IReadOnlyList<Array?> Values => values;

    /// <summary>The numbers of an input; not a number where one is missing.</summary>
    /// <exception cref="SluiceException">There are none.</exception>
    public double[] Numbers(int input) => values[input] as double[] ?? throw new SluiceException($"expected numbers for input {input + 1} of the step.");

    /// <summary>The texts of an input, or null.</summary>
    public string[]? Texts(int input) => input < values.Length ? values[input] as string[] : null;
}
