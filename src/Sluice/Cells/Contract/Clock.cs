namespace Sluice.Cells.Contract;

/// <summary>
/// The modules of a clockwork cell: units in groups, sorted from fast to slow. A module works in the steps that its period
/// divides; as periods divide each other, the units at work are always the first ones. A module reads only modules as slow
/// as itself or slower (Koutník, Greff, Gomez and Schmidhuber 2014).
/// </summary>
internal sealed class Clock
{
    private readonly int[] _ends;
    private readonly int[] _periods;

    /// <summary>Modules of H / <paramref name="modules"/> units with periods 1, r, r², …</summary>
    /// <exception cref="SluiceException">H is not divisible.</exception>
    public Clock(string cell, int hidden, int modules, int ratio, int counter)
    {
        Counter = counter;
        if (modules < 1 || hidden % modules != 0)
            throw new SluiceException($"Cell '{cell}': expected a hidden size that its {modules} modules divide, got {hidden}.");
        if (ratio < 1 || Math.Pow(ratio, modules - 1) > int.MaxValue)
            throw new SluiceException(
                $"Cell '{cell}': expected a ratio of periods of 1 or more whose power {modules - 1} is below 2³¹, got {ratio}.");
        _ends = [.. Enumerable.Range(1, modules).Select(m => m * (hidden / modules))];
        _periods = [.. Enumerable.Range(0, modules).Select(m => (int)Math.Pow(ratio, m))];
    }

    /// <summary>The fewest units that a layer of a cell can have.</summary>
    public static int UnitsAtLeast(CellShape shape) => shape.Clock is { } clock ? Math.Max(1, (int)shape.Blocks[clock.Modules].Bias) : 1;

    /// <summary>The clock of a cell that has one, from its numbers; null for other cells.</summary>
    public static Clock? Of(CellShape shape, int hidden) => shape.Clock is { } clock
        ? new Clock(shape.Name, hidden, (int)shape.Blocks[clock.Modules].Bias, (int)shape.Blocks[clock.Ratio].Bias, clock.Counter)
        : null;

    /// <summary>The state that counts the steps.</summary>
    public int Counter { get; }

    /// <summary>How many units work in the step that comes after <paramref name="taken"/> others.</summary>
    public int Working(long taken)
    {
        int m = 0;
        while (m + 1 < _periods.Length && taken % _periods[m + 1] == 0) m++;
        return _ends[m];
    }

    /// <summary>The first unit that may feed a unit: the start of the fastest module with its period.</summary>
    public int FirstSource(int unit)
    {
        int m = Module(unit);
        while (m > 0 && _periods[m - 1] == _periods[m]) m--;
        return m == 0 ? 0 : _ends[m - 1];
    }

    /// <summary>The end of the units that a unit may feed.</summary>
    public int EndOfTargets(int unit)
    {
        int m = Module(Math.Min(unit, _ends[^1] - 1));
        while (m + 1 < _periods.Length && _periods[m + 1] == _periods[m]) m++;
        return _ends[m];
    }

    /// <summary>Whether a unit works in a step.</summary>
    public bool Works(int unit, long taken) => unit < Working(taken);

    /// <summary>Steps from one in which a unit works to the next.</summary>
    public int Period(int unit) => _periods[Module(Math.Min(unit, _ends[^1] - 1))];

    private int Module(int unit)
    {
        int m = 0;
        while (unit >= _ends[m]) m++;
        return m;
    }
}

/// <summary>Units in modules, each of which works only in the steps that its period divides.</summary>
/// <param name="Counter">The state that counts the steps.</param>
/// <param name="Modules">The block whose number is that of the modules.</param>
/// <param name="Ratio">The block whose number is the ratio of one module's period to that of the next faster one.</param>
public sealed record ClockNumbers(int Counter, int Modules, int Ratio);
