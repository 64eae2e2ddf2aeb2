using Sluice.Autodiff;
using Sluice.Kernels;
using Sluice.Layers;
using Sluice.Learn.Studies.Problems;
using Sluice.Losses;
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
        var (y, examples) = Run(tape, (uint)epoch, (uint)step, _options.Batch);
        return new StepLoss(Loss(tape, y, examples), examples.Sum(e => e.Asked.Count));
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
            var (y, examples) = Run(tape, TestEpoch, i, Tests / Batches);
            loss += Loss(tape, y, examples) / Batches;
            for (int b = 0; b < examples.Length; b++)
            {
                foreach (var (step, symbol, _, scored) in examples[b].Asked)
                {
                    if (!scored || _problem.OfNumbers) continue;
                    var row = y.Row(step * examples.Length + b);
                    asked++;
                    if (IsHighest(row, symbol)) right++;
                }
            }
        }

        return _problem.OfNumbers
            ? new Dictionary<string, double> { ["loss"] = loss, ["error"] = loss }
            : new Dictionary<string, double> { ["loss"] = loss, ["accuracy"] = (double)right / asked };
    }

    private (Tensor Y, Example[] Examples) Run(Tape tape, uint epoch, uint step, int batch)
    {
        // Each example has a stream of its own.
        Example[] examples = [.. Enumerable.Range(
            0, batch).Select(b => _problem.Make(new Dice(new RandomStream(_seed + ((ulong)b << 40), Purpose.Data, epoch, step)), _gap))];
        int[] lengths = [.. examples.Select(e => e.Steps)];
        var x = new Tensor(lengths.Max(), batch, _problem.Inputs);
        for (int b = 0; b < batch; b++)
            foreach (var (t, input, value) in examples[b].Shown) x[t * batch + b, input] = value;
        return (_output.Run(tape, _run(tape, x, lengths)), examples);
    }

    private static bool IsHighest(ReadOnlySpan<float> values, int at)
    {
        foreach (float value in values) if (value > values[at]) return false;
        return true;
    }

    private double Loss(Tape tape, Tensor y, Example[] examples)
    {
        int batch = examples.Length;
        if (_problem.OfNumbers)
        {
            var numbers = new Tensor(y.Rows, 1);
            for (int r = 0; r < y.Rows; r++) numbers[r, 0] = float.NaN;
            for (int b = 0; b < batch; b++)
                foreach (var (t, _, value, _) in examples[b].Asked) numbers[t * batch + b, 0] = value;
            return PointLoss.Squared(tape, y, numbers);
        }

        int[] symbols = new int[y.Rows];
        Array.Fill(symbols, -1);
        for (int b = 0; b < batch; b++)
            foreach (var (t, symbol, _, _) in examples[b].Asked) symbols[t * batch + b] = symbol;
        return CrossEntropy.Mean(tape, y, symbols);
    }
}
