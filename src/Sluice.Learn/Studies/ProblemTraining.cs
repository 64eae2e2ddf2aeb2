using Sluice.Autodiff;
using Sluice.Kernels;
using Sluice.Layers;
using Sluice.Learn.Studies.Problems;
using Sluice.Training;

namespace Sluice.Learn.Studies;

/// <summary>A net that learns a made-up problem: every step brings new sequences, so that nothing can be learned by heart.</summary>
public sealed class ProblemTraining : ITrainable
{
    private const int Tests = 256;
    private const uint TestEpoch = uint.MaxValue;

    private readonly Problem _problem;
    private readonly GapOptions _options;
    private readonly ulong _seed;
    private readonly int _gap;
    private readonly Func<Tape, Tensor, int[], Tensor> _run;
    private readonly Linear _output;

    /// <summary>A fresh net.</summary>
    /// <exception cref="SluiceException">The cell does not go with these sizes.</exception>
    public ProblemTraining(Problem problem, int gap, Contestant contestant, GapOptions options, ulong seed)
    {
        (_problem, _gap, _options, _seed) = (problem, gap, options, seed);
        int longest = Enumerable.Range(0, 8).Max(i => problem.Make(new Dice(new RandomStream(seed, Purpose.Data, TestEpoch, (uint)i)), gap).Steps);
        var (parameters, output, run) = contestant.Make(problem.Inputs, options.Hidden, options.Layers, longest, seed);
        _run = run;
        _output = new Linear("output", output, problem.Outputs, seed);
        Parameters = [.. parameters, .. _output.Parameters];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> Carried => [];

    /// <inheritdoc/>
    public int Steps(int epoch) => _options.Steps;

    /// <inheritdoc/>
    public StepLoss Step(Tape tape, int epoch, int step)
    {
        var (y, batch) = Run(tape, (uint)epoch, (uint)step, _options.Batch);
        return new StepLoss(batch.Loss(tape, y), batch.Asked);
    }

    /// <summary><c>loss</c>; <c>accuracy</c>, the share of scored symbols that are right; or <c>error</c>, the mean squared error.</summary>
    public IReadOnlyDictionary<string, double> Validate()
    {
        var tape = new Tape(recording: false);
        double loss = 0;
        int right = 0, asked = 0;
        const int Batches = 4;
        for (uint i = 0; i < Batches; i++)
        {
            tape.Reset();
            var (y, batch) = Run(tape, TestEpoch, i, Tests / Batches);
            loss += batch.Loss(tape, y) / Batches;
            var score = batch.Score(y);
            (right, asked) = (right + score.Right, asked + score.Scored);
        }

        return _problem.OfNumbers
            ? new Dictionary<string, double> { ["loss"] = loss, ["error"] = loss }
            : new Dictionary<string, double> { ["loss"] = loss, ["accuracy"] = (double)right / asked };
    }

    private (Tensor Y, ProblemBatch Batch) Run(Tape tape, uint epoch, uint step, int size)
    {
        // Each example has a stream of its own.
        var batch = new ProblemBatch(_problem, [.. Enumerable.Range(
            0, size).Select(b => _problem.Make(new Dice(new RandomStream(_seed + ((ulong)b << 40), Purpose.Data, epoch, step)), _gap))]);
        return (_output.Run(tape, _run(tape, batch.X, batch.Lengths)), batch);
    }
}
