using System.Globalization;
using Sluice.Cells;

namespace Sluice.Tasks.Settings;

/// <summary>
/// One setting of a run: its key in configuration files and on the command line, what it means, and how it is read from and
/// written to the options.
/// </summary>
/// <param name="Key">Such as <c>training.rate</c>.</param>
/// <param name="Comment">One line for people.</param>
/// <param name="IsText">Whether the value is quoted in JSON.</param>
/// <param name="Read">The value as text.</param>
/// <param name="Write">The options with another value.</param>
public sealed record Setting<T>(string Key, string Comment, bool IsText, Func<T, string> Read, Func<T, string, T> Write)
{
    /// <summary>
    /// The names and values of a group in which names are free, such as those of columns; its key ends with <c>.*</c>, and what is written
    /// is <c>NAME=VALUE</c>. Null for all others.
    /// </summary>
    public Func<T, IReadOnlyList<(string Name, string Value)>>? Entries { get; init; }

    /// <summary>The values that it may have, where they are few.</summary>
    public IReadOnlyCollection<string> Choices { get; init; } = [];

    /// <summary>A text.</summary>
    public static Setting<T> Text(string key, string comment, Func<T, string> read, Func<T, string, T> write) => new(key, comment, true, read, write);

    /// <summary>A text out of a few.</summary>
    public static Setting<T> Choice(string key, string comment, IReadOnlyCollection<string> choices, Func<T, string> read, Func<T, string, T> write)
        => new(
            key, $"{comment}: {string.Join(", ", choices)}", true, read,
            (o, v) => choices.Contains(v) ? write(o, v) : throw Bad(key, $"one of {string.Join(", ", choices)}", v))
        { Choices = choices };

    /// <summary>A cell of the catalog, with what it is wrapped in.</summary>
    public static Setting<T> Cell(string key, Func<T, string> read, Func<T, string, T> write)
        => new(
            key, "the cell: lstm, gru, lstm-peephole, clockwork or another that 'sluice info' lists; wrapped, as in lstm+zoneout:0.1", true, read,
            (o, v) =>
        {
            try
            {
                Catalog.Shape(v);
            }
            catch (SluiceException e)
            {
                throw new SluiceException($"{key}: {(e.Message.StartsWith("Cell: ", StringComparison.Ordinal) ? e.Message[6..] : e.Message)}");
            }

            return write(o, v);
        });

    /// <summary>Texts with commas between them; one with a comma in it stands in quotes.</summary>
    public static Setting<T> List(string key, string comment, Func<T, IReadOnlyList<string>?> read, Func<T, string[], T> write)
        => new(
            key, comment, true, o => NameList.Write(read(o) is { Count: > 0 } names ? names : null),
            (o, v) => write(o, [.. (NameList.Read(key, v) ?? []).Where(n => n.Length > 0)]));

    /// <summary>True or false.</summary>
    public static Setting<T> Flag(string key, string comment, Func<T, bool> read, Func<T, bool, T> write)
        => new(
            key, $"{comment}: true, false", false, o => read(o) ? "true" : "false",
            (o, v) => v is "true" or "false" ? write(o, v == "true") : throw Bad(key, "true or false", v))
        { Choices = ["true", "false"] };

    /// <summary>A group whose names are free.</summary>
    public static Setting<T> Group(
        string group, string comment, Func<T, IReadOnlyList<(string Name, string Value)>> entries, Func<T, string, string, T> write)
        => new(
        group + ".*", comment, true, o => string.Join(", ", entries(o).Select(e => $"{e.Name}={e.Value}")),
        (o, v) => v.LastIndexOf('=') is > 0 and int at ? write(o, v[..at].Trim(), v[(at + 1)..].Trim()) : throw Bad(group, "NAME=VALUE", v))
        { Entries = entries };

    /// <summary>A whole number.</summary>
    public static Setting<T> Integer(string key, string comment, long least, Func<T, long> read, Func<T, long, T> write)
        => new(
            key,
            comment,
            false,
            o => read(o).ToString(CultureInfo.InvariantCulture),
            (o, v) => long.TryParse(v, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long n) && n >= least && n <= int.MaxValue
                ? write(o, n)
                : throw Bad(key, $"a whole number from {least}", v));

    /// <summary>The seed of random numbers, of all 64 bits.</summary>
    public static Setting<T> Seed(string key, string comment, Func<T, ulong> read, Func<T, ulong, T> write)
        => new(
            key,
            comment,
            false,
            o => read(o).ToString(CultureInfo.InvariantCulture),
            (o, v) => ulong.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out ulong n)
                ? write(o, n)
                : throw Bad(key, "a whole number from 0", v));

    /// <summary>A number in a range, its ends included.</summary>
    public static Setting<T> Number(string key, string comment, double least, double most, Func<T, double> read, Func<T, double, T> write)
        => new(
            key,
            comment,
            false,
            o => read(o).ToString("R", CultureInfo.InvariantCulture),
            (o, v) => double.TryParse(v, NumberStyles.Float, CultureInfo.InvariantCulture, out double n) && n >= least && n <= most
                ? write(o, n)
                : throw Bad(key, $"a number from {least} to {most}", v));

    /// <summary>The setting of something that holds what it is a setting of.</summary>
    public Setting<TOuter> Lift<TOuter>(Func<TOuter, T> get, Func<TOuter, T, TOuter> set)
        => new(Key, Comment, IsText, o => Read(get(o)), (o, v) => set(o, Write(get(o), v)))
        {
            Choices = Choices,
            Entries = Entries is null ? null : o => Entries(get(o)),
        };

    private static SluiceException Bad(string key, string expected, string got) => new($"{key}: expected {expected}, got '{got}'.");
}
