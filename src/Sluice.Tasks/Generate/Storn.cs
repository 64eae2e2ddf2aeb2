using Sluice.Autodiff;
using Sluice.Layers;
using Sluice.Networks;

namespace Sluice.Tasks.Generate;

/// <summary>
/// STORN (Bayer and Osendorfer 2014): a recognising recurrence reads x up to a step and gives q(z | x) = N(W h + b); the prior is N(0, 1) for
/// every step, or comes from a recurrence over the steps before (the later trending prior); the generating recurrence reads [x⁻, z], the step before
/// and the latents of this one, and its output says p(x | z).
/// </summary>
internal sealed class Storn : LatentNet
{
    private readonly CellStack _recognition;
    private readonly CellStack? _trend;
    private readonly Linear _posterior, _output;
    private readonly Linear? _prior;
    private readonly int _width;
    private readonly double _dropout;

    public Storn(GeneratorOptions options, Likelihood likelihood)
    {
        int latents = options.Latents;
        (_width, _dropout) = (likelihood.Width, options.Dropout);
        _recognition = new CellStack("recognition", _width, options);
        int hidden = _recognition.Stack.Output;
        _posterior = new Linear("posterior", hidden, 2 * latents, options.Seed);
        if (options.HasLearnedPrior)
        {
            _trend = new CellStack("trend", _width, options);
            _prior = new Linear("prior", hidden, 2 * latents, options.Seed);
        }

        Memory = new CellStack("rnn", _width + latents, options);
        _output = new Linear("output", hidden, likelihood.Outputs, options.Seed);
    }

    public override CellStack Memory { get; }

    public override void Start(float[] output) => _output.Bias.Set(output);

    public override IEnumerable<Parameter> Parameters =>
    [
        .. _recognition.Parameters, .. _posterior.Parameters, .. _trend?.Parameters ?? [], .. _prior?.Parameters ?? [], .. Memory.Parameters,
        .. _output.Parameters,
    ];

    public override Pass Run(Tape tape, Tensor x, Tensor noise, List<Recording>? recordings = null)
    {
        var before = Before(tape, x);
        var q = _posterior.Run(tape, _recognition.Run(tape, x, out _));
        var z = Latents.Draw(tape, q, noise);
        var p = _trend is null ? null : _prior!.Run(tape, _trend.Run(tape, before, out _));
        var h = Memory.Run(tape, Concat.Run(tape, before, z), out _, recordings: recordings);
        return new Pass(_output.Run(tape, Dropout.Run(tape, h, _dropout, Initial.Hash("output.dropout"))), q, p, z);
    }

    public override Walk Begin(int batch) => new()
    {
        Memory = Memory.Stack.NewState(batch),
        Recognition = _recognition.Stack.NewState(batch),
        Trend = _trend?.Stack.NewState(batch),
        Before = new Tensor(1, batch, _width),
    };

    /// <summary>Steps that are known stand at the beginning: recognition goes no further than they.</summary>
    public override Tensor Expect(Tape tape, Walk walk, Tensor? known, Tensor noise, Tensor? latent = null)
    {
        Tensor z = noise, p = noise;
        if (_trend is not null)
        {
            p = _prior!.Run(tape, _trend.Run(tape, walk.Before, out var trend, walk.Trend));
            walk.Trend = trend;
        }

        if (known is not null)
        {
            z = Latents.Draw(tape, _posterior.Run(tape, _recognition.Run(tape, known, out var recognition, walk.Recognition)), noise);
            walk.Recognition = recognition;
        }
        else if (_trend is not null)
        {
            z = Latents.Draw(tape, p, noise);
        }

        var h = Memory.Run(tape, Concat.Run(tape, walk.Before, latent ?? z), out var memory, walk.Memory);
        walk.Memory = memory;
        return _output.Run(tape, h);
    }

    public override void Take(Tape tape, Walk walk, Tensor x) => walk.Before = x;
}

/// <summary>The plain opponent: p(x) from a recurrence over the steps before, without latents.</summary>
internal sealed class DeterministicNet : LatentNet
{
    private readonly Linear _output;
    private readonly int _width;
    private readonly double _dropout;

    public DeterministicNet(GeneratorOptions options, Likelihood likelihood)
    {
        (_width, _dropout) = (likelihood.Width, options.Dropout);
        Memory = new CellStack("rnn", _width, options);
        _output = new Linear("output", Memory.Stack.Output, likelihood.Outputs, options.Seed);
    }

    public override CellStack Memory { get; }

    public override void Start(float[] output) => _output.Bias.Set(output);

    public override IEnumerable<Parameter> Parameters => [.. Memory.Parameters, .. _output.Parameters];

    public override Pass Run(Tape tape, Tensor x, Tensor noise, List<Recording>? recordings = null)
    {
        var h = Memory.Run(tape, Before(tape, x), out _, recordings: recordings);
        return new Pass(_output.Run(tape, Dropout.Run(tape, h, _dropout, Initial.Hash("output.dropout"))));
    }

    /// <summary>What is told of the step after each step [time, batch, D].</summary>
    public string Export(NetworkBuilder net, string x, bool stream) => net.Linear(_output, Memory.Export(net, x, stream));

    public override Walk Begin(int batch) => new() { Memory = Memory.Stack.NewState(batch), Before = new Tensor(1, batch, _width) };

    public override Tensor Expect(Tape tape, Walk walk, Tensor? known, Tensor noise, Tensor? latent = null)
    {
        var h = Memory.Run(tape, walk.Before, out var memory, walk.Memory);
        walk.Memory = memory;
        return _output.Run(tape, h);
    }

    public override void Take(Tape tape, Walk walk, Tensor x) => walk.Before = x;
}
