using Sluice.Data.Tables;

namespace Sluice.Tasks.Forecast;

/// <summary>A table as a forecaster reads it.</summary>
internal sealed class ForecastSeries
{
    public ForecastSeries(Table table, ForecastTarget target, TableEncoder known, TableEncoder past)
    {
        (Rows, Width) = (table.RowCount, target.Width);
        foreach (var encoding in known.Columns) Require(table, encoding.Name);
        Known = new float[Rows * known.Width];
        known.Encode(table, new RowRange(0, Rows), Known);
        Past = new float[Rows * past.Width];
        past.Encode(table, new RowRange(0, Rows), Past);
        Missing = new bool[Rows];
        if (target.Categories is { } categories)
        {
            var texts = table.Column<CategoryColumn>(target.Name).Values;
            Classes = [.. texts.Select(categories.IndexOf)];
            Values = new double[Rows * Width];
            for (int r = 0; r < Rows; r++)
            {
                Missing[r] = Classes[r] < 0;
                for (int c = 0; c < Width; c++) Values[r * Width + c] = Missing[r] ? 1.0 / Width : Classes[r] == c ? 1 : 0;
            }
        }
        else
        {
            var values = table.Column<NumberColumn>(target.Name).Values;
            for (int r = 0; r < Rows; r++) Missing[r] = double.IsNaN(values[r]);
            Values = Array.ConvertAll(ForecastTarget.Filled(values), target.Inward);
            Classes = [];
        }
    }

    private ForecastSeries(int rows, ForecastTarget target, TableEncoder known, TableEncoder past)
    {
        (Rows, Width) = (rows, target.Width);
        (Known, Past) = (new float[rows * known.Width], new float[rows * past.Width]);
        (Values, Missing, Classes) = (new double[rows * Width], new bool[rows], new int[target.Categories is null ? 0 : rows]);
    }

    /// <summary>Room for so many rows.</summary>
    public static ForecastSeries Room(int rows, ForecastTarget target, TableEncoder known, TableEncoder past) => new(rows, target, known, past);

    /// <summary>Puts the first rows of another series in place of rows of this one.</summary>
    public void Put(ForecastSeries other, int rows, int at)
    {
        Copy(other.Known, Known);
        Copy(other.Past, Past);
        Copy(other.Values, Values);
        Copy(other.Missing, Missing);
        Copy(other.Classes, Classes);

        void Copy<T>(T[] from, T[] to) => from.AsSpan(0, from.Length / other.Rows * rows).CopyTo(to.AsSpan(to.Length / Rows * at));
    }

    public int Rows { get; }

    public int Width { get; }

    public float[] Known { get; }

    public float[] Past { get; }

    /// <summary>[Rows, Width], as the net works with them, with naive values where they are missing.</summary>
    public double[] Values { get; }

    /// <summary>The class of each row, or -1; none where the target is a number.</summary>
    public int[] Classes { get; }

    public bool[] Missing { get; }

    /// <summary>The rows with a value at the start: all but those at the end that are to be forecast.</summary>
    public int Seen => Array.FindLastIndex(Missing, m => !m) + 1;

    private static void Require(Table table, string name)
    {
        var column = table.Column(name);
        for (int r = 0; r < column.Count; r++)
        {
            if (!column.IsMissing(r)) continue;
            int place = Enumerable.Range(0, table.Columns.Count).First(c => table.Columns[c] == column) + 1;
            throw new SluiceFormatException(
                $"column '{name}' is known ahead, and has no value here. Fill it in, or do not name it as known ahead.", table.File, table.Line(r),
                place);
        }
    }
}
