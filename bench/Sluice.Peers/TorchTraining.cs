using Sluice.Bench;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Sluice.Peers;

/// <summary>A training from end to end in PyTorch, written as its users write it.</summary>
internal sealed class TorchTraining : IPeerWork
{
    private readonly EndToEnd _problem;
    private readonly Embedding? _embedding;
    private readonly LSTM _lstm;
    private readonly TorchSharp.Modules.Linear _linear;
    private readonly Parameter[] _field = [];
    private readonly Parameter[] _parameters;
    private readonly Tensor _x, _wanted, _lengths, _labelLengths;
    private optim.Optimizer _optimizer;

    public TorchTraining(EndToEnd problem)
    {
        _problem = problem;
        var (t, b, h, k) = (problem.Steps, problem.Batch, problem.Hidden, problem.Classes);
        int width = problem.Bidirectional ? 2 * h : h;
        _embedding = problem.Task == "ctc" ? null : Embedding(problem.Symbols, problem.Embedding);
        _lstm = LSTM(problem.Input, h, problem.Layers, bidirectional: problem.Bidirectional);
        _linear = Linear(width, k);
        if (problem.Task == "crf") _field = [new(zeros(k, k)), new(zeros(k)), new(zeros(k))];
        // Two biases that are summed would move twice as far as one.
        foreach (var (name, second) in _lstm.named_parameters())
            if (name.StartsWith("bias_hh")) second.requires_grad_(false);
        _parameters = [.. _embedding?.parameters() ?? [], .. _lstm.parameters().Where(p => p.requires_grad), .. _linear.parameters(), .. _field];
        _optimizer = Begin();
        if (problem.Task == "ctc")
        {
            long n = 0;
            var values = new float[t * b * problem.Input];
            Problem.Fill(values, ref n, 1);
            _x = tensor(values, [t, b, problem.Input]);
            _wanted = tensor(problem.Labels().SelectMany(l => l).Select(v => (long)v).ToArray()).view(b, t / 5);
        }
        else
        {
            _x = tensor(problem.Read().Select(v => (long)v).ToArray()).view(t, b);
            _wanted = tensor(problem.Wanted().Select(v => (long)v).ToArray()).view(t, b);
        }

        _lengths = full(b, t, ScalarType.Int64);
        _labelLengths = full(b, t / 5, ScalarType.Int64);
    }

    public Action Of(string mode) => mode == "fit" ? () => Step() : throw new NotSupportedException("a training is timed as fit");

    public PeerOutput Check()
    {
        _optimizer.Dispose();
        _optimizer = Begin();
        double[] losses = [.. Enumerable.Range(0, 10).Select(_ => Step(look: true))];
        return new PeerOutput(losses[0], losses[1], losses[9]);
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _lstm.Dispose();
    }

    private optim.Optimizer Begin()
    {
        long n = 0;
        if (_embedding is not null) TorchProblem.Fill(_embedding.weight!, _problem.Hidden, ref n);
        TorchProblem.FillLayers(_lstm, _problem.Layers, _problem.Bidirectional, _problem.Hidden, ref n, 4 * _problem.Hidden);
        TorchProblem.Fill(_linear.weight!, _problem.Hidden, ref n);
        TorchProblem.Fill(_linear.bias!, _problem.Hidden, ref n);
        foreach (var weight in _field) TorchProblem.Fill(weight, _problem.Hidden, ref n);
        return optim.Adam(_parameters, lr: 0.001);
    }

    private double Step(bool look = false)
    {
        using var scope = NewDisposeScope();
        var (y, _, _) = _lstm.call(_embedding is null ? _x : _embedding.call(_x));
        var scores = _linear.call(y);
        var loss = _problem.Task switch
        {
            "lm" => functional.cross_entropy(scores.view(-1, _problem.Classes), _wanted.view(-1)),
            "ctc" => functional.ctc_loss(
                functional.log_softmax(scores, 2), _wanted, _lengths, _labelLengths, reduction: Reduction.Sum) / _problem.Batch,
            _ => FieldLoss(scores),
        };
        _optimizer.zero_grad();
        loss.backward();
        nn.utils.clip_grad_norm_(_parameters, 1);
        _optimizer.step();
        return look ? loss.item<float>() : 0;
    }

    /// <summary>The mean of −ln p(tags): the forward recursion over all sequences at once, a step at a time.</summary>
    private Tensor FieldLoss(Tensor scores)
    {
        var (transitions, start, end) = (_field[0], _field[1], _field[2]);
        var alpha = start + scores[0];
        for (int t = 1; t < _problem.Steps; t++) alpha = logsumexp(alpha.unsqueeze(2) + transitions, 1) + scores[t];
        var all = logsumexp(alpha + end, 1);
        var path = scores.gather(2, _wanted.unsqueeze(2)).squeeze(2).sum(dim: 0L);
        var before = _wanted[TensorIndex.Slice(0, -1)];
        var after = _wanted[TensorIndex.Slice(1)];
        var pairs = transitions.view(-1).index_select(0, (before * _problem.Classes + after).view(-1));
        path = path + pairs.view(_problem.Steps - 1, _problem.Batch).sum(dim: 0L) + start.index_select(0, _wanted[0]) + end.index_select(0, _wanted[-1]);
        return (all - path).mean();
    }
}
