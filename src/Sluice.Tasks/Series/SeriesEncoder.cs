using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Tasks.Calibration;
using Sluice.Tasks.Sources;

namespace Sluice.Tasks.Series;

/// <summary>What was learned about the columns of many series from the rows to learn from: how they become numbers.</summary>
/// <param name="Columns">Which columns are what.</param>
/// <param name="Step">The step of the dates, or null.</param>
/// <param name="Known">The columns known ahead, beside the calendar.</param>
/// <param name="Past">The columns of which only the past is seen.</param>
/// <param name="Static">The columns that are constant within an id.</param>
/// <param name="Names">The series.</param>
/// <param name="Scalers">Mean and deviation of each series.</param>
/// <param name="Missing">Whether some values are missing, so that the net is told which.</param>
/// <param name="Learned">The last date by which the model was made, validation included; null where there are no dates.</param>
public sealed record SeriesEncoder(
    SeriesColumns Columns, TimeStep? Step, TableEncoder Known, TableEncoder Past, TableEncoder Static, IReadOnlyList<string> Names,
    IReadOnlyList<Scaler> Scalers, bool Missing, DateTime? Learned)
{
    /// <summary>What the numbers of the columns known ahead add to a value, in the unit of the net; none where the net learns it itself.</summary>
    public IReadOnlyList<double> Effects { get; init; } = [];

    /// <summary>Whether no forecast is below 0.</summary>
    public bool EndsAtZero { get; init; }

    private readonly Dictionary<string, int> _places = Names.Select((n, i) => (n, i)).ToDictionary(p => p.n, p => p.i, StringComparer.Ordinal);

    /// <summary>The place of a series, or -1 where it was not there to learn from.</summary>
    public int IndexOf(string name) => _places.GetValueOrDefault(name, -1);

    /// <summary>Learns from the rows before a time.</summary>
    /// <param name="table">The series.</param>
    /// <param name="options">Whether logarithms are taken, and how many rows are seen.</param>
    /// <param name="split">The parts of the time, counted from the earliest row of all.</param>
    /// <exception cref="SluiceFormatException">A column is constant, or has no value.</exception>
    internal static SeriesEncoder Fit(SeriesTable table, SeriesOptions options, Split split)
    {
        int End(SeriesSpan span) => table.Within(span, split.Train).End;
        int[] rows = [.. table.Spans.SelectMany(s => s.Rows.Take(End(s))).Order()];
        foreach (string name in table.Columns.Values) SeriesChecks.Varied(table.Table, table.Table.Column(name), rows, "Leave it out with --values.");
        foreach (string name in table.Columns.Known) SeriesChecks.Varied(table.Table, table.Table.Column(name), rows, "Leave it out of --known.");
        if (table.Columns.Holidays.Count > 0) SeriesChecks.Varied(table.Table, table.Table.Column(Holidays.Column), rows, "Leave out --holidays.");
        foreach (string name in table.Columns.Past) SeriesChecks.Varied(table.Table, table.Table.Column(name), rows, "Leave it out of --past.");
        foreach (string name in table.Columns.Static) SeriesChecks.Varied(table.Table, table.Table.Column(name), rows, "Leave it out of --static.");
        var learned = table.Table.Take(rows);
        TableEncoder Fitted(IEnumerable<string> names) => TableEncoder.Fit(learned, names, new RowRange(0, rows.Length));
        var series = table.Series.Where(s => End(s.Span) > options.Least).ToList();
        foreach (string column in series.Select(s => s.Column).Distinct())
            TargetRange.Check(column, series.Where(s => s.Column == column).SelectMany(s => s.Values.Take(End(s.Span))), table.Table.File);
        var scalers = series.Select(s => Scaler.Fit(SeriesData.Transformed(table, s, options).AsSpan(0, End(s.Span)), Scaling.Standard)).ToList();
        DateTime? last = table.Step is { } step && !table.PartsAtEnds
            ? step.At(table.Spans.MinBy(s => s.Start)!.Dates![0], split.Validation.End - 1)
            : null;
        return new SeriesEncoder(
            table.Columns, table.Step, Fitted(table.Columns.Ahead), Fitted(table.Columns.Past), Fitted(table.Columns.Static),
            [.. series.Select(table.NameOf)], scalers, series.Any(s => s.Values.Any(double.IsNaN)), last)
        {
            EndsAtZero = !options.Logarithm && ZeroFloor.Of(options.Floor, series.SelectMany(s => s.Values.Take(End(s.Span)))),
        };
    }

    /// <summary>As JSON, for the metadata of a model file.</summary>
    internal string ToJson() => DataJson.Write(new JsonObject
    {
        ["columns"] = SeriesColumns.Settings.ToJson(Columns, comments: false),
        ["months"] = Step?.Months ?? 0,
        ["ticks"] = Step?.Span.Ticks ?? 0,
        ["ends"] = Step?.Ends ?? false,
        ["day"] = Step?.Day ?? 0,
        ["working"] = Step?.Working ?? false,
        ["known"] = Known.ToJson(),
        ["past"] = Past.ToJson(),
        ["static"] = Static.ToJson(),
        ["names"] = new JsonArray([.. Names.Select(n => JsonValue.Create(n))]),
        ["offsets"] = new JsonArray([.. Scalers.Select(s => JsonValue.Create(s.Offset))]),
        ["scales"] = new JsonArray([.. Scalers.Select(s => JsonValue.Create(s.Scale))]),
        ["missing"] = Missing,
        ["ends_at_zero"] = EndsAtZero,
        ["effects"] = new JsonArray([.. Effects.Select(e => JsonValue.Create(e))]),
        ["learned"] = Learned?.ToString("O", CultureInfo.InvariantCulture),
    });

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="SluiceFormatException">It is not that.</exception>
    internal static SeriesEncoder FromJson(string json) => DataJson.Read("what was learned about the series", json, root =>
    {
        string Text(string name) => DataJson.Text(root.GetProperty(name));
        double[] Numbers(string name) => [.. root.GetProperty(name).EnumerateArray().Select(n => n.GetDouble())];
        var (months, ticks) = (root.GetProperty("months").GetInt32(), root.GetProperty("ticks").GetInt64());
        string[] names = [.. root.GetProperty("names").EnumerateArray().Select(DataJson.Text)];
        double[] offsets = Numbers("offsets"), scales = Numbers("scales");
        if (months is < 0 or > 12_000 || ticks < 0) throw new FormatException("the step of the dates is below 0, or too long.");
        if (names.Length == 0
            || offsets.Length != names.Length || scales.Length != names.Length || scales.Any(s => !(s > 0))
            || !offsets.Concat(scales).All(double.IsFinite))
            throw new FormatException("the scales do not fit the series.");
        double[] effects = root.TryGetProperty("effects", out _) ? Numbers("effects") : [];
        if (!effects.All(double.IsFinite)) throw new FormatException("an effect of a column known ahead is no number.");
        var encoder = new SeriesEncoder(
            SeriesColumns.Settings.FromJson(
                new SeriesColumns(), Text("columns"),
                "columns"), months == 0 && ticks == 0 ? null : new TimeStep(months, new TimeSpan(ticks), root.GetProperty("ends").GetBoolean())
                {
                    Day = root.TryGetProperty("day", out var day) && day.GetInt32() is > 28 and <= 31 and var on ? on : 0,
                    Working = root.TryGetProperty("working", out var working) && working.GetBoolean(),
                },
            TableEncoder.FromJson(Text("known")), TableEncoder.FromJson(Text("past")), TableEncoder.FromJson(Text("static")),
            names, [.. offsets.Zip(scales, (o, s) => new Scaler(o, s))], root.GetProperty("missing").GetBoolean(),
            root.GetProperty("learned").GetString() is { } date
                ? DateTime.Parse(date, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)
                : null)
        {
            EndsAtZero = root.TryGetProperty("ends_at_zero", out var ends) && ends.GetBoolean(),
            Effects = effects,
        };
        if (effects.Length > 0 && effects.Length != encoder.Known.Width) throw new FormatException("the effects do not fit the columns known ahead.");
        return encoder;
    });
}
