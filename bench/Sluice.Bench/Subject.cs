using Sluice.Autodiff;
using Sluice.Layers;

namespace Sluice.Bench;

/// <summary>Sluice's own layers on a problem, through the public interface.</summary>
internal sealed class Subject
{
    private readonly Problem _problem;
    private readonly RecurrentStack _stack;
    private readonly Tensor _x;
    private readonly int[]? _lengths;
    private readonly State[] _state;

    public Subject(Problem problem)
    {
        _problem = problem;
        string cell = problem.Cell == "grub" ? "gru-before" : problem.Cell;
        _stack = new RecurrentStack("rnn", new StackOptions(cell, problem.Input, problem.Hidden, problem.Layers, problem.Bidirectional), 1);
        long n = 0;
        foreach (var layer in _stack.Layers) Fill(layer, ref n);
        int[] shape = problem.BatchFirst ? [problem.Batch, problem.Steps] : [problem.Steps, problem.Batch];
        _x = new Tensor([.. shape, problem.Input]) { NeedsGradient = true };
        for (int r = 0; r < _x.Rows; r++) Problem.Fill(_x.Row(r), ref n, 1);
        _lengths = problem.Lengths();
        _state = _stack.NewState(problem.Batch);
    }

    /// <summary>How long a mode takes: train, infer or step.</summary>
    public PeerTiming Measure(string mode, double seconds)
    {
        var tape = new Tape(recording: mode == "train");
        var x = new Tensor(_problem.Batch, _problem.Input);
        for (int b = 0; b < x.Rows; b++) _x.Row(b).CopyTo(x.Row(b));
        Tensor? dy = null;
        return Repeated.Measure(Once, seconds, mode == "step" ? 100 : 1);

        void Once()
        {
            if (mode == "step")
            {
                _stack.Step(x, _state);
                return;
            }

            tape.Reset();
            _x.Gradient = null;
            var y = Run(tape);
            if (mode == "infer") return;
            dy ??= Random(y);
            y.Gradient = dy;
            foreach (var parameter in _stack.Parameters)
            {
                parameter.Gradient.Clear();

                // Training changes the weights at every step, so packing them is part of its price.
                parameter.Changed();
            }

            tape.Backward();
        }
    }

    /// <summary>The figures by which peers show that they compute the same.</summary>
    public PeerOutput Output()
    {
        var tape = new Tape(recording: false);
        Tensor y;
        if (_problem.IsStep)
        {
            var state = _stack.NewState(_problem.Batch);
            y = new Tensor(_problem.Batch, _stack.Output);
            for (int i = 0; i < 4; i++) y = _stack.Step(_x.View(0, _problem.Batch, _problem.Input), state);
        }
        else
        {
            y = Run(tape);
        }

        double sum = 0, squares = 0;
        foreach (float value in y.ToArray())
        {
            sum += value;
            squares += (double)value * value;
        }

        int last = _lengths is null || _problem.BatchFirst ? y.Rows - 1 : (_lengths[^1] - 1) * _problem.Batch + _problem.Batch - 1;
        return new PeerOutput(sum, squares, y[last, y.Columns - 1]);
    }

    private Tensor Run(Tape tape) => _stack.Run(tape, _x, out _, lengths: _lengths, batchFirst: _problem.BatchFirst);

    private static Tensor Random(Tensor like)
    {
        var tensor = new Tensor(like.Shape.ToArray());
        long n = 12345;
        for (int r = 0; r < tensor.Rows; r++) Problem.Fill(tensor.Row(r), ref n, 1);
        return tensor;
    }

    /// <summary>Fills in PyTorch's order of parameters: its second bias is counted, and kept where the cell has it.</summary>
    public static void Fill(Recurrent layer, ref long n)
    {
        double divisor = Math.Sqrt(layer.Hidden);
        Tensor w = layer.InputWeight.Value, r = layer.RecurrentWeight.Value, bias = layer.Bias.Value;
        for (int i = 0; i < w.Rows; i++) Problem.Fill(w.Row(i), ref n, divisor);
        for (int i = 0; i < r.Rows; i++) Problem.Fill(r.Row(i), ref n, divisor);
        Problem.Fill(bias.Row(0), ref n, divisor);
        var second = new float[bias.Columns];
        Problem.Fill(second, ref n, divisor);
        if (layer.Cell == "gru" && layer.Parameters.FirstOrDefault(p => p.Name.Contains("bias_hh")) is { } other)
            second.AsSpan(second.Length - other.Value.Columns).CopyTo(other.Value.Row(0));
        foreach (var parameter in layer.Parameters) parameter.Changed();
    }
}
