using Sluice.Tasks.Text;

namespace Sluice.Studio.Views.Book;

/// <summary>The lessons of the pages. A lesson is known by language and seed, from which everything in it follows.</summary>
internal sealed class LessonShelf
{
    private const int Kept = 12, AtOnce = 4;

    // A page that is open asks several times a second.
    private static readonly TimeSpan s_left = TimeSpan.FromSeconds(10);

    private readonly List<((BookLanguage Language, ulong Seed) Key, LessonRun Run)> _lessons = [];
    private readonly Lock _lock = new();

    /// <summary>A lesson; it begins where nobody has begun it, or where it is wanted again.</summary>
    /// <exception cref="SluiceException">As many as may go on are watched.</exception>
    public LessonRun Start(BookLanguage language, ulong seed, bool again)
    {
        var key = (language, seed);
        lock (_lock)
        {
            int at = _lessons.FindIndex(l => l.Key == key);
            if (at >= 0 && !again) return _lessons[at].Run;
            if (at >= 0) Remove(at);
            if (_lessons.Count(l => l.Run.IsAlive) >= AtOnce)
            {
                int left = _lessons.FindIndex(l => l.Run.IsAlive && l.Run.Unwatched > s_left);
                if (left < 0) throw new SluiceException($"studio: expected at most {AtOnce} lessons at once; wait until one of them has ended.");
                Remove(left);
            }

            if (_lessons.Count >= Kept) Remove(Math.Max(0, _lessons.FindIndex(l => !l.Run.IsAlive)));
            var run = new LessonRun(language, seed);
            _lessons.Add((key, run));
            return run;
        }
    }

    /// <summary>A lesson that was begun.</summary>
    /// <exception cref="SluiceException">It is there no longer.</exception>
    public LessonRun Find(BookLanguage language, ulong seed)
    {
        lock (_lock)
        {
            int at = _lessons.FindIndex(l => l.Key == (language, seed));
            return at >= 0 ? _lessons[at].Run : throw new SluiceException("studio: this lesson made room for others. Train another.");
        }
    }

    private void Remove(int at)
    {
        _lessons[at].Run.Stop();
        _lessons.RemoveAt(at);
    }
}
