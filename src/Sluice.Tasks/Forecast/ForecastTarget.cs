using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Tasks.Calibration;

namespace Sluice.Tasks.Forecast;

/// <summary>What was learned about the target column from the training rows.</summary>
/// <param name="Name">The column.</param>
/// <param name="Categories">The categories, or null where the target is a number.</param>
/// <param name="Scaler">The scale of its level.</param>
/// <param name="Step">The scale of its change from the value that a naive forecast repeats.</param>
/// <param name="Season">Rows after which a pattern comes again; 1 for none.</param>
/// <param name="Logarithm">Whether level and change are those of the logarithm.</param>
public sealed record ForecastTarget(string Name, OneHot? Categories, Scaler Scaler, double Step, int Season, bool Logarithm)
{
    /// <summary>Whether no forecast is below 0.</summary>
    public bool EndsAtZero { get; init; }

    // More rows than any table has, and far from where sums of rows overflow.
    internal const int MostSeason = 1 << 24;

    // The margin by which changes must be more alike as shares.
    internal const double ClearlyLess = 0.9;

    /// <summary>Numbers that stand for a value: 1, or one for each category.</summary>
    internal int Width => Categories?.Width ?? 1;

    /// <summary>The row whose value a naive forecast made after <paramref name="origin"/> repeats for a row.</summary>
    internal int Base(int row, int origin) => Season == 1 ? origin : row - (row - origin + Season - 1) / Season * Season;

    internal static ForecastTarget Fit(Table table, ForecasterOptions options, RowRange training)
    {
        var column = table.Column(options.Target);
        if (column is CategoryColumn texts)
        {
            RefuseNumbers(table, texts);
            var categories = ((CategoryEncoding)TableEncoder.Fit(table, [options.Target], training).Columns[0]).OneHot;
            if (categories.Width < 2)
                throw new SluiceFormatException(
                    $"column '{column.Name}' has fewer than two different values in the rows to train on: there is nothing to forecast.", table.File);
            return new ForecastTarget(column.Name, categories, new Scaler(0, 1), 1, options.Season ?? 1, false);
        }

        var values = table.Column<NumberColumn>(options.Target).Values.AsSpan(training.Start, training.Count);
        TargetRange.Check(column.Name, values.ToArray(), table.File);
        var filled = Filled(values);
        int season = options.Season ?? Seasons.Detect(filled);
        double step = Change(filled, season);
        bool logarithm = options.Logarithm ?? ChangesByShares(filled, season);
        if (logarithm)
        {
            int row = Array.FindIndex(filled, v => !(v > 0));
            if (row >= 0)
                throw new SluiceFormatException(
                    $"column '{column.Name}' has the value {filled[row]}, and only positive numbers have a logarithm.", table.File,
                    table.Line(training.Start + row));
            filled = Array.ConvertAll(filled, Math.Log);
            step = Change(filled, season);
        }

        return new ForecastTarget(
            column.Name, null, Scaler.Fit(filled, Scaling.Standard), step > 0 ? step : 1, season,
            logarithm)
        { EndsAtZero = ZeroFloor.Of(options.Floor, values.ToArray()) };
    }

    /// <summary>What the net reads of values: the level, the last change, how wrong the last forecast was, what the season did a round ago.</summary>
    /// <param name="x">From 1 on; 0 is whether the value is known.</param>
    /// <param name="last">The value before.</param>
    /// <param name="before">The one before that.</param>
    /// <param name="own">What was forecast for the last one.</param>
    /// <param name="roundBefore">The value a season before the last one.</param>
    /// <param name="roundAfter">The one after it, a season before the row to come.</param>
    internal void Write(Span<float> x, double last, double before, double own, double roundBefore, double roundAfter)
    {
        x[1] = (float)Scaler.Transform(last);
        x[2] = (float)((last - before) / Step);
        x[3] = (float)((last - own) / Step);
        if (Season == 1) return;
        x[4] = (float)((last - roundBefore) / Step);
        x[5] = (float)((roundAfter - last) / Step);
    }

    /// <summary>The number that the net works with.</summary>
    internal double Inward(double value) => Logarithm ? Math.Log(Math.Max(value, Math.Exp(Scaler.Offset - 20 * Scaler.Scale))) : value;

    /// <summary>The value in the unit of the target.</summary>
    internal double Outward(double number) => Logarithm ? Math.Exp(number) : number;

    /// <summary>A forecast in the unit of the target, which may end at 0.</summary>
    internal double Forecast(double number) => EndsAtZero ? Math.Max(0, Outward(number)) : Outward(number);

    private static double Change(double[] values, int season)
    {
        double sum = 0;
        for (int i = season; i < values.Length; i++) sum += Math.Pow(values[i] - values[i - season], 2);
        return Math.Sqrt(sum / Math.Max(1, values.Length - season));
    }

    /// <summary>
    /// Whether the changes are more alike as shares of the level than as they are: the likelihood of the logarithm against that
    /// of the values themselves (Box and Cox 1964), by a clear margin.
    /// </summary>
    private static bool ChangesByShares(double[] values, int season)
    {
        if (!values.All(v => v > 0)) return false;
        double[] logarithms = Array.ConvertAll(values, Math.Log);
        return Math.Exp(logarithms.Average()) * Spread(logarithms) < ClearlyLess * Spread(values);

        double Spread(double[] x) => Scaler.Fit([.. x.Skip(season).Zip(x, (after, before) => after - before)], Scaling.Standard).Scale;
    }

    /// <summary>Missing values repeat the last one; those before the first repeat the first.</summary>
    internal static double[] Filled(ReadOnlySpan<double> values)
    {
        var filled = values.ToArray();
        int first = Array.FindIndex(filled, v => !double.IsNaN(v));
        for (int i = 0; i < filled.Length; i++)
            if (double.IsNaN(filled[i])) filled[i] = first < 0 ? 0 : i < first ? filled[first] : filled[i - 1];
        return filled;
    }

    // A column of numbers with one slip reads as texts: say where the slip is rather than learn categories.
    private static void RefuseNumbers(Table table, CategoryColumn column)
    {
        static bool Number(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        int known = column.Values.Count(v => v is not null), numbers = column.Values.Count(Number);
        if (numbers < known && numbers * 10 <= known * 9) return;
        int row = Array.FindIndex(column.Values, v => v is not null && !Number(v));
        if (row < 0) return;
        int place = Enumerable.Range(0, table.Columns.Count).First(c => table.Columns[c] == column) + 1;
        throw new SluiceFormatException(
            $"expected a number in column '{column.Name}', got '{column.Values[row]}'. Correct it, or leave it empty where the value is missing.",
            table.File, table.Line(row), place);
    }

    internal string ToJson() => DataJson.Write(new JsonObject
    {
        ["name"] = Name,
        ["categories"] = Categories is null ? null : new JsonArray([.. Categories.Categories.Select(c => JsonValue.Create(c))]),
        ["offset"] = Scaler.Offset,
        ["scale"] = Scaler.Scale,
        ["step"] = Step,
        ["season"] = Season,
        ["logarithm"] = Logarithm,
        ["ends_at_zero"] = EndsAtZero,
    });

    internal static ForecastTarget FromJson(string json) => DataJson.Read("the forecaster's target", json, t =>
    {
        var categories =
            t.GetProperty("categories") is { ValueKind: not JsonValueKind.Null } c ? new OneHot(c.EnumerateArray().Select(DataJson.Text)) : null;
        if (categories is { Width: < 2 }) throw new JsonException("a category has two values or more.");
        int season = t.GetProperty("season").GetInt32();
        if (season is < 1 or > MostSeason) throw new JsonException($"the season {season} is not from 1 to {MostSeason}.");
        return new ForecastTarget(
            DataJson.Text(t.GetProperty("name")), categories, new Scaler(Finite("offset"), Positive("scale")), Positive("step"), season,
            t.GetProperty("logarithm").GetBoolean())
        {
            EndsAtZero = t.TryGetProperty("ends_at_zero", out var ends) && ends.GetBoolean(),
        };

        double Finite(string name)
            => t.GetProperty(name).GetDouble() is var x && double.IsFinite(x) ? x : throw new JsonException($"the {name} is not finite.");
        double Positive(string name) => Finite(name) is > 0 and var x ? x : throw new JsonException($"the {name} is not positive.");
    });
}
