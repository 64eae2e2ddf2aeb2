using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Data.Text;
using Sluice.Learn.Teaching;
using Sluice.Studio.Sheets;
using Sluice.Studio.Views.Book;
using Sluice.Studio.Views.Inside;
using Sluice.Tasks.Text;

namespace Sluice.Studio.Views;

/// <summary>The children's book: the walk-through of a net with weights set by hand, and one that learns while it is watched.</summary>
internal static class BookApi
{
    private const int MostWords = 40;

    // A word is expected where it is at least so likely: of three names that come as often each has a third.
    private const float Likely = 0.2f;

    private static readonly WordTokenizer s_tokenizer = new(Enum.GetValues<BookLanguage>().SelectMany(ChildrensBook.Words).Distinct());
    private const int Beats = 3;

    private static readonly TimeSpan s_beat = TimeSpan.FromMilliseconds(100), s_soon = TimeSpan.FromMilliseconds(200);

    public static void Map(RouteGroupBuilder api, StudioContext studio)
    {
        _ = studio;
        var lessons = new LessonShelf();
        api.MapGet("/book/walk", (string words, string? book) => Walk(Language(book), Places(words)));
        api.MapGet("/book/sheet", (string words, string? book) => Sheet(ChildrensBook.Words(Language(book)), Places(words)));
        api.MapPost(
            "/book/lesson", (string? book, ulong? seed, bool? again) => lessons.Start(Language(book), seed ?? 1, again ?? false).Since(0)[^1]);
        api.MapPost("/book/lesson/pause", (string? book, ulong? seed, bool pause) => lessons.Find(Language(book), seed ?? 1).Pause(pause));
        api.MapGet(
            "/book/lesson/words",
            (string words, string? book, ulong? seed) => Read(lessons.Find(Language(book), seed ?? 1), Language(book), Places(words)));
        api.MapGet("/book/lesson/events", (string? book, ulong? seed, HttpRequest request, CancellationToken stop)
            => TypedResults.ServerSentEvents(Watch(lessons.Find(Language(book), seed ?? 1), request.Headers["Last-Event-ID"], stop)));
    }

    private static BookDrawing Walk(BookLanguage language, int[] words)
    {
        string[] labels = ChildrensBook.Words(language);
        var steps = WalkThrough.Play([.. words.Select(w => WalkThrough.Words[w])]);
        return new(labels, labels, [.. steps.Select(
            (s, t) => new BookStep(words[t], s.Earlier, s.Flow.Values, s.Flow.Equations, s.Paths["h"], [.. s.Expected.Select(Place)]))], []);
    }

    private static Task<IResult> Sheet(string[] labels, int[] words)
    {
        float[] OneHot(int word) => [.. labels.Select((_, k) => k == word ? 1f : 0)];
        var sheet = new LayerSheet(WalkThrough.Layer(), [.. words.Select(OneHot)], [.. words.Select(w => labels[w])], labels, labels)
        {
            Start = WalkThrough.Start()
        };
        return SheetFile.Answer("book", sheet.Page("LSTM"));
    }

    private static BookDrawing Read(LessonRun run, BookLanguage language, int[] words)
        => new(
            ChildrensBook.Words(language), [.. Enumerable.Range(1, BookLesson.Units).Select(u => $"u{u}")],
            [.. run.Lesson.Read(words).Select(s => new BookStep(
            s.Word, s.Earlier, s.Flow.Values, s.Flow.Equations, s.Next, [.. Enumerable.Range(0, s.Next.Length).Where(w => s.Next[w] >= Likely)]))],
            run.Lesson.Answering());

    /// <summary>What happens in a lesson since the event that a browser knows last; as in <see cref="TrainApi"/>, no connection is kept.</summary>
    private static async IAsyncEnumerable<SseItem<LessonNews[]>> Watch(LessonRun run, string? last, [EnumeratorCancellation] CancellationToken stop)
    {
        // A lesson that is begun again is another: its news are told from the first.
        string[] known = (last ?? "").Split('-');
        int seen = known is [var number, var place] && number == $"{run.Number}" && int.TryParse(place, out int told) && told >= 0 ? told : 0;
        for (int beat = 0; beat < Beats && !stop.IsCancellationRequested; beat++)
        {
            if (run.Since(seen) is { Count: > 0 } news)
            {
                yield return new SseItem<LessonNews[]>(
                    [.. news], "news")
                { EventId = $"{run.Number}-{seen + news.Count}", ReconnectionInterval = s_soon };
                yield break;
            }

            await Task.Delay(s_beat, stop).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private static BookLanguage Language(string? book) => ModelCache.Language(book ?? "english");

    /// <summary>Words of any language of the book, with commas or blanks between them or none, as places among the five.</summary>
    private static int[] Places(string words)
    {
        if (words.Length > 20 * MostWords) throw new SluiceException($"studio: expected 1 to {MostWords} words, got {words.Length} characters.");
        string[] all = [.. s_tokenizer.Tokenize(words.Replace(',', ' '))];
        if (all.Length is < 1 or > MostWords) throw new SluiceException($"studio: expected 1 to {MostWords} words, got {all.Length}.");
        return [.. all.Select(Place)];
    }

    private static int Place(string word)
    {
        int place = Enum.GetValues<BookLanguage>().Select(l => Array.IndexOf(ChildrensBook.Words(l), word)).Max();
        return place >= 0
            ? place
            : throw new SluiceException($"studio: expected words of the book, {string.Join(", ", WalkThrough.Words)}, got '{word}'.");
    }

    /// <summary>What is drawn.</summary>
    /// <param name="Words">The five words in the language of the book.</param>
    /// <param name="Units">What each unit is called.</param>
    /// <param name="Steps">One for each word.</param>
    /// <param name="Answers">What each unit of a trained net answers to; empty where a unit stands for a word.</param>
    private sealed record BookDrawing(string[] Words, string[] Units, BookStep[] Steps, IReadOnlyList<LessonUnit> Answers);

    /// <summary>A word.</summary>
    /// <param name="Word">Its place among the words.</param>
    /// <param name="Earlier">How far each word was expected before.</param>
    /// <param name="Values">What went through the paths, one value a unit.</param>
    /// <param name="Equations">The equations of each unit with the numbers put in.</param>
    /// <param name="Next">How far each word is expected now.</param>
    /// <param name="Expected">The places of those that are.</param>
    private sealed record BookStep(
        int Word, float[] Earlier, IReadOnlyDictionary<string, float[]> Values, IReadOnlyList<IReadOnlyList<string>> Equations, float[] Next,
        int[] Expected);
}
