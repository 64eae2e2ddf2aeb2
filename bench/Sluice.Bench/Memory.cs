using System.Diagnostics;
using Sluice.Autodiff;
using Sluice.Layers;
using Sluice.Training;

namespace Sluice.Bench;

/// <summary>
/// The memory that training takes at its peak, beside what it cannot do without: parameters, gradients, two numbers of Adam
/// for each weight, inputs, and the gates and states kept for the way back.
/// </summary>
internal sealed class Memory : ITrainable
{
    private readonly RecurrentStack _stack;
    private readonly Tensor _x;

    private Memory(Problem problem)
    {
        _stack = new RecurrentStack("rnn", new StackOptions(
            problem.Cell == "grub" ? "gru-before" : problem.Cell, problem.Input, problem.Hidden, problem.Layers, problem.Bidirectional), 1);
        _x = new Tensor(problem.Steps, problem.Batch, problem.Input) { NeedsGradient = true };
        long n = 0;
        for (int r = 0; r < _x.Rows; r++) Problem.Fill(_x.Row(r), ref n, 1);
        Parameters = [.. _stack.Parameters];
    }

    public IReadOnlyList<Parameter> Parameters { get; }

    public IReadOnlyList<Tensor> Carried => [];

    public int Steps(int epoch) => 4;

    /// <summary>Half of the mean square of y.</summary>
    public StepLoss Step(Tape tape, int epoch, int step)
    {
        _x.Gradient = null;
        var y = _stack.Run(tape, _x, out _);
        var dy = tape.GradientOf(y);
        double sum = 0;
        for (int r = 0; r < y.Rows; r++)
        {
            for (int c = 0; c < y.Columns; c++)
            {
                sum += y[r, c] * y[r, c] / 2;
                dy[r, c] = y[r, c] / y.Count;
            }
        }

        return new StepLoss(sum / y.Count, y.Rows);
    }

    public IReadOnlyDictionary<string, double> Validate() => new Dictionary<string, double> { ["loss"] = 0 };

    /// <summary>One line: megabytes needed, megabytes at the peak, and their ratio.</summary>
    public static string Row(Problem problem)
    {
        // The same code on little data first, so that the runtime itself is not counted.
        Train(problem with { Batch = 2, Steps = 8, Input = 16, Hidden = 16 });
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        long before = process.WorkingSet64;
        var task = Train(problem);
        process.Refresh();
        long peak = process.PeakWorkingSet64 - before;
        long kept =
            (long)problem.Steps * problem.Batch * task._stack.Layers.Sum(l => (long)(l.Shape.Blocks.Length + l.Shape.States.Length) * l.Hidden);
        double needed = 4 * (4 * task.Parameters.Sum(p => p.Value.Count) + task._x.Count + kept);
        return $"| {problem} | {needed / 1e6:F1} | {peak / 1e6:F1} | {peak / needed:F2} |";
    }

    private static Memory Train(Problem problem)
    {
        string path = Directory.CreateTempSubdirectory("sluice-bench").FullName;
        try
        {
            var task = new Memory(problem);
            new Trainer(task, new TrainingOptions { Epochs = 2 }, new RunFolder(path)).Run();
            return task;
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
