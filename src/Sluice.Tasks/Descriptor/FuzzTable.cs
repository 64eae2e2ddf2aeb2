using Sluice.Data.Tables;

namespace Sluice.Tasks.Descriptor;

/// <summary>A small table from which the fuzzer's models learn: a date, a category and a number.</summary>
internal static class FuzzTable
{
    /// <summary>The columns d, c and y.</summary>
    public static Table Table { get; } = new(
    [
        new DateColumn("d", [.. Enumerable.Range(0, 24).Select(i => (DateTime?)new DateTime(2024, 1, 1).AddDays(i))]),
        new CategoryColumn("c", [.. Enumerable.Range(0, 24).Select(i => i % 3 == 0 ? "a" : "b")]),
        new NumberColumn("y", [.. Enumerable.Range(0, 24).Select(i => i % 5 + 0.5)]),
    ]);

    /// <summary>The columns unit, t, x and action: six units of six rows.</summary>
    public static Table Units { get; } = new(
    [
        new NumberColumn("unit", [.. Enumerable.Range(0, 36).Select(i => (double)(i / 6))]),
        new NumberColumn("t", [.. Enumerable.Range(0, 36).Select(i => (double)(i % 6))]),
        new NumberColumn("x", [.. Enumerable.Range(0, 36).Select(i => i * 7 % 5 + 0.5)]),
        new CategoryColumn("action", [.. Enumerable.Range(0, 36).Select(i => i % 2 == 0 ? "a" : "b")]),
    ]);

    /// <summary>Uses a model on a table that it may not fit.</summary>
    public static void Try(Action use)
    {
        try
        {
            use();
        }
        catch (SluiceException)
        {
            // The table has no such columns, or no such values.
        }
    }
}
