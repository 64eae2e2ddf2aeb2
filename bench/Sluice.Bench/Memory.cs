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

    /// <summary>The head of the table.</summary>
    public const string Head = """
        Megabytes. Needed: parameters, gradients, two numbers of Adam for each weight, inputs, kept activations. Beside it are counted what else the
        tape lends (gradients of x and y), packed weights and the best model. The peak is of the whole process, less what it had before.

        | problem | needed | tape | packed | best model | rest | peak of training | ratio |
        |---|---|---|---|---|---|---|---|
        """;

    /// <summary>One line of it.</summary>
    public static string Row(Problem problem)
    {
        // The same code on little data first, so that the runtime itself is not counted.
        Train(problem with { Batch = 2, Steps = 8, Input = 16, Hidden = 16 });
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        long before = process.WorkingSet64;
        var (task, tape) = Train(problem);
        process.Refresh();
        long peak = process.PeakWorkingSet64 - before;
        long kept =
            (long)problem.Steps * problem.Batch * task._stack.Layers.Sum(l => (long)(l.Shape.Blocks.Length + l.Shape.States.Length) * l.Hidden);
        long weights = task.Parameters.Sum(p => p.Value.Count);
        double needed = 4 * (4 * weights + task._x.Count + kept), besides = tape - 4 * kept, best = 4 * weights;
        double packed = task._stack.Layers.Sum(l => l.PackedBytes), rest = peak - needed - besides - packed - best;
        return $"| {problem} | {needed / 1e6:F1} | {besides / 1e6:F1} | {packed / 1e6:F1} | {best / 1e6:F1} | {rest / 1e6:F1} | {peak / 1e6:F1} | {peak / needed:F2} |";
    }

    /// <summary>One line: megabytes of a model's weights, of their packed copy, and what the process holds once it has run sequences.</summary>
    public static string InferenceRow(Problem problem)
    {
        Infer(problem with { Batch = 1, Steps = 2, Input = 16, Hidden = 16 });
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        long before = process.WorkingSet64;
        var stack = Infer(problem);
        GC.Collect();
        process.Refresh();
        double weights = 4.0 * stack.Parameters.Sum(p => p.Value.Count), held = process.WorkingSet64 - before;
        double packed = stack.Layers.Sum(l => l.PackedBytes);
        GC.KeepAlive(stack);
        return $"| {problem} | {weights / 1e6:F1} | {packed / 1e6:F1} | {held / 1e6:F1} | {held / weights:F2} |";
    }

    private static RecurrentStack Infer(Problem problem)
    {
        var stack = new RecurrentStack(problem.Cell, problem.Input, problem.Hidden, problem.Layers);
        stack.Run(new Tape(recording: false), new Tensor(problem.Steps, problem.Batch, problem.Input), out _);
        return stack;
    }

    private static (Memory Task, long Tape) Train(Problem problem)
    {
        string path = Directory.CreateTempSubdirectory("sluice-bench").FullName;
        try
        {
            var task = new Memory(problem);
            var trainer = new Trainer(task, new TrainingOptions { Epochs = 2 }, new RunFolder(path));
            trainer.Run();
            return (task, trainer.ActivationBytes);
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
