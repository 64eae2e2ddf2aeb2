using Sluice.Autodiff;
using Sluice.Formats;
using Sluice.Inspection;
using Sluice.Layers;

namespace Sluice.Tasks.Generate;

/// <summary>
/// A net that gives sequences a probability and draws new ones: with latents of every step (VRNN, STORN) or without. Any number of threads may use
/// one model; only training must be alone.
/// </summary>
public sealed partial class Generator : ILayer, ITraceable
{
    /// <summary>The name of the task in model files.</summary>
    public const string TaskName = "generate";

    // What noise of a step is drawn for; each is independent of the others.
    internal const ulong Learning = 1, Measuring = 2, Walking = 3;

    private readonly Likelihood _likelihood;
    private readonly LatentNet _net;

    /// <summary>An untrained net.</summary>
    /// <param name="options">The form and the sizes.</param>
    /// <param name="form">What a step is.</param>
    /// <exception cref="SluiceException">An option that makes no sense, or a likelihood that is none for these steps.</exception>
    public Generator(GeneratorOptions options, StepForm form)
    {
        if (options.Components is < 1 or > 1000) throw new SluiceException($"Generator: expected 1 to 1000 components, got {options.Components}.");
        bool images = form.Kind == StepForm.Images;
        if (options.Kind == "draw" && !images) throw new SluiceException($"Generator: expected images for draw, got {form.Kind}.");
        if (options.Kind == "draw" && options.Prior == "learned")
            throw new SluiceException("Generator: expected the prior standard for draw, got learned.");
        (string, int, int)[] sizes = [("glimpses", options.Glimpses, 1000), ("read", options.Read, 100), ("write", options.Write, 100)];
        foreach (var (name, number, most) in sizes)
            if (number < 1 || number > most) throw new SluiceException($"Generator: expected 1 to {most} for {name}, got {number}.");
        string[] fit = form.Kind switch
        {
            StepForm.Music or StepForm.Images => ["bernoulli"],
            StepForm.Strokes => ["pen"],
            StepForm.Values => ["categorical"],
            _ => ["mixture", "gaussian", "bernoulli"],
        };
        string likelihood = options.Likelihood == "auto" ? form.Likelihood : options.Likelihood;
        if (!fit.Contains(likelihood))
            throw new SluiceException($"Generator: expected the likelihood {string.Join(" or ", fit)} for {form.Kind}, got {likelihood}.");
        (Options, Form) = (options with { Likelihood = likelihood }, form);
        _likelihood = Likelihood.Create(likelihood, form.Width, options.Components);
        _net = LatentNet.Create(Options, _likelihood, form.Height);
    }

    /// <summary>An untrained net that gives steps the probability they have without regard to those before, and the data to train it on.</summary>
    /// <exception cref="SluiceFormatException">There is nothing to learn from, or a number that must be 0 or 1 is neither.</exception>
    public static (Generator Model, GeneratorTraining Training) From(StepData data, GeneratorOptions options)
    {
        if (data.Train.Count == 0 || data.Validation.Count == 0)
            throw new SluiceFormatException(
                $"expected sequences to learn from and to validate on, got {data.Train.Count} and {data.Validation.Count}.");
        var form = data.Form;
        if (options.Likelihood == "bernoulli" && form.Kind == StepForm.Numbers)
        {
            if (data.Train.Concat(data.Validation).Any(s => s.Any(step => step.Any(v => v is not (0 or 1)))))
                throw new SluiceFormatException("expected 0 or 1 in every column for the likelihood bernoulli, got other numbers.");
            form = StepForm.Plain(form.Kind, form.Width, form.Columns, []) with { Id = form.Id, Piece = form.Piece, Length = form.Length };
        }

        var model = new Generator(options, form);
        model._net.Start(model._likelihood.Start(model.Shares(data.Train), options.Seed));
        return (model, new GeneratorTraining(model, data));
    }

    /// <summary>The form and the sizes.</summary>
    public GeneratorOptions Options { get; }

    /// <summary>What a step is.</summary>
    public StepForm Form { get; }

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => _net.Parameters;

    /// <summary>Latent numbers of a step, which for DRAW has several glimpses.</summary>
    internal int Latent => Options.Kind switch { "plain" => 0, "draw" => Options.Glimpses * Options.Latents, _ => Options.Latents };

    /// <summary>The mean of each number of a step.</summary>
    private double[] Shares(IReadOnlyList<float[][]> sequences)
    {
        var sums = new double[Form.Width];
        long count = 0;
        foreach (float[] step in sequences.SelectMany(s => s))
        {
            count++;
            for (int c = 0; c < sums.Length; c++) sums[c] += step[c];
        }

        return [.. sums.Select(s => s / Math.Max(1, count))];
    }

    /// <summary>Sequences [T, B, D] as the net reads them; 0 beyond the end of each.</summary>
    internal Tensor Batch(IReadOnlyList<float[][]> sequences)
    {
        var x = new Tensor(sequences.Max(s => s.Length), sequences.Count, Form.Width);
        for (int b = 0; b < sequences.Count; b++)
        {
            for (int t = 0; t < sequences[b].Length; t++)
            {
                if (sequences[b][t].Length != Form.Width)
                    throw new SluiceException($"Generator: expected steps of {Form.Width} numbers, got {sequences[b][t].Length}.");
                Form.Scale(sequences[b][t], x.Row(t * sequences.Count + b));
            }
        }

        return x;
    }

    /// <summary>The bound of sequences, on a tape whose seed, epoch and step fix the noise.</summary>
    internal Bound Read(Tape tape, Tensor x, int[] lengths, ulong place, double weight = 1, double freeBits = 0)
        => Bound.Of(tape, _likelihood, Pass(tape, x, place), x, lengths, weight, freeBits);

    internal Pass Pass(Tape tape, Tensor x, ulong place, List<Recording>? recordings = null)
        => _net.Run(tape, x, Latents.Noise(tape, place, x.Shape[0], x.Shape[1], Latent), recordings);

    /// <summary>Runs the net over zeroes; VRNN over one step, since each further step is the same again.</summary>
    /// <param name="tape">A tape that lists or records operations.</param>
    /// <param name="steps">Steps of each sequence, 1 or more.</param>
    /// <param name="batch">Sequences, 1 or more.</param>
    public void Trace(Tape tape, int steps, int batch)
        => Pass(tape, new Tensor(Options.Kind is "vrnn" or "draw" ? 1 : steps, batch, Form.Width), Measuring);

    /// <summary>Saves the model as one safetensors file.</summary>
    public void Save(string path) => ModelFile.Save(path, TaskName, Parameters, Metadata());

    /// <summary>What has to be known beside the weights.</summary>
    private Dictionary<string, string> Metadata() => new(Form.Metadata)
    {
        ["generate.options"] = GeneratorOptions.Settings.ToJson(Options, comments: false),
    };

    /// <summary>Loads a model that <see cref="Save"/> wrote.</summary>
    /// <exception cref="SluiceFormatException">The file is not such a model, or not whole.</exception>
    public static Generator Load(string path) => Load(ModelFile.Open(path, TaskName), path);

    internal static Generator Load(SafeTensorsFile file, string path) => ModelFile.Build(path, () =>
    {
        ModelFile.Check(file, path, TaskName);
        var options = GeneratorOptions.Settings.FromJson(new GeneratorOptions(), ModelFile.Metadata(file, "generate.options", path), path);
        var form = StepForm.Of(file, path);
        Int128 input = form.Width;
        if (options.Kind != "plain") input += options.Latents;
        if (options.Kind == "vrnn")
        {
            ModelFile.CheckSize(file, (Int128)options.Features * (form.Width + options.Latents), path);
            input = 2 * (Int128)options.Features;
        }

        if (options.Kind == "draw")
        {
            Int128 Side(int filters) => options.Attention ? (Int128)filters * filters : form.Width;
            ModelFile.CheckSize(file, CellStack.LeastWeights(options, options.Latents) + options.Hidden * Side(options.Write), path);
            input = 2 * Side(options.Read) + options.Hidden;
        }

        if (input > int.MaxValue) throw new SluiceFormatException($"expected at most {int.MaxValue} numbers that a layer reads, got {input}.", path);
        ModelFile.CheckSize(file, CellStack.LeastWeights(options, (int)input), path);
        ModelFile.CheckSize(file, Likelihood.Create(options.Likelihood, form.Width, Math.Min(options.Components, 1000)).Outputs, path);
        var model = new Generator(options, form);
        ModelFile.Restore(file, [.. model.Parameters], path);
        return model;
    });
}
