using Sluice.Audio;
using Sluice.Data.Reports;
using Sluice.Data.Sequences;
using Sluice.Formats;
using Sluice.Layers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;
using Sluice.Tasks.Text;
using Recording = Sluice.Audio.Recording;

namespace Sluice.Tasks.Transcribe;

/// <summary>How transcribers are asked, hear while sound arrives, and are looked into.</summary>
internal sealed partial class TranscribeTask
{
    private static readonly TaskOption[] s_decoding =
    [
        new("--beam", "of a transcriber: texts followed side by side", 1),
        new("--language", "of a transcriber: a language model over the same symbols, a run folder or file", "") { IsModel = true },
        new("--weight", "the weight of the language model", 0.5),
        new("--bonus", "what is added to ln p for each symbol of a transcript", 0.0),
    ];

    public override IReadOnlyList<TaskOption> EvaluateOptions { get; } =
    [
        .. s_decoding,
        new("--join", "of a transcriber: joins recordings of one speaker before, such as 3-7", ""),
        new("--copies", "in how many strings each recording stands", 4),
    ];

    public override IReadOnlyList<TaskOption> PredictOptions { get; } =
        [.. s_decoding, new("--stream", "of a transcriber: shows text while sound arrives", false)];

    public override ILayer Load(SafeTensorsFile file, string path) => Transcriber.Load(file, path);

    protected override object Report(TranscribeRun run, string? config)
        => SequenceReport.Of(
            [.. Recordings(run.Data).Select(r => new LabelledSequence(DataPart.Training, WavFile.Read(r.Path).Samples.Length, [r.Label], r.Path))]);

    public override TaskSample? SampleData { get; } = new(
        "recordings", "the digits in Italian, spoken by two people",
        "Carlo Flora (segreterietelefoniche.it), and Marco Menardi and his wife Paola Dal Zot (www.voip.ammdomus.it), as in Debian asterisk-core-sounds-it-wav and asterisk-prompt-it-menardi-wav",
        "CC BY 3.0 and CC BY-SA 3.0 IT (recordings/LICENSE)",
        [
            "train transcribe recordings.csv --join 1-2 --copies 40 --epochs 30 --speed 0.1 --noise 0.1",
            "predict last --data recordings.csv",
            "evaluate last --data recordings.csv --join 3-7"
        ]);

    public override TaskFit? Fit(DataLook look)
    {
        if (look.Form == DataForm.Recordings)
        {
            string[] labels = [.. Recording.In(look.Path).Select(r => r.Label).OfType<string>()];
            return labels.Length < 2 ? null : new TaskFit(
                2 * labels.Distinct().Count() <= labels.Length ? FitStrength.Possible : FitStrength.Likely,
                "recordings with what is said in their names");
        }

        return look.IfTable is { } table
            && table.Table.Has("file") && table.Table.Has("text")
            && Enumerable.Range(0, table.Table.RowCount).Select(table.Table.Column("file").Text).All(f => f is null || Recording.Is(f))
            ? new TaskFit(FitStrength.Sure, "recordings in 'file', with what is said in 'text'") : null;
    }

    protected override InputKind Reads(Transcriber model) => new("sound");

    protected override Inspected Inspect(Transcriber model, InspectInquiry inquiry)
    {
        var all = Recordings(inquiry.File("RECORDING"));
        var heard = model.Inspect(new JoinedRecordings(FeaturesOf(model), new JoinOptions(), 1).Alone([all[inquiry.Place(all.Count)]])[0]);
        double seconds = model.Sound!.Step * model.Options.Stack / 1000;
        return Inspected.Of(
            model.Options.Cell, model.Options.Layers, model.Options.Hidden, ["seconds", "told"],
            heard.Path.Select((symbol, t) =>
                new[] { $"{t * seconds:F2}", symbol == Transcriber.Blank ? "" : Inspected.Visible(model.Symbols[symbol - 1]) }), heard.Recordings);
    }

    internal override IReadOnlyList<FuzzFeed> Fuzz =>
    [
        new("transcriber", [Small()], ["\\\"a\\\",", "\\\"hidden\\\": 9,", "\\\"stack\\\": 2,", "recording", "1048576"], model =>
        {
            var transcriber = (Transcriber)model;
            if (transcriber.Scaling.Width > 1000) return;
            var utterance = new Utterance([new float[transcriber.Scaling.Width], new float[transcriber.Scaling.Width]]);
            transcriber.Transcribe([utterance, new Utterance([])], new DecodingOptions { Beam = 2 });
            if (transcriber.Options.Bidirectional || transcriber.Options.Level == "recording") return;
            var stream = new TranscriberStream(transcriber);
            stream.Push(utterance.Rows);
            stream.Finish();
        }),
    ];

    private static Action<string> Small() => Transcriber.From(
        [new Utterance([[1, 2], [2, 1], [0, 1]], "a b"), new Utterance([[1, 1], [0, 2]], "b")], null, new TranscriberOptions
        {
            Hidden = 2,
            Layers = 1,
            Bidirectional = false,
            Stack = 1,
            Validation = 0
        }, new SpectralOptions { Rate = 8000, Bands = 2 }).Model.Save;

    private static DecodingOptions Asked(Inquiry inquiry)
    {
        int beam = inquiry.Option<int>("--beam");
        double weight = inquiry.Option<double>("--weight"), bonus = inquiry.Option<double>("--bonus");
        if (beam is < 1 or > 10_000) throw new UsageException($"--beam: expected a number from 1 to 10000, got {beam}.");
        if (!double.IsFinite(weight) || !double.IsFinite(bonus)) throw new UsageException("--weight, --bonus: expected finite numbers.");
        return new DecodingOptions
        {
            Beam = beam,
            Language = inquiry.Option<string>("--language") is { Length: > 0 } model ? LanguageModel.Load(model) : null,
            Weight = weight,
            Bonus = bonus
        };
    }

    private static JoinOptions JoinOf(Inquiry inquiry)
    {
        int copies = inquiry.Option<int>("--copies");
        if (copies < 1) throw new UsageException($"--copies: expected 1 or more, got {copies}.");
        var join = new JoinOptions { Join = inquiry.Option<string>("--join"), Copies = copies };
        try
        {
            _ = join.Range;
            return join;
        }
        catch (SluiceException e)
        {
            throw new UsageException(e.Sentence);
        }
    }

    /// <summary>Text while sound arrives: at each change what is settled by then, or as JSON lines.</summary>
    private static void Live(Transcriber model, DecodingOptions decoding, Inquiry inquiry)
    {
        var stream = UserError.In(inquiry.Data, () => new SpeechStream(model, decoding));
        bool standard = inquiry.Data == "-";
        using var bytes = standard ? Console.OpenStandardInput() : Opened(inquiry.Data);
        int rate = model.Sound!.Rate;
        var reader = new SoundReader(bytes, rate, standard ? "standard input" : inquiry.Data);
        string shown = "";
        long heard = 0;
        while (reader.Next(rate / 10) is { Length: > 0 } samples)
        {
            stream.Push(samples);
            heard += samples.Length;
            Show(stream.Settled, stream.Text, "text");
        }

        string text = stream.Finish();
        Show(text, text, "done");
        if (!inquiry.Json) inquiry.Output.WriteLine();

        void Show(string settled, string most, string what)
        {
            if (inquiry.Json)
            {
                if (most != shown || what == "done")
                    inquiry.WriteJson(new { Event = what, Seconds = Math.Round((double)heard / rate, 2), Text = most, Settled = settled });
                shown = most;
            }
            else
            {
                inquiry.Output.Write(settled[shown.Length..]);
                shown = settled;
            }

            inquiry.Output.Flush();
        }
    }

    private static FileStream Opened(string path)
    {
        try
        {
            return System.IO.File.OpenRead(FileScope.CheckLive(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SluiceFormatException($"the file cannot be read: {e.Message}", path, inner: e);
        }
    }
}
