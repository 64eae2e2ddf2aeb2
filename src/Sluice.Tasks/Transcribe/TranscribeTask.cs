using Sluice.Audio;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Kernels;
using Sluice.Readers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Glimpses;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Tasks.Transcribe;

/// <summary>Speech to text.</summary>
internal sealed partial class TranscribeTask() : TaskDescriptor<TranscribeRun, Transcriber>(
    TranscribeRun.Settings, new TranscribeRun("", new TranscriberOptions(), new TrainingOptions { Epochs = 20, Patience = 6, Rate = 0.006 }))
{
    private const int Width = 8;

    public override string Name => Transcriber.TaskName;

    public override string Title => "A transcriber";

    public override string Kind => "automatic-speech-recognition";

    public override string Predicted => "symbols";

    public override string Description => "Trains a transcriber: what is said in recordings.";

    public override string File => "a folder of recordings (label_speaker_number.wav), or a table with the columns file and text";

    public override PageWords Page { get; } = new(
        new(
            "Transcribe", "语音转文字",
            "語音轉文字"), new("A transcriber learns from a folder of recordings with their texts.", "语音转文字模型从带文字的录音文件夹学习。", "語音轉文字模型從帶文字的錄音資料夾學習。"),
        "L = −1/N Σ ln Σ_paths p(path | sound)");

    public override string Look => "speech";

    protected override TrainingJob Prepare(TranscribeRun run)
    {
        var all = Recordings(run.Data);
        if (all.FirstOrDefault(r => r.Label is null) is { } unnamed)
            throw new SluiceFormatException(
                "expected a name such as 7_jackson_32.wav, which begins with what is said and an underscore. Rename it, or give a table (CSV) with the columns file and text.",
                unnamed.Path);
        var (training, test) = Parts(run, all);
        int[] order = [.. Enumerable.Range(0, training.Length)];
        new RandomStream(run.Model.Seed, Purpose.Data).Shuffle(order);
        var held = order[..(int)(training.Length * run.Model.Validation)].ToHashSet();
        var (model, data, tests, alone) = UserError.In(run.Data, () =>
        {
            var sound = Recording.Known(run.Sound, all);
            var joined = new JoinedRecordings(new SpectralFeatures(sound), run.Join, run.Model.Seed);
            var learned = joined.Of([.. training.Where((_, i) => !held.Contains(i))], changed: true);
            var checks = held.Count > 0 ? joined.Of([.. training.Where((_, i) => held.Contains(i))], changed: false) : [];
            var (untrained, utterances) = Transcriber.From(learned, checks, run.Model, sound);
            return (untrained,
                utterances, test.Length > 0 ? joined.Of(test, changed: false) : utterances.Validation,
                test.Length > 0 && run.Join.Join.Length > 0 ? joined.Alone(test) : []);
        });
        string[] about =
        [
            .. ColumnTable.About(new Table(
            [
                new CategoryColumn("text", [.. all.Select(r => r.Label)]),
                new CategoryColumn("speaker", [.. all.Select(r => r.Speaker.Length > 0 ? r.Speaker : null)])
            ])),
            $"{run.Model.Cell}, {run.Model.Layers} x {run.Model.Hidden}{(run.Model.Bidirectional ? " in both directions" : "")}, {model.Parameters.Sum(p => p.Count)} parameters",
            $"{all.Count} recordings of {all.Select(r => r.Speaker).Distinct().Count()} speakers; {data.Utterances.Count} utterances to learn from, {data.Validation.Count} to check on, {tests.Count} to measure on at the end",
            $"{model.Symbols.Count} symbols",
        ];
        return new TrainingJob(this, TranscribeRun.Settings.ToJson(run), run.Training, data, run.Data, model.Save, about, _ =>
        [
            .. Figures(model.Evaluate(tests)),
            ($"beam of {Width}", $"{model.Evaluate(tests, new DecodingOptions { Beam = Width }).WordErrors:P2} of words wrong"),
            .. alone.Count > 0 ? Alone(model.Evaluate(alone)) : [],
        ])
        { Look = Looking(model, data), Warnings = WarningsIn(run) };
    }

    /// <summary>Some utterances to check on: what was said, and what is heard now.</summary>
    private static Func<Glimpse> Looking(Transcriber model, TranscriberTraining data)
    {
        var heard = Excerpt.Some(data.Validation, 3);
        return () => new Glimpse(model.Gates(heard[0]), [new Answers(
            "speech", [.. model.Transcribe(heard).Select((t, i) => Excerpt.Answer(Path.GetFileName(heard[i].Name), t.Text, heard[i].Text))])]);
    }

    protected override void Evaluate(Transcriber model, Inquiry inquiry)
    {
        var how = Asked(inquiry);
        var recordings = Recordings(inquiry.Data);
        if (recordings.FirstOrDefault(r => r.Label is null) is { } unnamed)
            throw new SluiceFormatException("expected a name such as 7_jackson_32.wav, or a table with the columns file and text.", unnamed.Path);
        var figures = UserError.In(
            inquiry.Data, () => model.Evaluate(new JoinedRecordings(FeaturesOf(model), JoinOf(inquiry), 1).Of(recordings, changed: false), how));
        inquiry.Write(figures, Figures(figures));
    }

    protected override Predictions? Predict(Transcriber model, Inquiry inquiry)
    {
        var how = Asked(inquiry);
        if (inquiry.Option<bool>("--stream") || inquiry.Data == Inquiry.Standard)
        {
            Live(model, how, inquiry);
            return null;
        }

        var list = Recording.Is(inquiry.Data) || Directory.Exists(inquiry.Data) || !Path.Exists(inquiry.Data)
            ? null
            : DataFile.ReadTable(inquiry.Data, Listing);
        var recordings = list is null ? Recordings(inquiry.Data) : Recording.Listed(list);
        var utterances = Heard(new JoinedRecordings(FeaturesOf(model), new JoinOptions(), 1), recordings, inquiry.Unanswered);
        var told = UserError.In(inquiry.Data, () => model.Transcribe(utterances, how));
        string[] files = [.. recordings.Select(r => Path.GetFileName(r.Path))];
        double? Probability(int i) => utterances[i].Rows.Count == 0 ? null : told[i].LogProbability;
        Column[] answers =
        [
            new CategoryColumn("text", [.. told.Select(t => t.Text)]),
            new NumberColumn("probability", [.. told.Select((_, i) => Probability(i) is { } p ? Math.Round(Math.Exp(p), 4) : double.NaN)])
        ];
        return new Predictions(
            list is null
                ? new Table([new CategoryColumn("file", files), .. answers])
                : AnswerTable.Of(list, [.. Enumerable.Range(0, list.RowCount)], answers),
            files.Select((file, i) => new { File = file, told[i].Text, told[i].Symbols, LogProbability = Probability(i) }));
    }

    public override bool HearsLive => true;

    /// <summary>Each recording by itself; one that cannot be read is named, and has no sound.</summary>
    private static IReadOnlyList<Utterance> Heard(JoinedRecordings joined, IReadOnlyList<Recording> recordings, Unanswered unanswered)
    {
        try
        {
            return joined.Alone(recordings);
        }
        catch (SluiceFormatException)
        {
            return [.. recordings.Select((recording, i) =>
            {
                try
                {
                    if (recording.Path.Length == 0)
                        throw new SluiceFormatException($"recording {i + 1}: expected the name of a WAV file in column 'file', got nothing.");
                    return joined.Alone([recording])[0];
                }
                catch (SluiceFormatException e)
                {
                    unanswered.PassUnread(e.Message);
                    return new Utterance([], null, recording.Path);
                }
            })];
        }
    }

    protected override List<(string Name, object Value, string Text)> Facts(Transcriber model)
    {
        var o = model.Options;
        return
        [
            ("task",
             Name,
             $"transcribe {(model.Sound is { } sound ? $"recordings of {sound.Rate} samples a second" : "rows of features")}, by {o.Symbols}{(o.Bidirectional ? "" : ", also while they arrive")}"),
            .. Sizes(o.Cell, o.Layers, o.Hidden, model.Parameters, o.Bidirectional ? " in both directions" : ""),
            ("symbols",
             model.Symbols.Symbols,
             $"{model.Symbols.Count}: {string.Join(" ", model.Symbols.Symbols.Take(30))}{(model.Symbols.Count > 30 ? " ..." : "")}"),
            ("input", model.Scaling.Width, $"{model.Scaling.Width} numbers a frame, {o.Stack} {(o.Stack == 1 ? "frame" : "frames")} a step"),
        ];
    }

    /// <summary>What is learned from and what is kept for the figures at the end.</summary>
    private static (Recording[] Training, Recording[] Test) Parts(TranscribeRun run, IReadOnlyList<Recording> all)
    {
        string[] speakers = [.. all.Select(r => r.Speaker).Distinct()];
        if (run.LeaveOut.Length > 0 && !speakers.Contains(run.LeaveOut))
            throw new UsageException($"--leave-out: there is no speaker '{run.LeaveOut}'.{Nearest.Hint(run.LeaveOut, speakers)}");
        bool some = run.TestFirst > 0 || run.TestEvery > 0;
        bool[] kept = [.. all.Select((r, i) => r.Number < run.TestFirst || (run.TestEvery > 0 && (i + 1) % run.TestEvery == 0))];
        bool Left(Recording r) => run.LeaveOut.Length > 0 && r.Speaker == run.LeaveOut;
        Recording[] training = [.. all.Where((r, i) => !kept[i] && !Left(r))];
        Recording[] test = [.. all.Where((r, i) => run.LeaveOut.Length > 0 ? Left(r) && (kept[i] || !some) : kept[i])];
        return training.Length > 0 ? (training, test) : throw new SluiceFormatException(
            $"there is no recording left to learn from: all {all.Count} are kept for the figures at the end.", run.Data);
    }

    /// <summary>What a table of recordings holds.</summary>
    private static TableOptions Listing
        => new() { Roles = new Dictionary<string, ColumnKind> { ["file"] = ColumnKind.Id, ["text"] = ColumnKind.Text } };

    private static IReadOnlyList<Recording> Recordings(string path)
    {
        if (!Path.Exists(path)) throw new SluiceFormatException("there is no such file or folder.", path);
        if (Recording.Is(path)) return Recording.In(path);
        return Directory.Exists(path)
            ? throw new SluiceFormatException("expected WAV files in this folder, got none.", path)
            : Recording.In(DataFile.ReadTable(path, Listing));
    }

    private static SpectralFeatures FeaturesOf(Transcriber model)
        => new(model.Sound ?? throw new SluiceFormatException("expected a transcriber that learned from sound, got one of other features."));

    private static List<(string, string)> Figures(TranscriptionFigures f) =>
    [
        ("utterances", $"{f.Utterances}, {f.Words} words"),
        ("words wrong", $"{f.WordErrors:P2} (the most frequent word, as often as usual: {f.NaiveWordErrors:P2})"),
        ("symbols wrong", $"{f.SymbolErrors:P2}"),
        ("wholly right", $"{f.Exact:P2} of the utterances"),
    ];

    private static List<(string, string)> Alone(TranscriptionFigures f)
        => [("one by one", $"{f.Utterances} recordings not joined: {f.WordErrors:P2} of words wrong, {f.Exact:P2} wholly right")];
}
