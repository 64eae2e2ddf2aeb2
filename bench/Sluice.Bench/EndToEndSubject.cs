using Sluice.Autodiff;
using Sluice.Layers;
using Sluice.Losses;
using Sluice.Optimizers;

namespace Sluice.Bench;

/// <summary>Sluice's own layers, losses and optimiser in a training from end to end.</summary>
internal sealed class EndToEndSubject
{
    private readonly EndToEnd _problem;
    private readonly Embedding? _embedding;
    private readonly RecurrentStack _stack;
    private readonly Linear _linear;
    private readonly ConditionalRandomField? _field;
    private readonly Parameter[] _parameters;
    private readonly Tensor? _x;
    private readonly int[] _read, _wanted;
    private readonly int[][] _labels;
    private readonly Adam _optimizer = new();
    private readonly Tape _tape = new() { Training = true };

    public EndToEndSubject(EndToEnd problem)
    {
        _problem = problem;
        int h = problem.Hidden, width = problem.Bidirectional ? 2 * h : h;
        _embedding = problem.Task == "ctc" ? null : new Embedding(problem.Symbols, problem.Embedding);
        _stack = new RecurrentStack("rnn", new StackOptions("lstm", problem.Input, h, problem.Layers, problem.Bidirectional), 1);
        _linear = new Linear(width, problem.Classes);
        _field = problem.Task == "crf" ? new ConditionalRandomField("field", problem.Classes) : null;
        _parameters = [.. _embedding?.Parameters ?? [], .. _stack.Parameters, .. _linear.Parameters, .. _field?.Parameters ?? []];
        (_read, _wanted, _labels) = (problem.Read(), problem.Wanted(), problem.Labels());
        long n = 0;
        if (_embedding is not null) Fill(_embedding.Weight, ref n);
        foreach (var layer in _stack.Layers) Subject.Fill(layer, ref n);
        Fill(_linear.Weight, ref n);
        Fill(_linear.Bias, ref n);
        foreach (var parameter in _field?.Parameters ?? []) Fill(parameter, ref n);
        if (_embedding is not null) return;
        n = 0;
        _x = new Tensor(problem.Steps, problem.Batch, problem.Input);
        for (int r = 0; r < _x.Rows; r++) Problem.Fill(_x.Row(r), ref n, 1);
    }

    /// <summary>One step of training: its loss.</summary>
    public double Step()
    {
        _tape.Reset();
        Gradients.Clear(_parameters);
        var x = _embedding?.Run(_tape, _read, _problem.Steps, _problem.Batch) ?? _x!;
        var scores = _linear.Run(_tape, _stack.Run(_tape, x, out _));
        double loss = _problem.Task switch
        {
            "lm" => CrossEntropy.Mean(_tape, scores, _wanted),
            "ctc" => ConnectionistTemporal.Mean(_tape, scores, _labels),
            _ => _field!.Loss(_tape, scores, _wanted),
        };
        _tape.Backward();
        Clipping.ByNorm(_parameters, 1);
        _optimizer.Step(_parameters, 0.001);
        return loss;
    }

    /// <summary>The losses by which peers show that they train the same; for a subject that has made no step.</summary>
    public PeerOutput Output()
    {
        double[] losses = [.. Enumerable.Range(0, 10).Select(_ => Step())];
        return new PeerOutput(losses[0], losses[1], losses[9]);
    }

    private void Fill(Parameter parameter, ref long n)
    {
        for (int r = 0; r < parameter.Value.Rows; r++) Problem.Fill(parameter.Value.Row(r), ref n, Math.Sqrt(_problem.Hidden));
        parameter.Changed();
    }
}
