using Sluice.Data.Sequences;
using Sluice.Data.Tables;

namespace Sluice.Tasks.Forecast;

public sealed partial class Forecaster
{
    /// <summary>
    /// As for a table, of rows that need not be in memory together. They are read once to count them and once to learn their
    /// scales, then once an epoch. The season is found in the first rows alone, and validated is on the first rows of that part.
    /// </summary>
    /// <param name="source">The rows.</param>
    /// <param name="options">What to forecast.</param>
    /// <param name="rowsInMemory">The most rows in memory at a time.</param>
    /// <exception cref="SluiceFormatException">As for a table, or the rows that may be in memory are too few for a window.</exception>
    /// <exception cref="SluiceException">An option that makes no sense.</exception>
    public static (Forecaster Model, ForecastTraining Training) From(IRowSource source, ForecasterOptions options, int rowsInMemory)
    {
        options.Check();
        if (options.Holidays.Count > 0) throw new SluiceException("Forecaster: expected a table in memory with public holidays, which follow from its dates; got rows in chunks.");
        int chunk = Math.Max(1, ChunkedRows.ChunkFor(rowsInMemory)), rows = 0;
        Table? first = null;
        foreach (var table in source.Read(chunk))
        {
            first ??= table;
            rows = checked(rows + table.RowCount);
        }

        if (first is null) throw new SluiceFormatException("there are no rows.", source.Name);
        var split = Split.ByShare(rows, options.Validation, options.Test);
        var (known, past) = ColumnsOf(first, options);
        var (target, encoders) = Fit(source, first, chunk, split.Train, options, [.. known, .. past]);
        int least = ChunkedRows.LeastFor(options, target.Season);
        if (split.Train.Count < least || chunk < least)
            throw new SluiceFormatException(
                $"expected {least} rows or more in a chunk, for a window of {options.Window} and a season of {target.Season}, got {Math.Min(chunk, split.Train.Count)}. Allow more rows in memory, or make the window smaller.",
                source.Name);
        var model = new Forecaster(options, target, new TableEncoder(encoders[..known.Length]), new TableEncoder(encoders[known.Length..]))
        {
            Schema = Schema.Of(first, [options.Target, .. known, .. past], whole: false),
        };
        return (model, new ForecastTraining(model, new ChunkedRows(model, source, split, chunk)));
    }

    private static (ForecastTarget Target, ColumnEncoding[] Encoders) Fit(
        IRowSource source, Table first, int chunk, RowRange training, ForecasterOptions options, string[] columns)
    {
        ColumnFit[] fits = [.. columns.Select(c => ColumnFit.Of(first.Column(c)))];
        var classes = first.Column(options.Target) is CategoryColumn texts ? ColumnFit.Of(texts) : null;
        ForecastTargetFit? numbers = null;
        int at = 0;
        foreach (var table in source.Read(chunk))
        {
            var rows = new RowRange(0, Math.Min(table.RowCount, training.Count - at));
            foreach (var fit in fits) fit.Add(table, rows);
            classes?.Add(table, rows);
            if (classes is null)
            {
                var values = table.Column<NumberColumn>(options.Target).Values.AsSpan(0, rows.Count);
                numbers ??= new ForecastTargetFit(options, options.Season ?? Seasons.Detect(ForecastTarget.Filled(values)));
                foreach (double value in values) numbers.Add(value);
            }

            at += rows.Count;
            if (at == training.Count) break;
        }

        ColumnEncoding[] encoders = [.. fits.Select(f => f.Encoding())];
        if (classes is null) return (numbers!.Fit(source.Name), encoders);
        var categories = ((CategoryEncoding)classes.Encoding()).OneHot;
        return categories.Width >= 2
            ? (new ForecastTarget(options.Target, categories, new Scaler(0, 1), 1, options.Season ?? 1, false), encoders)
            : throw new SluiceFormatException(
                $"column '{options.Target}' has fewer than two different values in the rows to train on: there is nothing to forecast.", source.Name);
    }
}
