using Sluice.Autodiff;
using Sluice.Layers;

namespace Sluice.Tasks.Generate;

/// <summary>
/// VRNN (Chung et al. 2015). With h⁻ the output of the recurrence after the step before:
/// prior p(z) = N(φp(h⁻)), or N(0, 1); posterior q(z | x) = N(φq(φx(x), h⁻)); p(x | z) by φd(φz(z), h⁻); h = RNN([φx(x), φz(z)], h⁻).
/// </summary>
internal sealed class VariationalRnn : LatentNet
{
    private readonly Linear _x, _z;
    private readonly Head? _prior;
    private readonly Head _encoder, _decoder;
    private readonly int _width;
    private readonly double _dropout;

    public VariationalRnn(GeneratorOptions options, Likelihood likelihood)
    {
        int features = options.Features, latents = options.Latents;
        ulong seed = options.Seed;
        (_width, _dropout) = (likelihood.Width, options.Dropout);
        _x = new Linear("x", _width, features, seed);
        _z = new Linear("z", latents, features, seed);
        Memory = new CellStack("rnn", 2 * features, options);
        int hidden = Memory.Stack.Output;
        if (options.HasLearnedPrior) _prior = new Head("prior", hidden, features, 2 * latents, seed);
        _encoder = new Head("encoder", features + hidden, features, 2 * latents, seed);
        _decoder = new Head("decoder", features + hidden, features, likelihood.Outputs, seed);
    }

    public override CellStack Memory { get; }

    public override void Start(float[] output) => _decoder.Last.Bias.Set(output);

    public override IEnumerable<Parameter> Parameters =>
    [
        .. _x.Parameters, .. _z.Parameters, .. Memory.Parameters, .. _prior?.Parameters ?? [], .. _encoder.Parameters, .. _decoder.Parameters,
    ];

    /// <summary>The recurrence needs the latents of each step, so it runs step by step; features, prior and decoder over all steps at once.</summary>
    public override Pass Run(Tape tape, Tensor x, Tensor noise, List<Recording>? recordings = null)
    {
        int steps = x.Shape[0], batch = x.Shape[1];
        var seen = Seen(tape, x);
        var state = Memory.Stack.NewState(batch);
        var h = new Tensor(1, batch, Memory.Stack.Output);
        List<Tensor> before = [], posterior = [], latents = [], features = [];
        for (int t = 0; t < steps; t++)
        {
            var now = RowView.Run(tape, seen, t * batch, 1, batch, seen.Columns);
            var q = _encoder.Run(tape, Concat.Run(tape, now, h));
            var z = Latents.Draw(tape, q, noise.View(t * batch, 1, batch, noise.Columns));
            var drawn = Features(tape, z);
            before.Add(h);
            posterior.Add(q);
            latents.Add(z);
            features.Add(drawn);
            h = Memory.Run(tape, Concat.Run(tape, now, drawn), out state, state, recordings);
        }

        Tensor Whole(List<Tensor> parts) => RowJoin.Run(tape, parts, steps, batch, parts[0].Columns);
        var memory = Whole(before);
        return new Pass(
            _decoder.Run(tape, Concat.Run(tape, Whole(features), memory), _dropout), Whole(posterior), _prior?.Run(tape, memory), Whole(latents));
    }

    public override Walk Begin(int batch) => new()
    {
        Memory = Memory.Stack.NewState(batch),
        Before = new Tensor(1, batch, _width),
        Output = new Tensor(1, batch, Memory.Stack.Output),
    };

    public override Tensor Expect(Tape tape, Walk walk, Tensor? known, Tensor noise, Tensor? latent = null)
    {
        var h = walk.Output!;
        var z = latent ?? (known is not null ? Latents.Draw(tape, _encoder.Run(tape, Concat.Run(tape, Seen(tape, known), h)), noise)
            : _prior is not null ? Latents.Draw(tape, _prior.Run(tape, h), noise)
            : noise);
        walk.Latent = Features(tape, z);
        return _decoder.Run(tape, Concat.Run(tape, walk.Latent, h));
    }

    public override void Take(Tape tape, Walk walk, Tensor x)
    {
        walk.Output = Memory.Run(tape, Concat.Run(tape, Seen(tape, x), walk.Latent!), out var state, walk.Memory);
        walk.Memory = state;
    }

    /// <summary>φx(x).</summary>
    private Tensor Seen(Tape tape, Tensor x) => Relu.Run(tape, _x.Run(tape, x));

    /// <summary>φz(z).</summary>
    private Tensor Features(Tape tape, Tensor z) => Relu.Run(tape, _z.Run(tape, z));
}
