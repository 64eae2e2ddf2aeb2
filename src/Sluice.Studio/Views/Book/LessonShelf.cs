using Sluice.Tasks.Teaching;

namespace Sluice.Studio.Views.Book;

/// <summary>The lessons of the pages. A lesson is known by language and seed, from which everything in it follows.</summary>
internal sealed class LessonShelf
{
    private const int Kept = 12, AtOnce = 4;

    private readonly List<((BookLanguage Language, ulong Seed) Key, LessonRun Run)> _lessons = [];
    private readonly Lock _lock = new();

    /// <summary>A lesson; it begins where nobody has begun it, or where it is wanted again.</summary>
    public LessonRun Start(BookLanguage language, ulong seed, bool again)
    {
        var key = (language, seed);
        lock (_lock)
        {
            int at = _lessons.FindIndex(l => l.Key == key);
            if (at >= 0 && !again) return _lessons[at].Run;
            if (at >= 0) Remove(at);
            if (_lessons.Count(l => l.Run.IsAlive) >= AtOnce) Remove(_lessons.FindIndex(l => l.Run.IsAlive));
            if (_lessons.Count >= Kept) Remove(0);
            var run = new LessonRun(language, seed);
            _lessons.Add((key, run));
            return run;
        }
    }

    private void Remove(int at)
    {
        _lessons[at].Run.Stop();
        _lessons.RemoveAt(at);
    }
}
