using System.Globalization;
using Sluice.Data.Tables;
using Sluice.Tasks.Forecast;
using Sluice.Tasks.Reasons;

namespace Sluice.Studio.Views.Inside;

/// <summary>A forecaster that has walked along a table; its step t forecast row t + 1.</summary>
internal sealed class SeriesLook : RecordedLook
{
    private readonly Forecaster _model;
    private readonly Table _table;
    private readonly IReadOnlyList<Forecast> _forecasts;

    private SeriesLook(Forecaster model, Table table, IReadOnlyList<Forecast> forecasts)
        => (_model, _table, _forecasts) = (model, table, forecasts);

    /// <summary>The model.</summary>
    public Forecaster Model => _model;

    /// <summary>Lets a forecaster walk along a table.</summary>
    public static SeriesLook Walk(string id, Forecaster model, Table table, int most, long bytes)
    {
        int rows = Math.Max(2, Math.Min(table.RowCount, Most(model.Stack, most, bytes) + 1));
        if (rows < table.RowCount) table = table.Take([new RowRange(table.RowCount - rows, rows)]);
        var (recordings, forecasts) = model.Inspect(table);
        return new SeriesLook(model, table, forecasts) { Id = id, Layers = LayersOf(recordings, model.Stack), Recordings = recordings };
    }

    public override string Word(int step) => DateOf(_forecasts[step]) ?? "";

    /// <summary>What is known and forecast of some steps.</summary>
    public IReadOnlyList<SeriesPoint> Points(int from, int to)
    {
        if (from < 0 || to > Steps || from >= to) throw new SluiceException($"studio: expected steps within 0 to {Steps}, got {from} to {to}.");
        return [.. Enumerable.Range(from, to - from).Select(t => Point(t, _forecasts[t]))];
    }

    /// <summary>The forecasts that the model made at a step, as far ahead as it looks.</summary>
    public IReadOnlyList<SeriesPoint> Fan(int step)
    {
        CheckStep(step);
        return [.. _model.Fan(_table, step + 1).Select((f, k) => Point(step + k, f))];
    }

    /// <summary>What the forecast that the model made at a step rests on.</summary>
    public Attribution Why(int step)
    {
        CheckStep(step);
        return _model.Explain(_table, step + 1);
    }

    private static string? DateOf(Forecast forecast)
        => forecast.Date?.ToString(forecast.Date.Value.TimeOfDay != default ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private SeriesPoint Point(int step, Forecast forecast)
    {
        var target = _table.Column(_model.Target.Name);
        double? value = target is NumberColumn numbers && !target.IsMissing(forecast.Row) ? numbers.Values[forecast.Row] : null;
        return new SeriesPoint(
            step, DateOf(forecast), value, target is CategoryColumn ? target.Text(forecast.Row) : null,
            forecast.Class is null
                ? forecast.Point
                : null, forecast.Class is null ? value - forecast.Point : null, forecast.Quantiles, forecast.Class, forecast.Probabilities);
    }
}

/// <summary>A row of a series.</summary>
/// <param name="Step">The step of the net at which it was forecast.</param>
/// <param name="Date">Its date.</param>
/// <param name="Value">What came, or null.</param>
/// <param name="Category">The category that came, or null.</param>
/// <param name="Forecast">The median that was expected.</param>
/// <param name="Residual">What came less what was expected.</param>
/// <param name="Quantiles">The quantiles that were expected.</param>
/// <param name="Class">The category that was expected.</param>
/// <param name="Probabilities">Of every category.</param>
internal sealed record SeriesPoint(
    int Step, string? Date, double? Value, string? Category, double? Forecast, double? Residual, IReadOnlyList<double> Quantiles, string? Class,
    IReadOnlyList<double> Probabilities);
