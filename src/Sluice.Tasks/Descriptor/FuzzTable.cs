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
}
