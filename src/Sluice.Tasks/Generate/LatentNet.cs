using Sluice.Autodiff;
using Sluice.Cells;
using Sluice.Layers;
using Sluice.Networks;

namespace Sluice.Tasks.Generate;

/// <summary>
/// A net that gives each step of a sequence a probability from the steps before it and, but for the plain one, from latents. It holds weights
/// alone: any number of threads may use it, each with a tape or a walk of its own.
/// </summary>
internal abstract class LatentNet
{
    public abstract IEnumerable<Parameter> Parameters { get; }

    /// <summary>The recurrent layers that the generating half has.</summary>
    public abstract CellStack Memory { get; }

    /// <summary>Sets what an untrained net says of every step.</summary>
    /// <param name="output">The parameters of the likelihood.</param>
    public abstract void Start(float[] output);

    /// <summary>Reads sequences x [T, B, D] and says of each step what is told of it from those before.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="x">x; rows beyond the end of a sequence are 0.</param>
    /// <param name="noise">ε [T, B, Z] from which latents are drawn.</param>
    /// <param name="recordings">Receives what the generating layers computed, or null.</param>
    public abstract Pass Run(Tape tape, Tensor x, Tensor noise, List<Recording>? recordings = null);

    /// <summary>The beginning of so many sequences.</summary>
    public abstract Walk Begin(int batch);

    /// <summary>What is told of the next step of live sequences.</summary>
    /// <param name="tape">A tape for this step alone; not that of the step before, on which the walk's states are.</param>
    /// <param name="walk">The sequences so far.</param>
    /// <param name="known">The step [1, B, D] where it is known already, so that latents come from the posterior; null for the prior.</param>
    /// <param name="noise">ε [1, B, Z].</param>
    /// <param name="latent">The latents of the step, where they are given and not drawn.</param>
    public abstract Tensor Expect(Tape tape, Walk walk, Tensor? known, Tensor noise, Tensor? latent = null);

    /// <summary>Takes the next step x [1, B, D], after <see cref="Expect"/> on the same tape.</summary>
    public abstract void Take(Tape tape, Walk walk, Tensor x);

    /// <summary>A net of some options, for steps of a likelihood.</summary>
    /// <param name="options">The form and the sizes.</param>
    /// <param name="likelihood">What the output says.</param>
    /// <param name="height">Rows of an image, where steps are images.</param>
    public static LatentNet Create(GeneratorOptions options, Likelihood likelihood, int height = 1) => options.Kind switch
    {
        "draw" => new DrawNet(options, height, likelihood.Width / height),
        "vrnn" => new VariationalRnn(options, likelihood),
        "storn" => new Storn(options, likelihood),
        "plain" => new DeterministicNet(options, likelihood),
        _ => throw new SluiceException($"LatentNet: expected vrnn, storn, draw or plain, got '{options.Kind}'."),
    };

    /// <summary>The step before each step; zeroes before the first.</summary>
    protected static Tensor Before(Tape tape, Tensor x)
    {
        int batch = x.Shape[1];
        var before = tape.Lend(true, x.Shape.ToArray());
        for (int r = batch; r < x.Rows; r++) x.Row(r - batch).CopyTo(before.Row(r));
        return before;
    }
}

/// <summary>Where live sequences are: the states of the layers and what the next step reads, on the memory of the last step's tape.</summary>
internal sealed class Walk
{
    /// <summary>The states of the generating layers.</summary>
    public required State[] Memory { get; set; }

    /// <summary>The states of the layers that recognise (STORN).</summary>
    public State[]? Recognition { get; set; }

    /// <summary>The states of the layers of a prior that is learned (STORN).</summary>
    public State[]? Trend { get; set; }

    /// <summary>The step before, [1, B, D].</summary>
    public required Tensor Before { get; set; }

    /// <summary>h of the step before, [1, B, H] (VRNN).</summary>
    public Tensor? Output { get; set; }

    /// <summary>The features of the latents of this step (VRNN).</summary>
    public Tensor? Latent { get; set; }
}

/// <summary>Recurrent layers of any cell of the catalog: a cell that adds its input to its units gets it through a linear layer first.</summary>
internal sealed class CellStack
{
    private readonly Linear? _input;

    public CellStack(string name, int input, GeneratorOptions options)
    {
        bool units = Catalog.Shape(options.Cell).TakesInputItself;
        if (units) _input = new Linear($"{name}.input", input, options.Hidden, options.Seed);
        Stack = new RecurrentStack(
            name, new StackOptions(options.Cell, units ? options.Hidden : input, options.Hidden, options.Layers, false, options.Dropout),
            options.Seed);
    }

    public RecurrentStack Stack { get; }

    public IEnumerable<Parameter> Parameters => [.. _input?.Parameters ?? [], .. Stack.Parameters];

    /// <summary>Numbers of the matrices at least, before any memory is taken.</summary>
    public static Int128 LeastWeights(GeneratorOptions options, int input) => Catalog.Shape(options.Cell).TakesInputItself
        ? (Int128)input * options.Hidden + new StackOptions(options.Cell, options.Hidden, options.Hidden, options.Layers).LeastWeights
        : new StackOptions(options.Cell, input, options.Hidden, options.Layers).LeastWeights;

    public Tensor Run(Tape tape, Tensor x, out State[] final, State[]? initial = null, List<Recording>? recordings = null)
        => Stack.Run(tape, _input is null ? x : _input.Run(tape, x), out final, initial, recordings: recordings);

    /// <summary>The operations over x [time, batch, input].</summary>
    public string Export(NetworkBuilder net, string x, bool stream) => net.Run(Stack, _input is null ? x : net.Linear(_input, x), stream);
}

/// <summary>y = W₂ max(0, W₁ x + b₁) + b₂.</summary>
internal sealed class Head(string name, int input, int hidden, int output, ulong seed)
{
    private readonly Linear _first = new($"{name}.0", input, hidden, seed);

    public Linear Last { get; } = new($"{name}.1", hidden, output, seed);

    public IEnumerable<Parameter> Parameters => [.. _first.Parameters, .. Last.Parameters];

    public Tensor Run(Tape tape, Tensor x, double dropout = 0)
        => Last.Run(tape, Dropout.Run(tape, Relu.Run(tape, _first.Run(tape, x)), dropout, Initial.Hash(Last.Weight.Name)));
}
