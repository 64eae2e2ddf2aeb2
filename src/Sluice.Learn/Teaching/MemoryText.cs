using Sluice.Kernels;

namespace Sluice.Learn.Teaching;

/// <summary>A sentence, or a film.</summary>
/// <param name="Words">The places of its words, or of what its frames show.</param>
/// <param name="Answers">For each the answer that is asked there, by its place; −1 where nothing is asked.</param>
/// <param name="Gaps">How many words or frames stand between each and what told the answer.</param>
public sealed record MemoryExample(int[] Words, int[] Answers, int[] Gaps);

/// <summary>
/// What is told in one language on one subject. Something tells the answer; then come words that say nothing of it, as many as are wanted; then
/// it is asked. In a film it is asked at every frame, and several scenes follow each other.
/// </summary>
public sealed partial class MemoryText
{
    /// <summary>The most words or frames that can stand between.</summary>
    public const int Longest = 30;

    /// <summary>The most of which the nets learn: with the short gap, and with the long one.</summary>
    public const int ShortLearned = 4, LongLearned = 20;

    private const int FewestScenes = 2, MostScenes = 3;

    private readonly int[][] _fillers;
    private readonly int[] _question;

    private MemoryText(MemorySubject subject, string answers, string tellers, string fillers, string question)
    {
        Subject = subject;
        Answers = answers.Split(',');
        Dictionary<string, int> places = [];
        int[] Read(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w =>
        {
            places.TryAdd(w, places.Count);
            return places[w];
        })];
        string[][] told = [.. tellers.Split(';').Select(t => t.Split(','))];
        if (subject == MemorySubject.Pronoun) told = Sentences(told, question);
        Tellers = [.. told.SelectMany((all, answer) => all.Select(t => new MemoryTeller(Read(t), answer, t.Replace('_', ' '))))];
        _fillers = [.. fillers.Split(',').Select(Read)];
        _question = Read(question[(question.LastIndexOf('|') + 1)..]);
        Words = [.. places.Keys.Select(w => w.Replace('_', ' '))];
    }

    /// <summary>The text of a subject in a language.</summary>
    public static MemoryText Of(MemorySubject subject, StoryLanguage language) => s_texts[((int)subject, (int)language)];

    /// <summary>What is to be remembered.</summary>
    public MemorySubject Subject { get; }

    /// <summary>The words that there are, or what a frame can show.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>What can be answered.</summary>
    public IReadOnlyList<string> Answers { get; }

    /// <summary>What tells the answer.</summary>
    public IReadOnlyList<MemoryTeller> Tellers { get; }

    /// <summary>One that is told, with so many words between; a film has three scenes, each with so many frames.</summary>
    /// <param name="teller">What tells the answer, by its place among <see cref="Tellers"/>; a film begins with it.</param>
    /// <param name="gap">Words or frames between, 0 to <see cref="Longest"/>.</param>
    /// <exception cref="SluiceException">There is no such teller or gap.</exception>
    public MemoryExample Example(int teller, int gap)
    {
        if (teller < 0 || teller >= Tellers.Count) throw new SluiceException($"memory: expected one of {Tellers.Count} beginnings, from 0, got {teller}.");
        if (gap is < 0 or > Longest) throw new SluiceException($"memory: expected 0 to {Longest} words between, got {gap}.");
        var random = new RandomStream((ulong)teller, Purpose.Sampling);
        return Put(random, Enumerable.Range(0, Subject == MemorySubject.Film ? MostScenes : 1)
            .Select(k => ((teller + (Tellers.Count / 2 - 1) * k) % Tellers.Count, gap)));
    }

    /// <summary>One that is drawn.</summary>
    /// <param name="random">From which it is drawn.</param>
    /// <param name="longest">The most words or frames between, each number as often as any other.</param>
    /// <param name="gap">Just so many between; null for any number.</param>
    internal MemoryExample Drawn(RandomStream random, int longest, int? gap = null)
        => Put(random, Enumerable.Range(0, Subject == MemorySubject.Film ? FewestScenes + random.Below(MostScenes - FewestScenes + 1, 0) : 1)
            .Select(k => (random.Below(Tellers.Count, (uint)(2 * k + 1)), gap ?? random.Below(longest + 1, (uint)(2 * k + 2)))));

    private MemoryExample Put(RandomStream random, IEnumerable<(int Teller, int Gap)> scenes)
    {
        List<int> words = [], answers = [], gaps = [];
        bool film = Subject == MemorySubject.Film;
        uint at = 16;
        foreach (var (teller, gap) in scenes)
        {
            var (told, answer, _) = Tellers[teller];
            foreach (int word in told) Add(word, film ? answer : -1, 0);
            // Each at most once until no other fits.
            List<int[]> fitting = [];
            for (int left = gap; left > 0;)
            {
                fitting.RemoveAll(f => f.Length > left);
                if (fitting.Count == 0) fitting.AddRange(_fillers.Where(f => f.Length <= left));
                int[] filler = fitting[random.Below(fitting.Count, at++)];
                fitting.Remove(filler);
                foreach (int word in filler) Add(word, film ? answer : -1, film ? gap - left-- + 1 : 0);
                if (!film) left -= filler.Length;
            }

            for (int k = 0; k < _question.Length; k++) Add(_question[k], k == _question.Length - 1 ? answer : -1, gap);
        }

        return new([.. words], [.. answers], [.. gaps]);

        void Add(int word, int answer, int gap)
        {
            words.Add(word);
            answers.Add(answer);
            gaps.Add(gap);
        }
    }

    /// <summary>Who is seen by whom, in one sentence or two: the subject of the last one is asked for.</summary>
    private static string[][] Sentences(string[][] people, string forms)
    {
        string[] parts = forms.Split('|');
        string saw = parts[0], stop = parts[1];
        string[] all = [.. people.SelectMany(p => p)];
        return [.. people.Select((own, answer) => own.SelectMany((subject, k) =>
        {
            string other = people[(answer + 1 + k) % people.Length][k % own.Length], third = people[(answer + 2) % people.Length][0];
            return new[] { $"{subject} {saw} {other}", $"{other} {saw} {third} {stop} {subject} {saw} {third}" };
        }).ToArray())];
    }
}

/// <summary>What tells an answer.</summary>
/// <param name="Words">The places of its words.</param>
/// <param name="Answer">The answer, by its place.</param>
/// <param name="Text">As it is read, with blanks between words.</param>
public sealed record MemoryTeller(int[] Words, int Answer, string Text);
