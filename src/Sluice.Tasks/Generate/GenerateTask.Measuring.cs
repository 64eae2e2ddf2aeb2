using Sluice.Formats;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;

namespace Sluice.Tasks.Generate;

internal sealed partial class GenerateTask
{
    // Below so many nats a step all latents together say nothing.
    private const double Collapsed = 0.01;

    protected override void Evaluate(Generator model, Inquiry inquiry)
    {
        int samples = inquiry.Option<int>("--samples"), paths = inquiry.Option<int>("--paths");
        if (samples is not (1 or 10 or 100 or 1000)) throw new UsageException($"--samples: expected 1, 10, 100 or 1000, got {samples}.");
        if (paths < 1) throw new UsageException($"--paths: expected 1 or more, got {paths}.");
        var sequences = StepFile.Sequences(model.Form, inquiry.Source);
        var told = model.Evaluate(sequences);
        var estimates = model.Estimate(sequences, samples);
        var free = model.FreeRunning(sequences, paths);
        var figures = Figures(model, told);
        string? baseline = null;
        if (Learned(inquiry) is { } data) figures.Insert(1, ("baseline", baseline = Baseline(data, sequences)));
        if (model.Latent > 0)
            figures.AddRange(estimates.Select(e => (
                $"{e.Samples} {(e.Samples == 1 ? "sample" : "samples")}",
                $"{e.Loss:F3} nats {Each(model.Form)} by importance samples"
                    + (model.Form.Kind == StepForm.Images ? "" : $" ({e.LossOfMeans:F3} as the mean over sequences)"))));
        if (free is not null)
            figures.Add((
                "free running",
                $"{free.Free:F3} nats a step of the later halves, reading its own draws ({free.Paths} paths), {free.Teacher:F3} reading the truth"));
        if (inquiry.Option<string>("--plain") is { Length: > 0 } path && Load(path) is Generator plain)
        {
            var other = plain.Evaluate(sequences);
            figures.Add((
                "plain net",
                $"{other.Loss:F3} nats {Each(model.Form)} with {Size(plain)} parameters, beside {Size(model)} here"));
        }

        inquiry.Write(new { Figures = told, Importance = estimates, FreeRunning = free, Baseline = baseline }, figures);
    }

    /// <summary>The data that a model learned from, where its configuration and the file are still there.</summary>
    private StepData? Learned(Inquiry inquiry)
    {
        try
        {
            return RunOf(inquiry.Model) is { } run && (run.Table.IsQuery || Path.Exists(FileScope.Check(run.Data))) ? StepFile.Learn(run) : null;
        }
        catch (SluiceException)
        {
            return null;
        }
    }

    private static string Baseline(StepData data, IReadOnlyList<float[][]> sequences)
        => $"{Generator.Baseline(data, sequences):F3} nats {Each(data.Form)}, " + data.Form.Kind switch
        {
            StepForm.Music or StepForm.Values => "each value as often as in training",
            StepForm.Images => "each pixel as often light as in training",
            _ => "one Gaussian for all steps to learn from",
        };

    /// <summary>Of what nats are told: an image is one step.</summary>
    private static string Each(StepForm form) => form.Kind == StepForm.Images ? "an image" : "a step";

    /// <summary>What is told of a model that was measured, with what to try where its latents say nothing.</summary>
    internal static List<(string, string)> Figures(Generator model, GeneratorFigures f)
    {
        string bound = model.Latent > 0 ? ", the negative bound" : "", each = Each(model.Form);
        bool images = model.Form.Kind == StepForm.Images;
        List<(string, string)> figures =
        [
            ("loss", $"{f.Loss:F3} nats {each}{bound}, the mean over all {f.Steps} " +
                (images ? "images" : "steps, each after the true ones before it")),
        ];
        if (model.Latent > 0)
            figures.Add(("parts", $"{f.Reconstruction:F3} reconstruction, {f.Divergence:F3} divergence, nats {each}"));
        if (!images)
            figures.Add((
                "of sequences", $"{f.LossOfSequences:F2} nats a sequence; {f.LossOfMeans:F3} nats a step as the mean over sequences"));
        if (model.Form.ScaleNats != 0)
            figures.Add(("scale", $"of scaled numbers; as they came, {model.Form.ScaleNats:F3} nats a step are to be added"));
        if (model.Latent > 0 && f.Divergence < Collapsed)
            figures.Add((
                "note",
                $"the divergence is {f.Divergence:F4} nats {each}: the latents say nothing. Try --free-bits 0.05 or --divergence-warm-up 10"));
        return figures;
    }

    private static long Size(Generator model) => model.Parameters.Sum(p => p.Count);
}
