using Sluice.Autodiff;
using Sluice.Kernels;
using Sluice.Layers;
using Sluice.Learn.Studies.Problems;
using Sluice.Training;

namespace Sluice.Learn.Studies.StateTracking;

/// <summary>A net that learns a problem on sequences of all lengths up to a greatest one, new ones at every step.</summary>
public sealed class TrackingTraining : ITrainable
{
    private const int Validations = 128, TestSteps = 40_000, MostTests = 256, LeastTests = 2;
    private const int Shortest = 3;

    private readonly Problem _problem;
    private readonly TrackingOptions _options;
    private readonly ulong _seed;
    private readonly Func<Tape, Tensor, int[], Tensor> _run;
    private readonly Linear _output;

    /// <summary>A fresh net.</summary>
    /// <exception cref="SluiceException">The cell does not go with these sizes.</exception>
    public TrackingTraining(Problem problem, Contestant contestant, TrackingOptions options, ulong seed)
    {
        (_problem, _options, _seed) = (problem, options, seed);
        var (parameters, output, run) = contestant.Make(problem.Inputs, options.Hidden, options.Layers, options.Longest, seed);
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
        var batch = Batch((uint)epoch, (uint)step, _options.Batch, dice => dice.Between(Shortest, _options.Longest));
        return new StepLoss(batch.Loss(tape, Run(tape, batch)), batch.Asked);
    }

    /// <summary><c>loss</c> and <c>accuracy</c> on new sequences of the greatest length, over all their steps.</summary>
    public IReadOnlyDictionary<string, double> Validate()
    {
        var tape = new Tape(recording: false);
        var batch = Batch(uint.MaxValue, 0, Validations, _ => _options.Longest);
        var y = Run(tape, batch);
        var (right, scored) = batch.Score(y);
        return new Dictionary<string, double> { ["loss"] = batch.Loss(tape, y), ["accuracy"] = (double)right / scored };
    }

    /// <summary>
    /// The share of right answers in the last tenth of sequences of a length, which were met neither in training nor in validation; 2 to 256
    /// sequences, 40,000 steps together where that is possible.
    /// </summary>
    public LengthAccuracy Test(int length)
    {
        var batch = Batch(uint.MaxValue - 1, (uint)length, Math.Clamp(TestSteps / length, LeastTests, MostTests), _ => length);
        var (right, scored) = batch.Score(Run(new Tape(recording: false), batch), 0.9);
        return new LengthAccuracy(length, (double)right / scored, scored);
    }

    private Tensor Run(Tape tape, ProblemBatch batch) => _output.Run(tape, _run(tape, batch.X, batch.Lengths));

    // Each example has a stream of its own; its length is the first number drawn.
    private ProblemBatch Batch(uint epoch, uint step, int size, Func<Dice, int> length)
        => new(_problem, [.. Enumerable.Range(0, size).Select(b =>
        {
            var dice = new Dice(new RandomStream(_seed + ((ulong)b << 40), Purpose.Data, epoch, step));
            return _problem.Make(dice, length(dice));
        })]);
}
