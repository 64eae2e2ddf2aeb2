using Sluice.Learn.Teaching;
using Sluice.Tasks.Text;

namespace Sluice.Studio.Views.Book;

/// <summary>How often sentences were wrong.</summary>
internal readonly record struct Count(int Wrong, int Of)
{
    public Count And(WrittenSentence sentence) => new(Wrong + (sentence.Right ? 0 : 1), Of + 1);
}

/// <summary>Mistakes while the net learned, and since.</summary>
internal readonly record struct Counts(Count Learning, Count After)
{
    public Counts And(WrittenSentence sentence, bool learning)
        => learning ? this with { Learning = Learning.And(sentence) } : this with { After = After.And(sentence) };
}

/// <summary>What a watcher of a lesson is told.</summary>
/// <param name="State">running, paused, done or failed.</param>
/// <param name="Message">Why it failed.</param>
/// <param name="Moment">Where it stands, with the last sentences; null before the first.</param>
/// <param name="Net">Mistakes of the net.</param>
/// <param name="Vote">Mistakes of the vote.</param>
internal sealed record LessonNews(string State, Complaint? Message, LessonMoment? Moment, Counts Net, Counts Vote);

/// <summary>A lesson on a thread of its own, slow enough to be watched.</summary>
internal sealed class LessonRun
{
    private const int SentencesAfter = 100;
    private static readonly TimeSpan s_beat = TimeSpan.FromMilliseconds(60);

    private readonly CancellationTokenSource _stop = new();
    private readonly ManualResetEventSlim _open = new(true);
    private readonly List<LessonNews> _news = [new("running", null, null, default, default)];
    private readonly Lock _lock = new();
    private static int s_count;
    private long _asked = Environment.TickCount64;

    /// <summary>Starts it.</summary>
    public LessonRun(BookLanguage language, ulong seed)
    {
        Number = Interlocked.Increment(ref s_count);
        Lesson = new BookLesson(language, seed);
        new Thread(Run) { IsBackground = true, Name = "studio lesson" }.Start();
    }

    /// <summary>The net, which can be asked at any time.</summary>
    public BookLesson Lesson { get; }

    /// <summary>Which of all lessons it is.</summary>
    public int Number { get; }

    /// <summary>Whether it still goes on.</summary>
    public bool IsAlive
    {
        get
        {
            lock (_lock) return _news[^1].State is "running" or "paused";
        }
    }

    /// <summary>How long nobody has asked for news.</summary>
    public TimeSpan Unwatched => TimeSpan.FromMilliseconds(Environment.TickCount64 - Interlocked.Read(ref _asked));

    /// <summary>What happened from a place on.</summary>
    public IReadOnlyList<LessonNews> Since(int seen)
    {
        Interlocked.Exchange(ref _asked, Environment.TickCount64);
        lock (_lock) return _news[Math.Min(seen, _news.Count)..];
    }

    /// <summary>Holds it after the next sentence, or lets it go on.</summary>
    public void Pause(bool pause)
    {
        lock (_lock)
        {
            if (_news[^1].State is not ("running" or "paused")) return;
            _news.Add(_news[^1] with { State = pause ? "paused" : "running" });
            if (pause) _open.Reset();
            else _open.Set();
        }
    }

    /// <summary>Ends it.</summary>
    public void Stop() => _stop.Cancel();

    private void Run()
    {
        try
        {
            Lesson.Run(SentencesAfter, Happened, _stop.Token);
            Tell(n => n with { State = "done" });
        }
        catch (Exception e)
        {
            Tell(n => n with { State = "failed", Message = e is SluiceException told ? Complaint.Of(told) : Complaint.Plain(e.Message) });
        }
    }

    private void Happened(LessonMoment moment)
    {
        bool learning = moment.Step < moment.Steps;
        Tell(n => n with { Moment = moment, Net = n.Net.And(moment.Net, learning), Vote = n.Vote.And(moment.Vote, learning) });
        _stop.Token.WaitHandle.WaitOne(s_beat);
        try
        {
            _open.Wait(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The training hears of it by the same token.
        }
    }

    private void Tell(Func<LessonNews, LessonNews> next)
    {
        lock (_lock) _news.Add(next(_news[^1]));
    }
}
