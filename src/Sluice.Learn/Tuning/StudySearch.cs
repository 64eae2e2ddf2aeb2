using System.Security.Cryptography;
using System.Text;
using Sluice.Learn.Studies;

namespace Sluice.Learn.Tuning;

/// <summary>A study in its folder: asks for work, waits for results, keeps them. Workers are threads of this process, or others.</summary>
/// <typeparam name="T">What the study keeps of a training.</typeparam>
/// <param name="study">The study.</param>
/// <param name="file">Where its finished trials are kept.</param>
/// <param name="queue">The queue of a study, by what tells it from others.</param>
public sealed class StudySearch<T>(QueuedStudy<T> study, TrialFile<T> file, Func<string, ITrialQueue> queue)
{
    // So many wait in the queue at a time: each look at a folder costs more, the more files there are.
    private const int Posted = 200;

    /// <summary>Trains what is not done yet. What comes of it depends neither on the workers nor on their number.</summary>
    /// <param name="workers">How many workers of this process; 0 to leave the work to others.</param>
    /// <param name="lease">The time after which work without a sign of its worker is free again.</param>
    /// <param name="finished">Called after each trial, with how many are done.</param>
    /// <param name="stop">Ends it: work under way is given back.</param>
    /// <returns>All finished trials, in the order of the study.</returns>
    /// <exception cref="SluiceException">A worker of this process cannot do its work.</exception>
    public List<T> Run(int workers, TimeSpan lease, Action<T, int>? finished = null, CancellationToken stop = default)
    {
        string data = TrialRun.DataOf(study.Data);
        string id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{study.Name}\n{study.Identity}\n{data}\n{TrialRun.Version}")))[..16];
        var done = study.Of(file.Open());
        var results = new Dictionary<string, TrialResult>();
        using var work = queue(id);
        work.Close(false);
        using var woken = new AutoResetEvent(false);
        using var working = new WorkerThreads(work, workers, 1, lease, stop) { Finished = () => woken.Set() };
        while (true)
        {
            foreach (var result in work.Finished(results)) results[result.Name] = result;
            var wanted = Take(results, done, finished);
            if (wanted.Count == 0) work.Close(true);
            if (wanted.Count == 0 || stop.IsCancellationRequested) return study.Of(done);
            foreach (var trial in wanted) work.Post(new TrialWork(trial.Name, study.Name, trial.Config, data, TrialRun.Version));
            working.ThrowIfFailed();
            WaitHandle.WaitAny([stop.WaitHandle, woken], work.Pause);
        }
    }

    /// <summary>Keeps the results of what was wanted, until what is wanted next has none.</summary>
    private List<QueuedTrial<T>> Take(Dictionary<string, TrialResult> results, List<T> done, Action<T, int>? finished)
    {
        while (true)
        {
            List<QueuedTrial<T>> wanted = [.. study.Wanted(done).Take(Posted)];
            var fresh = wanted.Where(w => results.ContainsKey(w.Name)).ToList();
            if (fresh.Count == 0) return wanted;
            foreach (var trial in fresh)
            {
                var read = trial.Read(results[trial.Name]);
                file.Append(read);
                done.Add(read);
                finished?.Invoke(read, done.Count);
            }
        }
    }
}
