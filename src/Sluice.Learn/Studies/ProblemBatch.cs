using Sluice.Autodiff;
using Sluice.Learn.Studies.Problems;
using Sluice.Losses;

namespace Sluice.Learn.Studies;

/// <summary>Sequences of a problem side by side: x, what is asked of y, and how good y is.</summary>
internal sealed class ProblemBatch
{
    private readonly Problem _problem;
    private readonly Example[] _examples;

    /// <summary>Lays examples side by side.</summary>
    public ProblemBatch(Problem problem, Example[] examples)
    {
        (_problem, _examples) = (problem, examples);
        Lengths = [.. examples.Select(e => e.Steps)];
        X = new Tensor(Lengths.Max(), examples.Length, problem.Inputs);
        for (int b = 0; b < examples.Length; b++)
            foreach (var (t, input, value) in examples[b].Shown) X[t * examples.Length + b, input] = value;
    }

    /// <summary>x [T, B, inputs].</summary>
    public Tensor X { get; }

    /// <summary>The steps of each sequence.</summary>
    public int[] Lengths { get; }

    /// <summary>Answers wanted.</summary>
    public int Asked => _examples.Sum(e => e.Asked.Count);

    /// <summary>The mean squared error, or the mean cross-entropy, of y [T, B, outputs].</summary>
    public double Loss(Tape tape, Tensor y)
    {
        int batch = _examples.Length;
        if (_problem.OfNumbers)
        {
            var numbers = new Tensor(y.Rows, 1);
            for (int r = 0; r < y.Rows; r++) numbers[r, 0] = float.NaN;
            for (int b = 0; b < batch; b++)
                foreach (var (t, _, value, _) in _examples[b].Asked) numbers[t * batch + b, 0] = value;
            return PointLoss.Squared(tape, y, numbers);
        }

        int[] symbols = new int[y.Rows];
        Array.Fill(symbols, -1);
        for (int b = 0; b < batch; b++)
            foreach (var (t, symbol, _, _) in _examples[b].Asked) symbols[t * batch + b] = symbol;
        return CrossEntropy.Mean(tape, y, symbols);
    }

    /// <summary>How many scored symbols y has right, of how many, from a share of each sequence's steps on.</summary>
    public (int Right, int Scored) Score(Tensor y, double from = 0)
    {
        int right = 0, asked = 0;
        for (int b = 0; b < _examples.Length; b++)
        {
            foreach (var (step, symbol, _, scored) in _examples[b].Asked)
            {
                if (!scored || _problem.OfNumbers || step < from * Lengths[b]) continue;
                asked++;
                if (IsHighest(y.Row(step * _examples.Length + b), symbol)) right++;
            }
        }

        return (right, asked);
    }

    private static bool IsHighest(ReadOnlySpan<float> values, int at)
    {
        foreach (float value in values) if (value > values[at]) return false;
        return true;
    }
}
