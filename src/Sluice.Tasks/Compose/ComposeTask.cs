using Sluice.Data.Reports;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Formats;
using Sluice.Layers;
using Sluice.Readers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Glimpses;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;
using Sluice.Training;

namespace Sluice.Tasks.Compose;

/// <summary>Music: which keys sound next.</summary>
internal sealed class ComposeTask() : TaskDescriptor<ComposeRun, MusicModel>(
    ComposeRun.Settings, new ComposeRun(
        "", new MusicModelOptions { Hidden = 216, Dropout = 0.559, Batch = 4 }, new TrainingOptions { Epochs = 60, Patience = 10, Rate = 0.0184 }))
{
    private static readonly string[] s_names = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B"];

    public override string Name => MusicModel.TaskName;

    public override string Title => "A music model";

    public override string Kind => "other";

    public override string Predicted => "steps";

    public override string Description => "Trains a music model, which says what notes sound next and goes on with pieces.";

    public override string File => "the music: JSON with the parts train, valid and test, each a list of pieces";

    public override PageWords Page { get; } = new(
        new("Compose", "作曲", "作曲"), new(
            "A composer learns from piano rolls: JSON with the parts train, valid and test.", "作曲模型从钢琴卷帘学习：含 train、valid、test 三部分的 JSON。",
            "作曲模型從鋼琴卷簾學習：含 train、valid、test 三部分的 JSON。"),
        "L = −1/N Σ Σₖ ln p(keyₖ)");

    public override string Look => "music";

    protected override TrainingJob Prepare(ComposeRun run)
    {
        var music = MusicFile.Read(run.Data);
        var (model, data) = UserError.In(run.Data, () => MusicModel.From(music, run.Model));
        string[] about =
        [
            $"{run.Model.Cell}, {run.Model.Layers} x {run.Model.Hidden}, {model.Parameters.Sum(p => p.Count)} parameters",
            $"{music.Train.Count} pieces to learn from, {music.Validation.Count} to check on, {music.Test.Count} kept for 'evaluate'",
        ];
        return new TrainingJob(this, ComposeRun.Settings.ToJson(run), run.Training, data, run.Data, model.Save, about, _ => Figures(
            model.Evaluate(music.Validation),
            MusicModel.Baseline(music.Train, music.Validation)))
        { Look = Looking(model, music), Warnings = Report(music).Warnings };
    }

    /// <summary>The first piece to check on: its beginning is given, and the model goes on with it as it can now.</summary>
    private static Func<Glimpse> Looking(MusicModel model, Music music)
    {
        const int Given = 24, Made = 40;
        var piece = music.Validation.First(p => p.Length > 1);
        int given = Math.Min(Given, piece.Length / 2), made = Math.Min(Made, piece.Length - given);
        int[][] start = piece[..given], truth = piece[given..(given + made)];
        return () => new Glimpse(model.Gates(start), [new PianoRoll("music", start, model.Continue(start, made), truth)]);
    }

    protected override void Evaluate(MusicModel model, Inquiry inquiry)
    {
        var music = MusicFile.Read(inquiry.Data);
        if (!music.Test.Any(p => p.Length > 1))
            throw new SluiceFormatException("the part 'test': expected a piece of 2 steps or more, got none.", inquiry.Data);
        var figures = model.Evaluate(music.Test);
        double baseline = MusicModel.Baseline(music.Train, music.Test);
        inquiry.Write(new { figures.Loss, figures.LossOfPieces, figures.Steps, Baseline = baseline }, Figures(figures, baseline));
    }

    /// <summary>Goes on with a piece, prints its notes, and writes it all as MIDI where that is wanted.</summary>
    protected override Predictions Predict(MusicModel model, Inquiry inquiry)
    {
        var drawing = new ContinuationOptions
        {
            Temperature = inquiry.Option<double>("--temperature"),
            Threshold = inquiry.Option<double>("--threshold"),
            Seed = inquiry.Option<ulong>("--seed")
        };
        if (!(drawing.Temperature >= 0)) throw new UsageException($"--temperature: expected a number from 0, got {drawing.Temperature}.");
        if (drawing.Threshold is not (> 0 and < 1))
            throw new UsageException($"--threshold: expected a number between 0 and 1, got {drawing.Threshold}.");
        int number = AtLeast("--piece", 1), given = AtLeast("--start", 0), length = AtLeast("--length", 1);
        var piece = Piece(inquiry.Data, number);
        int[][] start = given > 0 && given < piece.Length ? piece[..given] : piece;
        if (start.Length == 0) throw new SluiceFormatException("expected a piece of 1 step or more, got none.", inquiry.Data);
        int[][] written = model.Continue(start, length, drawing);
        int[][] all = [.. start, .. written];
        string Keys(int s) => string.Join(' ', all[s].Order().Select(Key));
        var answers = new Table(
        [
            new NumberColumn(
                "step",
                [.. all.Select((_, s) => s + 1.0)]), new CategoryColumn("by", [.. all.Select((_, s) => s < start.Length ? "given" : "written")]),
            new CategoryColumn("keys", [.. all.Select((_, s) => Keys(s))]),
        ]);
        return new Predictions(answers, [new { Start = start, Continuation = written }])
        {
            Files = AnswerFiles.ToDictionary(e => e, e => (Action<string>)(file => MidiFile.Write(file, all))),
            Pictures = () => [RollPicture.Svg($"{inquiry.Source.Title}: {start.Length} steps given, {written.Length} written", all, start.Length)],
            Text = output =>
            {
                for (int s = 0; s < all.Length; s++) output.WriteLine($"{s + 1,4} {(s < start.Length ? "given  " : "written")} {Keys(s)}".TrimEnd());
            },
        };

        int AtLeast(string option, int least)
            => inquiry.Option<int>(option) is var value && value >= least
                ? value
                : throw new UsageException($"{option}: expected {least} or more, got {value}.");
    }

    private static string Key(int number) => $"{s_names[number % 12]}{number / 12 - 1}";

    protected override List<(string Name, object Value, string Text)> Facts(MusicModel model)
    {
        return
        [
            ("task", Name, $"which of {Music.Keys} keys sound next"),
            .. Sizes(model.Options.Cell, model.Options.Layers, model.Options.Hidden, model.Parameters),
        ];
    }

    private static int[][] Piece(string file, int number)
    {
        if (DataFile.Ending(file) is ".mid" or ".midi") return MidiFile.Read(file);
        var pieces = MusicFile.Read(file).Test;
        return number <= pieces.Count
            ? pieces[number - 1]
            : throw new SluiceFormatException($"expected {number} pieces or more in the part 'test', got {pieces.Count}.", file);
    }

    private static List<(string, string)> Figures(MusicFigures f, double baseline) =>
    [
        ("steps", $"{f.Steps}, all but the first of each piece"),
        ("loss", $"{f.Loss:F3} nats a step, the mean over steps (each key as often as in training {baseline:F3})"),
        ("loss of pieces", $"{f.LossOfPieces:F3} nats a step, the mean over pieces of the mean of each"),
    ];

    public override IReadOnlyList<string> AnswerFiles { get; } = [".mid", ".midi"];

    public override IReadOnlyList<TaskOption> PredictOptions { get; } =
    [
        new("--piece", "the piece of the test part to go on with, of a music model", 1),
        new("--start", "how many steps of the piece to begin with; 0 for all", 16),
        new("--length", "how many steps to write", 48),
        new("--temperature", "below 1 bolder choices of the likely notes, above 1 more variety, 0 those of --threshold", 1.0),
        new("--threshold", "the probability from which a note sounds at temperature 0", 0.5),
        new("--seed", "the same seed gives the same music", 1UL),
    ];

    public override ILayer Load(SafeTensorsFile file, string path) => MusicModel.Load(file, path);

    public override TaskSample? SampleData { get; } = new(
        "rounds", "three old tunes as rounds for four voices, in twelve keys", "traditional; the rounds are generated", "public domain",
        ["train compose rounds.json", "evaluate last --data rounds.json", "predict last --data rounds.json --out round.mid"])
    { Make = () => [("rounds.json", Rounds.Json())] };

    public override TaskFit? Fit(DataLook look)
        => look.Form == DataForm.Music ? new TaskFit(FitStrength.Sure, "pieces of music in the parts train, valid and test") : null;

    protected override object Report(ComposeRun run, string? config) => Report(MusicFile.Read(run.Data));

    private static SequenceReport Report(Music music)
    {
        static IEnumerable<LabelledSequence> Pieces(IReadOnlyList<int[][]> pieces, DataPart part)
            => pieces.Select(p => new LabelledSequence(part, p.Length, [], string.Join('\n', p.Select(s => string.Join(' ', s)))));
        return SequenceReport.Of(
            [.. Pieces(music.Train, DataPart.Training), .. Pieces(music.Validation, DataPart.Validation), .. Pieces(music.Test, DataPart.Test)]);
    }

    protected override InputKind Reads(MusicModel model) => new("music");

    protected override Inspected Inspect(MusicModel model, InspectInquiry inquiry)
    {
        var piece = Piece(inquiry.File("FILE"), inquiry.Index + 1);
        var heard = model.Inspect(piece);
        return Inspected.Of(
            model.Options.Cell, model.Options.Layers, model.Options.Hidden, ["step", "keys", "loss"],
            piece.Select((keys, t) =>
                new[] { $"{t + 1}", string.Join(' ', keys.Order().Select(Key)), t == 0 ? "" : $"{heard.Losses[t]:F2}" }), heard.Recordings);
    }

    internal override IReadOnlyList<FuzzFeed> Fuzz =>
    [
        new(
            "music model", [Small("lstm"), Small("sru")], ["\\\"hidden\\\": 9,", "\\\"cell\\\": \\\"gru\\\",", "\\\"layers\\\": 2,", "1048576"],
            model => ((MusicModel)model).Continue([[60, 64]], 2)),
    ];

    private static Action<string> Small(string cell) => new MusicModel(new MusicModelOptions { Cell = cell, Hidden = 2 }).Save;
}
