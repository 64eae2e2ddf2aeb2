using System.Globalization;
using Sluice.Tasks.Glimpses;
using Sluice.Training;

namespace Sluice.Studio.Runs;

/// <summary>Where a run stands.</summary>
/// <param name="State">preparing, running, paused, done, stopped or failed; "elsewhere" for one that another process trains, "gone" for one whose
/// folder is no longer there.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Total">Steps of the whole run.</param>
/// <param name="Epoch">From 1.</param>
/// <param name="Seconds">Time spent.</param>
/// <param name="Speed">Predictions a second.</param>
/// <param name="RateFactor">The factor on the learning rate.</param>
/// <param name="Best">The lowest validation loss so far.</param>
/// <param name="Message">Why it failed.</param>
internal sealed record RunStatus(
    string State, int Step, int Total, int Epoch, double Seconds, double Speed, double RateFactor, double? Best, Complaint? Message);

/// <summary>A validation.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Seconds">Time spent.</param>
/// <param name="Best">Whether it was the best so far.</param>
/// <param name="Figures">Its figures, the loss among them.</param>
/// <param name="Training">The mean training loss since the one before.</param>
/// <param name="Norm">The mean norm of the gradients since then.</param>
/// <param name="Rate">The learning rate of the last step.</param>
/// <param name="Speed">Predictions a second so far.</param>
internal sealed record ValidationPoint(
    int Epoch, int Step, double Seconds, bool Best, IReadOnlyDictionary<string, double> Figures, double Training, double Norm, double Rate,
    double Speed);

/// <summary>The last step with what was done with its gradients.</summary>
/// <param name="Loss">The mean loss of what was predicted.</param>
/// <param name="Predictions">How many predictions.</param>
/// <param name="Norm">The norm of the gradients.</param>
/// <param name="Clip">The norm beyond which they are scaled down; 0 for none.</param>
/// <param name="Rule">The formulas with the numbers put in.</param>
internal sealed record LastStep(double Loss, long Predictions, double Norm, double Clip, IReadOnlyList<UpdateLine> Rule);

/// <summary>What happened in a run, in little room: whoever watches takes what he has not seen yet.</summary>
/// <param name="options">How the run is trained.</param>
internal sealed class RunRecord(TrainingOptions options)
{
    private static int s_records;

    private readonly int _number = Interlocked.Increment(ref s_records);
    private readonly Lock _lock = new();
    private readonly LearningCurve _curve = new();
    private readonly List<ValidationPoint> _validations = [];
    private long _predictions, _seen;
    private int _glimpses;
    private double _firstSeconds = double.NaN, _losses, _norms;
    private int _since;
    private StepEvent? _last;
    private double _lastFactor = 1;

    private RunStatus _status = new("preparing", 0, 0, 1, 0, 0, 1, null, null);
    private Glimpse? _glimpse;
    private IReadOnlyList<(string Name, string Text)> _figures = [], _about = [];

    /// <summary>Where the run stands.</summary>
    public RunStatus Status
    {
        get
        {
            lock (_lock) return _status;
        }
    }

    /// <summary>The last look at the model, or null.</summary>
    public Glimpse? Glimpse
    {
        get
        {
            lock (_lock) return _glimpse;
        }
    }

    /// <summary>Takes an event of the training.</summary>
    public void Add(TrainingEvent happened)
    {
        lock (_lock)
        {
            _seen++;
            switch (happened)
            {
                case StepEvent step:
                    // The clock begins anew in each process; the first step is not timed, since code is compiled in it.
                    if (!(step.Seconds >= _status.Seconds) || double.IsNaN(_firstSeconds)) (_firstSeconds, _predictions) = (step.Seconds, 0);
                    else _predictions += step.Predictions;
                    _curve.Add(step);
                    (_last, _lastFactor) = (step, _status.RateFactor);
                    (_losses, _norms, _since) = (_losses + step.Loss, _norms + step.GradientNorm, _since + 1);
                    double spent = step.Seconds - _firstSeconds;
                    _status = _status with
                    {
                        Step = step.Step,
                        Total = step.TotalSteps,
                        Epoch = step.Epoch + 1,
                        Seconds = step.Seconds,
                        Speed = spent > 0 ? _predictions / spent : 0
                    };
                    break;
                case ValidationEvent v:
                    _validations.Add(new ValidationPoint(
                        v.Epoch + 1, v.Step, v.Seconds, v.Best, v.Figures, _losses / _since, _norms / _since, _last?.Rate ?? double.NaN,
                        _status.Speed));
                    (_losses, _norms, _since) = (0, 0, 0);
                    if (v.Best && v.Figures.TryGetValue("loss", out double loss)) _status = _status with { Best = loss };
                    break;
            }
        }
    }

    /// <summary>Changes where the run stands.</summary>
    public void Set(Func<RunStatus, RunStatus> change)
    {
        lock (_lock) (_status, _seen) = (change(_status), _seen + 1);
    }

    /// <summary>What the model does at the moment.</summary>
    public void Show(Glimpse glimpse)
    {
        lock (_lock) (_glimpse, _glimpses, _seen) = (glimpse, _glimpses + 1, _seen + 1);
    }

    /// <summary>What is to be said of model and data, and the figures at the end.</summary>
    public void Tell(IReadOnlyList<string> about, IReadOnlyList<(string Name, string Text)> figures)
    {
        lock (_lock) (_about, _figures, _seen) = ([.. about.Select(a => ("", a))], figures, _seen + 1);
    }

    /// <summary>What happened since; null where nothing did. <paramref name="known"/> is moved on.</summary>
    public RunNews? Since(ref Known known)
    {
        lock (_lock)
        {
            if (known.Record != _number) known = known with { Record = _number, Seen = -1, Size = 0, Points = 0, Validations = 0, Glimpses = 0 };
            if (known.Seen == _seen) return null;
            int first = known.Size == _curve.Size ? Math.Min(known.Points, _curve.Count) : 0;
            var news = new RunNews(
                _status,
                _curve.Size,
                first,
                [.. _curve.From(first).Select(p => new[] { p.Step, p.Loss, p.Least, p.Highest, p.Norm, p.HighestNorm, p.Rate })],
                known.Validations,
                [.. _validations.Skip(known.Validations)],
                _glimpse is not null && known.Glimpses != _glimpses ? _glimpse : null,
                [.. _about.Select(a => a.Text)],
                [.. _figures.Select(f => new[] { f.Name, f.Text })],
                _last is null
                    ? null
                    : new LastStep(_last.Loss, _last.Predictions, _last.GradientNorm, options.ClipNorm, UpdateRule.Of(options, _last, _lastFactor)));
            known = new Known(_number, _seen, _curve.Size, Math.Max(0, _curve.Count - 1), _validations.Count, _glimpses);
            return news;
        }
    }

    /// <summary>What a watcher has seen.</summary>
    /// <param name="Record">Of which record.</param>
    /// <param name="Seen">Changes.</param>
    /// <param name="Size">Steps in a point of the curve.</param>
    /// <param name="Points">Points that are complete.</param>
    /// <param name="Validations">Validations.</param>
    /// <param name="Glimpses">Looks at the model.</param>
    internal readonly record struct Known(int Record, long Seen, int Size, int Points, int Validations, int Glimpses)
    {
        /// <summary>Reads what <see cref="Text"/> wrote; anything else is one who has seen nothing.</summary>
        public static Known Parse(string? text)
        {
            int[] n = [.. (text ?? "").Split('-').Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out int v) ? v : -1)];
            return n.Length == 6 && !n.Contains(-1) ? new Known(n[0], n[1], n[2], n[3], n[4], n[5]) : default;
        }

        /// <summary>As the identity of an event, which a browser gives back when it connects again.</summary>
        public string Text => FormattableString.Invariant($"{Record}-{Seen}-{Size}-{Points}-{Validations}-{Glimpses}");
    }
}

/// <summary>What a watcher is told: points of the curve and validations from a place on, which replace those that he has from there.</summary>
internal sealed record RunNews(
    RunStatus Status, int Size, int FirstPoint, double[][] Points, int FirstValidation, IReadOnlyList<ValidationPoint> Validations, Glimpse? Glimpse,
    string[] About, string[][] Figures, LastStep? Last);
