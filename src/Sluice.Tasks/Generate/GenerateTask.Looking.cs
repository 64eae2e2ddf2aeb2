using Sluice.Data.Reports;
using Sluice.Data.Sequences;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Glimpses;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;

namespace Sluice.Tasks.Generate;

internal sealed partial class GenerateTask
{
    /// <summary>The first sequence to check on: its first half is given, and the model goes on with it as it can now.</summary>
    private static Func<Glimpse> Looking(Generator model, StepData data)
    {
        const int Most = 64;
        float[][] sequence = data.Validation.FirstOrDefault(s => s.Length > 1) ?? data.Validation[0];
        if (sequence.Length > Most) sequence = sequence[..Most];
        float[][] start = sequence[..(sequence.Length / 2)], truth = sequence[start.Length..];
        return () => new Glimpse(model.Gates(sequence), model.Form.Kind switch
        {
            StepForm.Music =>
            [
                new PianoRoll("music", [.. start.Select(StepForm.Keys)], [.. Made().Select(StepForm.Keys)], [.. truth.Select(StepForm.Keys)]),
            ],
            StepForm.Numbers =>
            [
                new Course(
                    "series", [.. sequence.Select(s => (double)s[0])], [.. Made().Select(s => new[] { (double)s[0] })], start.Length,
                    model.Form.Columns[0]),
            ],
            StepForm.Images => [Painted(model, data)],
            _ => [],
        });
        float[][] Made() => model.Draw(1, truth.Length, start)[0];
    }

    /// <summary>Three images to check on as the net draws them again, and three from nothing.</summary>
    private static Pictures Painted(Generator model, StepData data)
    {
        float[][][] shown = [.. data.Validation.Take(3)];
        var paintings = model.Repaint(shown).Select((p, i) => (Painting: p, From: $"image {i + 1}"))
            .Concat(model.Paint(3, 1).Select(p => (Painting: p, From: "nothing")));
        return new Pictures("images", [.. paintings.Select(p => new Picture(
            model.Form.Width / model.Form.Height,
            [.. p.Painting.Canvases[^1].SelectMany(v => Enumerable.Repeat((byte)Math.Round(255 * v), 3))], new Answer(p.From, "")))]);
    }

    protected override object Report(GenerateRun run, string? config)
    {
        if (new DataLook(new TableSource(run.Data, run.Table)).Form == DataForm.Table) return base.Report(run, config);
        var data = StepFile.Learn(run);
        IEnumerable<LabelledSequence> Part(IReadOnlyList<float[][]> sequences, DataPart part)
            => sequences.Select(s => new LabelledSequence(part, s.Length, [], Content(data.Form, s)));
        var report = SequenceReport.Of(
            [.. Part(data.Train, DataPart.Training), .. Part(data.Validation, DataPart.Validation), .. Part(data.Test, DataPart.Test)]);
        return data.Form.Kind == StepForm.Strokes && data.Train.All(s => s.All(move => move[2] == 0))
            ? report with
            {
                Warnings =
                [
                    .. report.Warnings,
                    "no move lifts the pen, so that each sequence is one stroke: is the third number 1 after the end of a stroke?",
                ],
            }
            : report;
    }

    /// <summary>What tells sequences apart.</summary>
    private static string Content(StepForm form, float[][] sequence) => form.Kind == StepForm.Images
        ? string.Create(form.Width, sequence[0], static (text, pixels) =>
        {
            for (int i = 0; i < text.Length; i++) text[i] = pixels[i] > 0 ? '1' : '0';
        })
        : string.Join('\n', sequence.Select(x => string.Join(' ', x)));

    protected override InputKind Reads(Generator model)
        => new(model.Form.Kind switch { StepForm.Music => "music", StepForm.Images => "rows", _ => "table" });

    protected override Inspected Inspect(Generator model, InspectInquiry inquiry)
    {
        var source = inquiry.Source ?? throw new UsageException("inspect: expected --data FILE for a net that generates.");
        var sequences = StepFile.Sequences(model.Form, source);
        float[][] sequence = sequences[inquiry.Place(sequences.Count)];
        var (recordings, told, apart) = model.Inspect(sequence);
        return (model.Options.Kind == "draw"
            ? Of(["glimpse", "divergence"], model.Glimpses(sequence).Select((d, t) => new[] { $"{t + 1}", $"{d:F2}" }))
            : Of(
                ["step", "value", "loss", "divergence"],
                sequence.Select((s, t) => new[] { $"{t + 1}", Answers.Text(model.Form, s), $"{told[t]:F2}", $"{apart[t]:F2}" })))
            .LastOf(inquiry.Last);

        Inspected Of(string[] names, IEnumerable<string[]> steps)
            => Inspected.Of(model.Options.Cell, model.Options.Layers, model.Options.Hidden, names, steps, recordings);
    }

    internal override IReadOnlyList<FuzzFeed> Fuzz =>
    [
        new(
            "generator",
            [
                Small("vrnn", StepForm.Strokes), Small("storn", StepForm.Numbers), Small("plain", StepForm.Music), Small("draw", StepForm.Images),
            ],
            [
                "\\\"hidden\\\": 9,", "\\\"kind\\\": \\\"storn\\\",", "\\\"latents\\\": 7,", "\\\"attention\\\": false", "1048576", "strokes",
                "numbers", "images", "1,1,1",
            ],
            model => ((Generator)model).Draw(1, 2)),
    ];

    private static Action<string> Small(string kind, string form) => new Generator(
        new GeneratorOptions
        {
            Kind = kind,
            Hidden = 2,
            Latents = 2,
            Features = 2,
            Components = 2,
            Attention = true,
            Glimpses = 2,
            Read = 2,
            Write = 2,
        },
        form switch
        {
            StepForm.Music => StepForm.Plain(form, Data.Sequences.Music.Keys, [], []),
            StepForm.Strokes => StepForm.Plain(form, 3, ["dx", "dy", "pen"], []),
            StepForm.Images => StepForm.Plain(form, 6, [], []) with { Height = 2 },
            _ => StepForm.Plain(form, 1, ["value"], []),
        }).Save;
}
