using System.Globalization;
using Sluice.Data.Tables;
using Sluice.Formats;
using Sluice.Readers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Generate;

internal sealed partial class GenerateTask
{
    public override IReadOnlyList<string> AnswerFiles { get; } = [".mid", ".midi", ".svg", ".png"];

    public override IReadOnlyList<TaskOption> EvaluateOptions { get; } =
    [
        new("--samples", "importance samples of the estimate of the likelihood: 1, 10, 100 or 1000", 100),
        new("--paths", "paths that are drawn of each sequence to measure a net that reads its own draws", 10),
        new("--plain", "a net without latents to measure beside it", "") { IsModel = true },
    ];

    public override IReadOnlyList<TaskOption> PredictOptions { get; } =
    [
        new("--count", "how many sequences to draw", 1),
        new("--steps", "new steps of each; 0 for as many as sequences had on average in training", 0),
        new("--start", "how many steps of the sequence to begin with; 0 to draw from nothing", 0),
        new("--piece", "the sequence of the data to go on with, of a net that generates: from 1", 1),
        new("--reconstruct", "draw no new steps, but the sequence as the net sees it", false),
        new("--between", "two sequences of the data, as in 3,8: draws --count sequences whose latents lead from one to the other", ""),
        new("--temperature", "below 1 bolder choices, above 1 more variety, 0 the likeliest step", 1.0),
        new("--seed", "the same seed gives the same sequences", 1UL),
    ];

    public override bool PredictsFromNothing(IReadOnlyDictionary<string, object> options)
        => options["--start"] is 0 && options["--reconstruct"] is false && options["--between"] is "";

    /// <summary>Draws sequences, goes on with one, or shows one as the net sees it.</summary>
    protected override Predictions Predict(Generator model, Inquiry inquiry)
    {
        var form = model.Form;
        double temperature = inquiry.Option<double>("--temperature");
        if (!(temperature >= 0)) throw new UsageException($"--temperature: expected a number from 0, got {temperature}.");
        int count = AtLeast("--count", 1), steps = AtLeast("--steps", 0), given = AtLeast("--start", 0), piece = AtLeast("--piece", 1);
        bool again = inquiry.Option<bool>("--reconstruct");
        int[] ends = Ends(inquiry.Option<string>("--between"));
        if (form.Kind == StepForm.Images)
        {
            if (given > 0) throw new UsageException("--start: an image is drawn as a whole; expected --reconstruct with --piece, or --between A,B.");
            return Paint(model, inquiry, count, again ? piece : 0, ends);
        }

        if (ends.Length > 0)
            return Told(model.Between(Sequence(ends[0]), Sequence(ends[1]), count, inquiry.Option<ulong>("--seed"), temperature), []);
        float[][] start = again || given > 0 ? Sequence(piece) : [];
        if (!again && given < start.Length) start = start[..given];
        if (steps == 0) steps = Math.Max(1, form.Length - start.Length);
        var drawn = again ? [model.Reconstruct(start)] : model.Draw(count, steps, start, inquiry.Option<ulong>("--seed"), temperature);
        return Told(drawn, start);

        // A sequence that is drawn again stands in place of what was given, and other steps behind it.
        Predictions Told(IReadOnlyList<float[][]> drawn, float[][] start)
        {
            float[][][] whole = [.. drawn.Select(d => again ? d : [.. start, .. d])];
            int known = again ? 0 : start.Length;
            return new Predictions(
                Answers.Table(form, whole, known),
                drawn.Select(d => new { Start = start.Select(s => Answers.Value(form, s)), Drawn = d.Select(s => Answers.Value(form, s)) }))
            {
                Files = new Dictionary<string, Action<string>>
                {
                    [".mid"] = file => Midi(file, whole),
                    [".midi"] = file => Midi(file, whole),
                    [".svg"] = file => AtomicFile.Write(file, Answers.Picture(form, inquiry.Source.Title, whole, known)),
                    [".png"] = file => throw new UsageException($"--out: expected a table or an SVG for {form.Kind}, got {file}."),
                },
                Pictures = () => [Answers.Picture(form, inquiry.Source.Title, whole, known)],
            };
        }

        float[][] Sequence(int number) => GenerateTask.Sequence(model, inquiry, number);

        int AtLeast(string option, int least)
            => inquiry.Option<int>(option) is var value && value >= least
                ? value
                : throw new UsageException($"{option}: expected {least} or more, got {value}.");

        void Midi(string file, IReadOnlyList<float[][]> sequences)
        {
            if (form.Kind != StepForm.Music) throw new UsageException($"--out: expected a table or an SVG for {form.Kind}, got {file}.");
            MidiFile.Write(file, [.. sequences.SelectMany(s => s).Select(StepForm.Keys)]);
        }
    }

    private static float[][] Sequence(Generator model, Inquiry inquiry, int number)
    {
        var sequences = StepFile.Sequences(model.Form, inquiry.Source);
        return number <= sequences.Count
            ? sequences[number - 1]
            : throw new SluiceFormatException($"expected {number} sequences or more, got {sequences.Count}.", inquiry.Source.Name);
    }

    /// <summary>The numbers of two sequences, from 1; none where nothing is given.</summary>
    private static int[] Ends(string between)
    {
        if (between.Length == 0) return [];
        string[] parts = between.Split(',');
        int[] ends = [.. parts.Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : 0)];
        return ends.Length == 2 && ends.All(n => n > 0)
            ? ends
            : throw new UsageException($"--between: expected the numbers of two sequences from 1, as in 3,8, got '{between}'.");
    }
}
