using System.Collections.Concurrent;
using Sluice.Serving.Models;
using Sluice.Tasks.Live;

namespace Sluice.Serving.Tests;

/// <summary>
/// Steps of sessions in random interleavings with starts, ends, expiry, reloads and cancels. Each session is followed by a lone run of its own on
/// the version on which it began: every answer must have its bits, no session may be gone before its time, and none may answer after it.
/// </summary>
/// <param name="shelf">The models that are served.</param>
/// <param name="door">The way to the sessions.</param>
/// <param name="time">The clock of the server.</param>
/// <param name="models">The models.</param>
internal sealed class Interleaving(ModelShelf shelf, IStepDoor door, ManualTime time, IReadOnlyList<InterleavedModel> models)
{
    private const int MostOwn = 12;

    private readonly Lock _loading = new();
    private long _rows, _begun, _ended, _expired, _refused, _cancelled, _loads;

    /// <summary>Rows that were answered.</summary>
    public long Rows => _rows;

    /// <summary>What was wrong.</summary>
    public ConcurrentQueue<string> Wrong { get; } = [];

    public override string ToString()
        => $"{_begun:N0} sessions begun, {_ended:N0} ended, {_expired:N0} left alone too long; {_refused:N0} requests refused, {_cancelled:N0} cancelled; "
            + $"{_loads:N0} reloads";

    /// <summary>Lets several clients act at random, each on sessions of its own.</summary>
    public Task Run(int seed, int clients, int acts)
        => Task.WhenAll(Enumerable.Range(0, clients).Select(c => Task.Run(() => Act(new Random(1000 * seed + c), acts))));

    /// <summary>Sees that nothing is left when the time of all sessions is over.</summary>
    public void Settle()
    {
        time.Pass(TimeSpan.FromDays(2));
        shelf.Sweep();
        foreach (var model in shelf.All)
        {
            if (model.Sessions.Count > 0) Wrong.Enqueue($"{model.Name}: {model.Sessions.Count} sessions are left");
            if (model.Versions.Sum(v => v.Steps!.Count) is > 0 and var waiting) Wrong.Enqueue($"{model.Name}: {waiting} requests still wait");
        }
    }

    private async Task Act(Random random, int acts)
    {
        List<Followed> own = [];
        for (int act = 0; act < acts; act++)
        {
            int kind = random.Next(100);
            if (own.Count == 0 || (kind < 6 && own.Count < MostOwn)) await Try(() => Start(own, models[random.Next(models.Count)]));
            else if (kind < 9) await EndOf(own[random.Next(own.Count)]);
            else if (kind < 10) Load(models[random.Next(models.Count)], random.Next(2));
            else if (kind < 12) time.Pass(TimeSpan.FromMinutes(random.Next(4)));
            else if (kind < 20) await Task.WhenAll(own.Select(one => StepOf(one, new Random(random.Next()))));
            else await StepOf(own[random.Next(own.Count)], random);
            own.RemoveAll(o => o.IsGone);
        }

        foreach (var one in own.ToList()) await EndOf(one);

        Task StepOf(Followed one, Random dice) => Try(() => Step(one, dice), one);
        Task EndOf(Followed one) => Try(() => End(own, one), one);
    }

    private async Task Try(Func<Task> act, Followed? of = null)
    {
        try
        {
            await act();
        }
        catch (ServingException e) when (e.Status is 429 or 503)
        {
            Interlocked.Increment(ref _refused);
        }
        catch (ServingException e) when (e.Status == 404 && of is not null)
        {
            of.IsGone = true;
            Interlocked.Increment(ref _expired);
            if (time.GetElapsedTime(of.Asked) < shelf.Options.SessionIdle && time.GetElapsedTime(of.Began) < shelf.Options.SessionAge)
                Wrong.Enqueue($"{of.Model.Name}: a session was gone before its time");
        }
        catch (ServingException e)
        {
            Wrong.Enqueue($"{of?.Model.Name}: status {e.Status}: {e.Message}");
        }
    }

    private async Task Start(List<Followed> own, InterleavedModel model)
    {
        long now = time.GetTimestamp();
        var (id, version) = await door.Start(model);
        var net = model.Lone(version);
        own.Add(new Followed(model, id, net, net.Begin(), now) { Asked = now, Answered = time.GetTimestamp() });
        Interlocked.Increment(ref _begun);
    }

    private async Task End(List<Followed> own, Followed one)
    {
        own.Remove(one);
        long rows = await door.End(one.Model, one.Id);
        if (rows != one.Rows) Wrong.Enqueue($"{one.Model.Name}: {one.Rows} rows were answered, and the session has taken {rows}");
        Interlocked.Increment(ref _ended);
    }

    private async Task Step(Followed one, Random random)
    {
        LiveRow[] rows = [.. Enumerable.Range(0, random.Next(4) == 0 ? random.Next(2, 6) : 1).Select(_ => one.Model.Row(random))];
        bool isLate = !one.IsUnsure && time.GetElapsedTime(one.Answered) >= shelf.Options.SessionIdle;
        long now = time.GetTimestamp();
        IReadOnlyList<Array[]> answers;
        using var stop = new CancellationTokenSource();
        try
        {
            var asked = door.Step(one.Model, one.Id, one.Rows, rows, stop.Token);
            if (random.Next(8) == 0)
            {
                await Task.Delay(random.Next(3));
                stop.Cancel();
            }

            answers = await asked;
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref _cancelled);
            if (door.IsUndone)
            {
                (one.Asked, one.Answered) = (now, time.GetTimestamp());
                return;
            }

            one.IsUnsure = true;
            answers = await Again(one, rows);
        }
        catch (ServingException e) when (e.Status == 429)
        {
            // A request that is refused is a use of its session all the same.
            (one.Asked, one.Answered) = (now, time.GetTimestamp());
            throw;
        }

        if (isLate) Wrong.Enqueue($"{one.Model.Name}: a session answered after its time");
        (one.Asked, one.Answered) = (now, time.GetTimestamp());
        for (int r = 0; r < rows.Length; r++)
            if (!Same(one.Alone(rows[r]), answers[r]))
                Wrong.Enqueue($"{one.Model.Name}: row {one.Rows + r} of a session has another answer than a lone run");
        one.Rows += rows.Length;
        Interlocked.Add(ref _rows, rows.Length);
    }

    /// <summary>Asks for the same rows until there is an answer.</summary>
    private async Task<IReadOnlyList<Array[]>> Again(Followed one, LiveRow[] rows)
    {
        while (true)
        {
            try
            {
                return await door.Step(one.Model, one.Id, one.Rows, rows, default);
            }
            catch (ServingException e) when (e.Status == 429)
            {
                await Task.Delay(1);
            }
        }
    }

    private void Load(InterleavedModel model, int which)
    {
        lock (_loading)
        {
            model.Put(which);
            shelf.Load(model.Name, which == 0 ? 1 : 0.5);
        }

        Interlocked.Increment(ref _loads);
    }

    /// <summary>Whether two answers have the same bits.</summary>
    public static bool Same(Array[] expected, Array[] answer) => expected.Length == answer.Length && expected.Zip(answer).All(p => p switch
    {
        (string[] a, string[] b) => a.SequenceEqual(b),
        (double[] a, double[] b) => a.Length == b.Length && a.Zip(b).All(v => Same(v.First, v.Second)),
        _ => false,
    });

    // JSON has no number for what is not finite.
    private static bool Same(double expected, double answer)
        => BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(answer) || (!double.IsFinite(expected) && double.IsNaN(answer));

    /// <summary>A session, and the lone run that follows it.</summary>
    private sealed record Followed(InterleavedModel Model, string Id, LiveNet Net, LiveSession Memory, long Began)
    {
        /// <summary>The rows that were answered.</summary>
        public long Rows { get; set; }

        /// <summary>Before the last request was sent; the session counts its idleness from then on at the earliest.</summary>
        public long Asked { get; set; }

        /// <summary>After the last answer; the session counts its idleness from then on at the latest.</summary>
        public long Answered { get; set; }

        /// <summary>Whether a request that was cancelled may still be on its way, by which the session was in use later than is known.</summary>
        public bool IsUnsure { get; set; }

        public bool IsGone { get; set; }

        public Array[] Alone(LiveRow row)
        {
            Memory.Put(row);
            while (Memory.Waiting > 0) Net.Step([Memory]);
            return Memory.Answer();
        }
    }
}
