using System.Globalization;
using Sluice.Data.Tables;
using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Tasks.Series;

/// <summary>Everything that repeats the training of a forecaster of many series.</summary>
/// <param name="Data">The table: CSV, TSV or JSON lines.</param>
/// <param name="Model">What to forecast, and the sizes of the model.</param>
/// <param name="Training">How to train.</param>
/// <param name="Threads">Threads; 0 for all cores. Results do not depend on it.</param>
public sealed record SeriesRun(string Data, SeriesOptions Model, TrainingOptions Training, int Threads = 0)
{
    /// <summary>The query that gives the table, where it is in a database.</summary>
    public TableSettings Table { get; init; } = new();

    /// <summary>Which columns are what.</summary>
    public SeriesColumns Columns { get; init; } = new();

    /// <summary>The last date that is read; null for all.</summary>
    public DateTime? Until { get; init; }

    /// <summary>The settings.</summary>
    public static SettingList<SeriesRun> Settings { get; } = new(
    [
        Setting<SeriesRun>.Text("data.file", "the table to learn from", o => o.Data, (o, v) => o with { Data = v }),
        .. TableSettings.Settings.All.Select(s => s.Lift<SeriesRun>(o => o.Table, (o, d) => o with { Table = d })),
        .. SeriesColumns.Settings.All.Select(s => s.Lift<SeriesRun>(o => o.Columns, (o, c) => o with { Columns = c })),
        Setting<SeriesRun>.Text(
            "data.until", "the last date that is read, such as 2018-02-20 23:00; empty for all", o => o.Until is { } d ? TimeStep.Text(d) : "",
            (o, v) => o with { Until = Date(v) }),
        .. SeriesOptions.Settings.All.Select(s => s.Lift<SeriesRun>(o => o.Model, (o, m) => o.With(m))),
        Setting<SeriesRun>.Integer(
            "training.epochs", "rounds of steps, each with a validation", 1, o => o.Training.Epochs,
            (o, v) => o with { Training = o.Training with { Epochs = (int)v } }),
        .. TrainingSettings.Of<SeriesRun>(o => o.Training, (o, t) => o with { Training = t }),
        Setting<SeriesRun>.Integer(
            "training.seed", "the seed of every random number", 0, o => (long)o.Training.Seed,
            (o, v) => o with { Training = o.Training with { Seed = (ulong)v }, Model = o.Model with { Seed = (ulong)v } }),
        Setting<SeriesRun>.Integer(
            "training.threads", "threads; 0 for all cores (results do not depend on it)", 0, o => o.Threads, (o, v) => o with { Threads = (int)v }),
    ], "series");

    /// <summary>The rate at which a net learns that begins from random weights, and one that has learned before.</summary>
    internal const double UsualRate = 0.002, FineRate = 0.001;

    /// <summary>The run with another model; what the net begins from brings its rate along.</summary>
    private SeriesRun With(SeriesOptions model)
        => this with
        {
            Model = model,
            Training = model.IsPretrained == Model.IsPretrained ? Training
                : Training with { Rate = model.IsPretrained ? FineRate : UsualRate },
        };

    private static DateTime? Date(string text) => text.Length == 0 ? null
        : DateTime.TryParseExact(
            text, ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var date) ? date
        : throw new SluiceException($"data.until: expected a date such as 2018-02-20 or 2018-02-20 23:00, got '{text}'.");
}
