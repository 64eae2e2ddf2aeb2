using System.CommandLine;
using System.Data.Common;
using Sluice.Learn.Studies.Forecasts;
using Sluice.Serving.Models;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Series;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;
using Sluice.Zero;

namespace Sluice.Cli;

/// <summary>The options by which <c>forecast</c> keeps a record of what it said, and goes on as rows arrive.</summary>
internal sealed class WatchOptions
{
    private const int VersionDigits = 8;
    private const double ShortestPause = 0.05, LongestPause = 86400;

    // A file that grows is read when it has been the same for so long, so that no half line is taken for a whole one.
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(1);

    private readonly Option<bool> _watch = new("--watch")
    {
        Description = "forecasts again whenever rows have come, says how the forecasts before came out, and goes on until it is stopped",
    };

    private readonly Option<string?> _record = new("--record")
    {
        Description = "a file (JSON lines) of what was forecast and what came; with --watch NAME.forecasts.jsonl beside the table by default",
    };

    private readonly Option<double> _every = new("--every")
    {
        Description = "with --watch: seconds between two looks at the table",
        DefaultValueFactory = _ => 5,
    };

    private readonly Option<string?> _model = new("--model")
    {
        Description = "with --watch or --record: a model of 'train series' or 'train forecast' in place of the net that needs no training",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_watch);
        command.Add(_record);
        command.Add(_every);
        command.Add(_model);
    }

    /// <summary>All of them.</summary>
    public Option[] All => [_watch, _record, _every, _model];

    /// <summary>Whether a record is kept; checks that the options go together.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="source">The table.</param>
    /// <exception cref="UsageException">They do not.</exception>
    public bool IsAsked(ParseResult parsed, TableSource source)
    {
        bool watch = parsed.GetValue(_watch), record = parsed.GetValue(_record) is not null;
        if (!watch) NoEffect.Refuse(parsed, "without --watch", _every);
        if (!watch && !record && parsed.IsGiven(_model))
            throw new UsageException("--model: expected --watch or --record beside it; 'sluice predict MODEL --data FILE' forecasts once with a model.");
        double every = parsed.GetValue(_every);
        if (every is not (>= ShortestPause and <= LongestPause))
            throw new UsageException(FormattableString.Invariant($"--every: expected {ShortestPause} to {LongestPause} seconds, got {every}."));
        if (watch && StandardInput.ComesOnce(source.File))
            throw new UsageException("--watch: expected a file or --query, which can be read again, got standard input or a pipe.");
        if (watch && source.Settings.IsQuery && !record) throw new UsageException("--watch: expected --record FILE beside --query.");
        return watch || record;
    }

    /// <summary>Looks once, or until it is stopped.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="inquiry">The table, and where answers go.</param>
    /// <param name="columns">Which columns are what, as far as it was said.</param>
    /// <param name="horizon">Rows to forecast; null for the usual number.</param>
    /// <param name="wishes">Interval and bounds.</param>
    /// <param name="error">Told what keeps a look from being taken.</param>
    public void Run(ParseResult parsed, Inquiry inquiry, SeriesColumns columns, int? horizon, ForecastWishes wishes, TextWriter error)
    {
        bool watch = parsed.GetValue(_watch);
        var source = inquiry.Source;
        string path = parsed.GetValue(_record) ?? Path.ChangeExtension(Path.TrimEndingDirectorySeparator(source.File), ".forecasts.jsonl");
        var model = Model(parsed.GetValue(_model), columns, ref horizon);
        string id = Id(model, parsed.GetValue(_model));
        using var record = new ForecastRecord(path);
        HashSet<string> said = [];
        bool first = true;
        if (!watch)
        {
            Look();
            return;
        }

        using var stop = new Interruption();
        var pause = TimeSpan.FromSeconds(parsed.GetValue(_every));
        error.WriteLine($"Watching {source.Title}; the record is {path}. Ctrl-C ends.");
        (long, DateTime)? seen = null;
        string? trouble = null;
        while (true)
        {
            var stamp = Stamp(source);
            if ((first || stamp is null || stamp != seen) && Settled(stamp))
            {
                try
                {
                    Look();
                    trouble = null;
                }
                catch (Exception e) when (e is SluiceException and not UsageException or IOException or UnauthorizedAccessException or DbException)
                {
                    // The table may be right again at the next look.
                    if (trouble != e.Message) error.WriteLine($"This look was left out: {e.Message}");
                    trouble = e.Message;
                }

                (seen, first) = (stamp, false);
            }

            if (stop.Token.WaitHandle.WaitOne(pause)) return;
        }

        bool Settled((long, DateTime)? stamp)
            => stamp is null || !stop.Token.WaitHandle.WaitOne(pause < s_settled ? pause : s_settled) && Stamp(source) == stamp;

        void Look()
        {
            void Note(string text)
            {
                if (said.Add(text)) inquiry.Unanswered.Note(text);
            }

            var series = new TableSeries(source, model?.Columns ?? columns, Note, model?.Schema);
            int rows = horizon ?? series.UsualHorizon;
            horizon = rows; // a longer table does not change it
            var way = new ForecastWatch(record, model?.Way ?? ForecastStudy.Zero, id, rows, wishes.Interval) { Bounded = wishes.Bounded };
            foreach (var (table, one) in series.All) wishes.Note(table.NameOf(one), one.Values, Note);
            new WatchReport(inquiry, way.Look(series.Plain(), Note), model is null).Write(quiet: watch && !first);
        }
    }

    private static TrainedForecast? Model(string? name, SeriesColumns columns, ref int? horizon)
    {
        if (name is null) return null;
        if (columns.All.Any())
            throw new UsageException("--id, --time and --values: the model says itself which columns it reads. Leave these options out, or --model.");
        var model = TrainedForecast.Of(ModelTitles.Of([name], [])[0], ModelPath.File(name), null, null);
        if (horizon > model.Horizon)
            throw new UsageException($"--horizon: expected {model.Horizon} or less, for which '{model.Way.Name}' was trained, got {horizon}.");
        horizon ??= model.Horizon;
        return model;
    }

    /// <summary>What the record calls the way: a model with its version, so that one trained again begins anew.</summary>
    private static string Id(TrainedForecast? model, string? name)
        => model is null ? ForecastStudy.Zero.Name : $"{model.Way.Name}@{ModelVersion.VersionOf(ModelPath.File(name!))[..VersionDigits]}";

    /// <summary>What changes when a file does; null for a query and for a folder, which are read at each look.</summary>
    private static (long, DateTime)? Stamp(TableSource source)
    {
        if (source.Settings.IsQuery) return null;
        var file = new FileInfo(source.File);
        return file.Exists ? (file.Length, file.LastWriteTimeUtc) : Directory.Exists(source.File) ? null : (-1, default);
    }
}
