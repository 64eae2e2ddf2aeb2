using System.Collections;
using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>What the columns hold of a source whose values have a type each, such as a sheet: found while its rows are read.</summary>
/// <param name="columns">How many columns there are.</param>
internal sealed class CellKinds(int columns) : IReadOnlyList<ColumnKind?>
{
    private readonly long[] _present = new long[columns], _numbers = new long[columns], _dates = new long[columns], _truths = new long[columns];

    /// <inheritdoc/>
    public int Count => columns;

    /// <summary>
    /// Numbers or dates where nine values in ten are, texts that stand for a missing one aside; null for texts, which have to be looked at.
    /// </summary>
    public ColumnKind? this[int column]
    {
        get
        {
            double nearly = ColumnGuess.Nearly * _present[column];
            return _present[column] == 0 ? null : _numbers[column] >= nearly ? ColumnKind.Number : _dates[column] >= nearly ? ColumnKind.Date
                : _truths[column] == _present[column] ? ColumnKind.Category : null;
        }
    }

    /// <summary>Counts a value; null for none.</summary>
    public void Add(int column, object? value)
    {
        if (value is null or DBNull or "" || (value is string text && MissingTexts.IsMark(text))) return;
        _present[column]++;
        if (value is DateTime or DateOnly or DateTimeOffset) _dates[column]++;
        else if (value is bool) _truths[column]++;
        else if (Type.GetTypeCode(value.GetType()) is >= TypeCode.SByte and <= TypeCode.Decimal) _numbers[column]++;
    }

    /// <inheritdoc/>
    public IEnumerator<ColumnKind?> GetEnumerator() => Enumerable.Range(0, columns).Select(c => this[c]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
