using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sluice.Formats;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Settings;

namespace Sluice.Learn.Tuning;

/// <summary>A search in its folder: asks for work, waits for results, decides. Workers are threads of this process, or others.</summary>
public sealed class TuningSearch : IDisposable
{
    /// <summary>More trials than any budget in minutes comes to.</summary>
    private const int Endless = 100_000;

    private readonly TaskRun _run, _portable;
    private readonly string _folder, _recordFile;
    private readonly ITrialQueue _queue;
    private readonly Dictionary<string, TrialResult> _results = [];
    private readonly Dictionary<string, TrialWork> _works = [];
    private TuningRecord _record;

    /// <summary>A search.</summary>
    /// <param name="run">The run around which it is, with all its epochs and the seed.</param>
    /// <param name="space">What is searched.</param>
    /// <param name="trials">How many trials; null for as many as the minutes allow.</param>
    /// <param name="minutes">For how long new trials begin; null for no limit.</param>
    /// <param name="folder">Its folder, held by the caller.</param>
    /// <param name="queue">The queue of a search, by what tells it from others.</param>
    /// <exception cref="SluiceException">The data cannot be read, the task has nothing to choose by, or the folder has another search.</exception>
    public TuningSearch(TaskRun run, TuningSpace space, int? trials, double? minutes, string folder, Func<string, ITrialQueue> queue)
    {
        if (!run.Task.LearnsInSteps)
            throw new UsageException($"tune: a model of '{run.Task.Name}' learns in one pass, without a validation by which settings could be chosen.");
        if (space.Dimensions.Count == 0) throw new UsageException("tune: there is nothing to search, since every setting was given.");
        (_run, _folder, _recordFile) = (run, folder, Path.Combine(folder, "tune.json"));
        _portable = Portable(run);
        string data;
        using (var job = _portable.With("training.threads", "1").Prepare()) data = TrialRun.DataOf(job);
        string id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{_portable.ToJson()}\n{space}\n{data}\n{TrialRun.Version}")))[..16];
        _record = new TuningRecord(run.Task.Name, ulong.Parse(run["training.seed"]), trials, minutes, space.ToString(), data, TrialRun.Version, id);
        if (RecordIn(folder) is { } before) CheckResumed(before);
        Plan = new TuningPlan(run, space, trials ?? Endless);
        AtomicFile.Write(_recordFile, JsonSerializer.SerializeToUtf8Bytes(_record, TuningJson.Default.TuningRecord));
        _queue = queue(id);
    }

    /// <summary>The space of the search in a folder.</summary>
    /// <exception cref="SluiceFormatException">There is none.</exception>
    public static string SpaceIn(string folder)
        => RecordIn(folder)?.Space ?? throw new SluiceFormatException("there is no search in this folder: 'sluice tune' makes one.", folder);

    /// <summary>The number of trials of the search in a folder; null where it has none, or goes by minutes.</summary>
    public static int? TrialsIn(string folder) => RecordIn(folder)?.Trials;

    private static TuningRecord? RecordIn(string folder)
        => Path.Combine(folder, "tune.json") is var file && File.Exists(file)
            ? TuningJson.Read(File.ReadAllText(FileScope.Check(file)), TuningJson.Default.TuningRecord, file, "a search")
            : null;

    /// <summary>The plan.</summary>
    public TuningPlan Plan { get; }

    /// <summary>The results so far.</summary>
    public IReadOnlyDictionary<string, TrialResult> Results => _results;

    /// <summary>The table as lines of JSON.</summary>
    public string Table => Path.Combine(_folder, "trials.jsonl");

    /// <summary>Searches.</summary>
    /// <param name="workers">How many workers of this process; 0 to leave the work to others.</param>
    /// <param name="threads">Threads of each.</param>
    /// <param name="lease">The time after which work without a sign of its worker is free again.</param>
    /// <param name="finished">Called after each piece of work.</param>
    /// <param name="stop">Ends it: work under way is given back.</param>
    /// <returns>How it stands at the end.</returns>
    public TuningState Run(
        int workers, int threads, TimeSpan lease, Action<TrialStep, TrialResult>? finished = null, CancellationToken stop = default)
    {
        var clock = Stopwatch.StartNew();
        _queue.Close(false);
        using var working = new WorkerThreads(_queue, workers, threads, lease, stop);
        while (true)
        {
            var fresh = _queue.Finished(_results);
            foreach (var result in fresh) _results[result.Name] = result;
            var state = Plan.Of(_results);
            if (fresh.Count > 0 || state.Wanted.Count == 0) Write(state);
            foreach (var result in fresh.Where(r => Belongs(r, state))) finished?.Invoke(TrialStep.Parse(result.Name), result);
            if (state.Wanted.Count == 0)
            {
                _queue.Close(true);
                return state;
            }

            if (stop.IsCancellationRequested) return state;
            if (_record is { Trials: null, Minutes: { } minutes } && clock.Elapsed.TotalMinutes >= minutes) EndTrials(state);
            else foreach (var step in state.Wanted) _queue.Post(WorkOf(step));
            working.ThrowIfFailed();
            stop.WaitHandle.WaitOne(_queue.Pause);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _queue.Dispose();

    private static bool Belongs(TrialResult result, TuningState state) => state.Done.Any(s => s.Name == result.Name);

    private TrialWork WorkOf(TrialStep step)
    {
        if (_works.TryGetValue(step.Name, out var work)) return work;
        string config = Plan.SettingsOf(step.Trial).Aggregate(_portable, (r, s) => r.With(s.Key, s.Value))
            .With("training.seed", Plan.RunOf(step)["training.seed"]).ToJson();
        return _works[step.Name] = new TrialWork(step.Name, _record.Task, config, _record.Data, _record.Version);
    }

    /// <summary>The time is over: what nobody has begun is taken back, and the search has as many trials as were begun.</summary>
    private void EndTrials(TuningState state)
    {
        int last = _results.Keys.Select(TrialStep.Parse).Where(s => s.Fresh == 0).Select(s => s.Trial).DefaultIfEmpty(0).Max();
        foreach (var step in state.Wanted.Where(s => s.Fresh == 0 && s.Trial > last).OrderByDescending(s => s.Trial))
            if (!_queue.Withdraw(step.Name) && _works.ContainsKey(step.Name)) last = Math.Max(last, step.Trial);
        Plan.EndWith(last + 1);
        _record = _record with { Trials = Plan.Trials };
        AtomicFile.Write(_recordFile, JsonSerializer.SerializeToUtf8Bytes(_record, TuningJson.Default.TuningRecord));
    }

    private void Write(TuningState state)
    {
        using var text = new MemoryStream();
        foreach (var step in state.Done)
        {
            text.Write(JsonSerializer.SerializeToUtf8Bytes(Plan.LineOf(step, _results[step.Name]), TuningJson.Default.TrialLine));
            text.WriteByte((byte)'\n');
        }

        AtomicFile.Write(Table, text.ToArray());
    }

    private void CheckResumed(TuningRecord before)
    {
        void Same(string what, string was, string now)
        {
            if (was != now)
                throw new UsageException(
                    $"tune: {_folder} has another search: {what} was '{was}' in it, and is '{now}' now. What may change when it goes on: --trials, --minutes, --jobs. For anything else begin a new one with --out.");
        }

        Same("the task", before.Task, _record.Task);
        Same("the version of the program", before.Version, _record.Version);
        Same("the seed", $"{before.Seed}", $"{_record.Seed}");
        Same("the space", before.Space, _record.Space);
        Same("the SHA-256 of the data", before.Data, _record.Data);
        Same("what tells its settings from others", before.Id, _record.Id);
    }

    /// <summary>The run as workers elsewhere can take it: files by their full paths, and threads as they like.</summary>
    private static TaskRun Portable(TaskRun run) => run.Task.Settings.Select(s => s.Key)
        .Where(k => k.EndsWith("file", StringComparison.Ordinal) && run[k].Length > 0 && Path.Exists(run[k]))
        .Aggregate(run.With("training.threads", "0"), (r, key) => r.With(key, Path.GetFullPath(r[key])));
}
