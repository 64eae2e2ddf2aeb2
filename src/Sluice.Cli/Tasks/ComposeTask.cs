using Sluice.Data.Sequences;
using Sluice.Devices;
using Sluice.Readers;
using Sluice.Studio;
using Sluice.Tasks.Compose;

namespace Sluice.Cli.Tasks;

/// <summary>Music: which keys sound next.</summary>
internal sealed class ComposeTask() : TaskCommands<ComposeRun>(ComposeRun.Settings, ConfigFile.Compose)
{
    private static readonly string[] s_names = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B"];

    public override string Name => MusicModel.TaskName;

    public override string Title => "A music model";

    public override string Kind => "other";

    public override string Predicted => "steps";

    protected override string Description => "Trains a music model, which says what notes sound next and goes on with pieces.";

    protected override string File => "the music: JSON with the parts train, valid and test, each a list of pieces";

    public override TrainingJob Prepare(ComposeRun run)
    {
        var music = MusicFile.Read(run.Data);
        if (run.Threads > 0) Device.UseThreads(run.Threads);
        var (model, data) = Fitting.To(run.Data, () => MusicModel.From(music, run.Model));
        string[] about =
        [
            $"{run.Model.Cell}, {run.Model.Layers} x {run.Model.Hidden}, {model.Parameters.Sum(p => p.Value.Count)} parameters",
            $"{music.Train.Count} pieces to learn from, {music.Validation.Count} to check on, {music.Test.Count} kept for 'evaluate'",
        ];
        return new TrainingJob(this, ComposeRun.Settings.ToJson(run), run.Training, data, run.Data, model.Save, about, _ => Figures(model.Evaluate(music.Validation), MusicModel.Baseline(music.Train, music.Validation))) { Look = Looking(model, music) };
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

    public override void Evaluate(Inquiry inquiry)
    {
        var model = MusicModel.Load(inquiry.Model);
        var music = MusicFile.Read(inquiry.Data);
        if (!music.Test.Any(p => p.Length > 1)) throw new SluiceFormatException("the part 'test': expected a piece of 2 steps or more, got none.", inquiry.Data);
        var figures = model.Evaluate(music.Test);
        double baseline = MusicModel.Baseline(music.Train, music.Test);
        inquiry.Write(new { figures.Loss, figures.LossOfPieces, figures.Steps, Baseline = baseline }, Figures(figures, baseline));
    }

    /// <summary>Goes on with a piece, prints its notes, and writes it all as MIDI where that is wanted.</summary>
    public override void Predict(Inquiry inquiry)
    {
        var model = MusicModel.Load(inquiry.Model);
        var asked = inquiry.Composition!;
        var piece = Piece(inquiry.Data, asked.Piece);
        int[][] start = asked.Start > 0 && asked.Start < piece.Length ? piece[..asked.Start] : piece;
        if (start.Length == 0) throw new SluiceFormatException("expected a piece of 1 step or more, got none.", inquiry.Data);
        int[][] written = model.Continue(start, asked.Length, asked.Drawing);
        if (asked.Out is { } file) MidiFile.Write(file, [.. start, .. written]);
        if (inquiry.Json)
        {
            inquiry.Output.WriteLine(JsonLine.Of(new { Start = start, Continuation = written }));
            return;
        }

        for (int s = 0; s < start.Length + written.Length; s++)
            inquiry.Output.WriteLine($"{s + 1,4} {(s < start.Length ? "given  " : "written")} {string.Join(' ', (s < start.Length ? start[s] : written[s - start.Length]).Order().Select(k => $"{s_names[k % 12]}{k / 12 - 1}"))}".TrimEnd());
    }

    public override List<(string Name, object Value, string Text)> Facts(string path)
    {
        var model = MusicModel.Load(path);
        return
        [
            ("task", Name, $"which of {Music.Keys} keys sound next"),
            .. Sizes(model.Options.Cell, model.Options.Layers, model.Options.Hidden, model.Parameters),
        ];
    }

    private static int[][] Piece(string file, int number)
    {
        if (Path.GetExtension(file).ToLowerInvariant() is ".mid" or ".midi") return MidiFile.Read(file);
        var pieces = MusicFile.Read(file).Test;
        return number <= pieces.Count ? pieces[number - 1] : throw new SluiceFormatException($"expected {number} pieces or more in the part 'test', got {pieces.Count}.", file);
    }

    private static List<(string, string)> Figures(MusicFigures f, double baseline) =>
    [
        ("steps", $"{f.Steps}, all but the first of each piece"),
        ("loss", $"{f.Loss:F3} nats a step, the mean over steps (each key as often as in training {baseline:F3})"),
        ("loss of pieces", $"{f.LossOfPieces:F3} nats a step, the mean over pieces of the mean of each"),
    ];
}
