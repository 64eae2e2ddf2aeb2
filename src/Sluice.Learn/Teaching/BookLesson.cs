using Sluice.Autodiff;
using Sluice.Data.Text;
using Sluice.Layers;
using Sluice.Losses;
using Sluice.Tasks.Text;
using Sluice.Training;

namespace Sluice.Learn.Teaching;

/// <summary>A sentence that was written.</summary>
/// <param name="Text">The sentence; one that does not end is cut.</param>
/// <param name="Right">Whether it is one of the book's.</param>
public sealed record WrittenSentence(string Text, bool Right);

/// <summary>Where a lesson stands.</summary>
/// <param name="Step">Steps of training done.</param>
/// <param name="Steps">Steps of the whole training.</param>
/// <param name="Loss">The loss of the last step in nats a word.</param>
/// <param name="Net">A sentence that the net wrote at this moment.</param>
/// <param name="Vote">One that the vote on the last word alone wrote.</param>
public sealed record LessonMoment(int Step, int Steps, double Loss, WrittenSentence Net, WrittenSentence Vote);

/// <summary>A word that a net in a lesson reads.</summary>
/// <param name="Word">Its place among the words of the book.</param>
/// <param name="Flow">What went through the paths.</param>
/// <param name="Earlier">The probability of each word of the book before it.</param>
/// <param name="Next">Those after it.</param>
public sealed record LessonStep(int Word, FourPaths Flow, float[] Earlier, float[] Next);

/// <summary>What a unit of a net in a lesson answers to.</summary>
/// <param name="Raises">The words that raise its memory, the one that does so most first, by their places.</param>
/// <param name="Lowers">Those that lower it.</param>
/// <param name="Keeps">How much of its own memory it keeps from word to word, 0 to 1: the mean of its forget gate.</param>
public sealed record LessonUnit(int[] Raises, int[] Lowers, double Keeps);

/// <summary>
/// A small LSTM learns the children's book. While it learns it writes, and a vote on the last word alone writes beside it.
/// The net can be asked from any thread: it answers as it was when it last wrote.
/// </summary>
public sealed class BookLesson
{
    /// <summary>Units of the net.</summary>
    public const int Units = 8;

    private const int Every = 4, Epochs = 36, LongestShown = 9, LongestWritten = 200, SentencesLookedAt = 60;

    // A word answers for a unit where it moves it by at least half as much as the word that moves it most.
    private const double Share = 0.5;

    // As in ChildrensBook.Compare; words that come as often as each other, which the vote cannot tell apart, stay so.
    private const double Temperature = 0.5;

    private readonly BookLanguage _language;
    private readonly string[] _words;
    private readonly WordTokenizer _tokenizer;
    private readonly ulong _seed;
    private readonly LanguageModel _learning, _shown;
    private readonly TextTraining _training;
    private readonly IEnumerator<string> _vote;
    private readonly Lock _lock = new();
    private int _written;

    /// <summary>A net before its first step.</summary>
    /// <param name="language">The language of the book.</param>
    /// <param name="seed">From which everything is drawn; the same gives the same lesson.</param>
    public BookLesson(BookLanguage language, ulong seed)
    {
        (_language, _words, _seed) = (language, ChildrensBook.Words(language), seed);
        _tokenizer = new WordTokenizer(_words);
        string text = ChildrensBook.Text(language, 400, seed);
        (_learning, _training) = LanguageModel.From(text, new LanguageModelOptions
        {
            Tokenizer = "word",
            Words = _words,
            Hidden = Units,
            Layers = 1,
            Embedding = 4,
            Dropout = 0,
            Batch = 8,
            Steps = 16,
            Seed = seed
        });
        _shown = _learning.Untrained();
        _vote = ChildrensBook.Vote([.. _tokenizer.Tokenize(text)], seed).GetEnumerator();
    }

    /// <summary>Trains, then writes on.</summary>
    /// <param name="after">Sentences that are written once the net is trained.</param>
    /// <param name="happened">Told, on this thread, of every sentence.</param>
    /// <param name="stop">Ends it.</param>
    public void Run(int after, Action<LessonMoment> happened, CancellationToken stop = default)
    {
        StepEvent? last = null;
        var options = new TrainingOptions { Epochs = Epochs, Rate = 0.03, Seed = _seed };
        new Trainer(_training, options, happened: e =>
        {
            if (e is StepEvent step && (last = step).Step % Every == 0 && step.Step < step.TotalSteps) Write(step, happened);
        }).Run(stop);
        for (int k = 0; k < after && !stop.IsCancellationRequested; k++) Write(last! with { Step = last.TotalSteps }, happened);
    }

    /// <summary>What the net does with words of the book after "Jane saw Spot."</summary>
    /// <param name="words">Their places among the words.</param>
    public IReadOnlyList<LessonStep> Read(IReadOnlyList<int> words)
    {
        // A text begins after a full stop.
        int[] context = [4, 1, 3, 2, 4], places = [.. _words.Select(_shown.Vocabulary.IndexOf)], all = [.. context, .. words];
        List<Recording> recordings = [];
        Tensor probabilities;
        var start = _shown.Stack.NewState(1);
        lock (_lock) probabilities = Softmax.Of(
            _shown.Logits(new Tape(recording: false), [.. all.Select(w => places[w])], all.Length, 1, _shown.Stack.NewState(1), recordings));
        float[] After(int t) => [.. places.Select(p => probabilities[t, p])];
        return [.. FourPaths.Of(_shown.Stack.Layers[0], recordings[0], start[0])
            .Select((flow, t) => new LessonStep(all[t], flow, t == 0 ? [] : After(t - 1), After(t))).Skip(context.Length)];
    }

    /// <summary>What each unit answers to: the mean of what it takes in (i⊙g) at each word, over sentences of the book.</summary>
    public IReadOnlyList<LessonUnit> Answering()
    {
        string[] text = [.. _tokenizer.Tokenize(ChildrensBook.Text(_language, SentencesLookedAt, _seed))];
        var steps = Read([.. text.Select(w => Array.IndexOf(_words, w))]);
        return [.. Enumerable.Range(0, Units).Select(u =>
        {
            var taken = steps.GroupBy(s => s.Word).Select(g => (Word: g.Key, Mean: g.Average(s => s.Flow.Values["i⊙g"][u]))).ToList();
            double much = Share * taken.Max(t => Math.Abs(t.Mean));
            int[] Beyond(int sign)
                => [.. taken.Where(t => sign * t.Mean >= much && much > 0).OrderByDescending(t => sign * t.Mean).Select(t => t.Word)];
            return new LessonUnit(Beyond(1), Beyond(-1), steps.Average(s => s.Flow.Values["f"][u]));
        })];
    }

    private void Write(StepEvent step, Action<LessonMoment> happened)
    {
        WrittenSentence net;
        lock (_lock)
        {
            foreach (var (shown, learned) in _shown.Parameters.Zip(_learning.Parameters))
            {
                shown.Value.Set(learned.Value.ToArray());
                shown.Changed();
            }

            net = Sentence(_shown.Vocabulary.Decode(
                _shown.Write([], new SamplingOptions { Temperature = Temperature, Seed = _seed + (ulong)_written++ })).GetEnumerator());
        }

        happened(new(step.Step, step.TotalSteps, step.Loss, net, Sentence(_vote)));
    }

    /// <summary>Words up to the next full stop.</summary>
    private WrittenSentence Sentence(IEnumerator<string> words)
    {
        List<string> sentence = [];
        while (sentence.Count < LongestWritten && words.MoveNext())
        {
            sentence.Add(words.Current);
            if (words.Current == _words[4]) break;
        }

        string text = _tokenizer.Join(sentence.Take(LongestShown)) + (sentence.Count > LongestShown ? " …" : "");
        return new(text, ChildrensBook.IsSentence(_language, sentence));
    }
}
