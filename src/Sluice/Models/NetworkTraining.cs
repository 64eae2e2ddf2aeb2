using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Networks;
using Sluice.Training;

namespace Sluice.Models;

/// <summary>What a <see cref="Network"/> is given in one step of training, and what should come out of it.</summary>
/// <param name="Inputs">A value for each input, by name: one example, or a batch where the network has a dimension for it.</param>
/// <param name="Targets">What should come out, by the name of the output, in its shape; NaN where nothing is asked.</param>
public sealed record NetworkExample(IReadOnlyDictionary<string, Value> Inputs, IReadOnlyDictionary<string, Value> Targets);

/// <summary>Examples from which a <see cref="Network"/> learns.</summary>
internal sealed class NetworkTraining : ITrainable
{
    private readonly Network _network;
    private readonly IReadOnlyList<NetworkExample> _examples;
    private readonly FitOptions _options;
    private readonly int _learned;
    private int[] _order = [];
    private int _ordered = -1;

    public NetworkTraining(Network network, IReadOnlyList<NetworkExample> examples, FitOptions options, Func<Parameter, bool>? trained)
    {
        if (examples.Count == 0) throw new SluiceException("Network.Fit: expected examples, got none.");
        if (!(options.Validation is >= 0 and < 1))
            throw new SluiceException($"Network.Fit: expected a share for validation from 0 to below 1, got {options.Validation}.");
        foreach (var example in examples)
        {
            if (example.Targets.Count == 0) throw new SluiceException("Network.Fit: expected a target for an output or more, got none.");
            foreach (string name in example.Targets.Keys)
                if (network.Outputs.All(p => p.Name != name))
                    throw new SluiceException($"Network.Fit: expected targets for {string.Join(", ", network.Outputs.Select(p => p.Name))}, got '{name}'.");
        }

        (_network, _examples, _options) = (network, examples, options);
        _learned = examples.Count - (int)(examples.Count * options.Validation);
        Parameters = [.. network.Parameters.Where(trained ?? (_ => true))];
        if (Parameters.Count == 0)
            throw new SluiceException($"Network.Fit: expected weights to train, got none of {network.Parameters.Count()}.");
    }

    public IReadOnlyList<Parameter> Parameters { get; }

    public IReadOnlyList<Tensor> Carried => [];

    public bool IsPretrained => true;

    public int Steps(int epoch) => _learned;

    public StepLoss Step(Tape tape, int epoch, int step)
    {
        if (_ordered != epoch)
            (_order, _ordered) = ([.. RaggedBatches.Plan(new int[_learned], 1, _options.Seed, (uint)epoch).Select(p => p[0])], epoch);
        return new StepLoss(Loss(tape, _examples[_order[step]]), 1);
    }

    public IReadOnlyDictionary<string, double> Validate()
    {
        double sum = 0;
        var tape = new Tape(recording: false);
        var kept = _learned < _examples.Count ? _examples.Skip(_learned).ToList() : _examples;
        foreach (var example in kept)
        {
            sum += Loss(tape, example);
            tape.Reset();
        }

        return new Dictionary<string, double> { ["loss"] = sum / kept.Count };
    }

    /// <summary>The sum over the outputs that have a target.</summary>
    private double Loss(Tape tape, NetworkExample example)
    {
        var outputs = _network.Run(tape, example.Inputs);
        double sum = 0;
        foreach (var (name, target) in example.Targets)
        {
            var y = outputs[name];
            if (!y.IsFloat || !target.IsFloat) throw new SluiceException($"Network.Fit: expected floating-point numbers for '{name}', got {y} and a target of {target}.");
            sum += _options.Loss(tape, y.Numbers, target.Numbers);
        }

        return sum;
    }
}
