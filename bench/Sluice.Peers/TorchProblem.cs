using Sluice.Bench;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sluice.Peers;

/// <summary>A recurrent layer of PyTorch.</summary>
internal sealed class TorchProblem : IPeerWork
{
    private readonly Problem _problem;
    private readonly nn.Module _layer;
    private readonly Tensor _x, _dy;
    private readonly Tensor? _lengths;
    private (Tensor H, Tensor C)? _state;

    public TorchProblem(Problem problem)
    {
        _problem = problem;
        var (i, h, l, bi, first) = (problem.Input, problem.Hidden, problem.Layers, problem.Bidirectional, problem.BatchFirst);
        _layer = problem.Cell switch
        {
            "lstm" => nn.LSTM(i, h, l, bidirectional: bi, batchFirst: first),
            "gru" => nn.GRU(i, h, l, bidirectional: bi, batchFirst: first),
            "rnn" => nn.RNN(i, h, l, bidirectional: bi, batchFirst: first),
            _ => throw new NotSupportedException($"PyTorch has no layer for {problem.Cell}"),
        };
        long n = 0;
        int gates = problem.Cell switch { "lstm" => 4, "gru" => 3, _ => 1 };
        FillLayers(_layer, l, bi, h, ref n, problem.Cell == "gru" ? 2 * h : gates * h);
        long[] shape = first ? [problem.Batch, problem.Steps] : [problem.Steps, problem.Batch];
        var values = new float[problem.Steps * problem.Batch * i];
        Problem.Fill(values, ref n, 1);
        _x = tensor(values, [.. shape, i]).requires_grad_(!problem.IsStep);
        _dy = rand([.. shape, (bi ? 2 : 1) * h]) * 2 - 1;
        if (problem.Lengths() is { } lengths) _lengths = tensor(lengths.Select(v => (long)v).ToArray());
    }

    /// <summary>What it is, with the kernels that it takes.</summary>
    public static string Version => $"PyTorch 2.10 through TorchSharp {typeof(torch).Assembly.GetName().Version?.ToString(3)}";

    public static void UseThreads(int threads)
    {
        set_num_threads(threads);
        set_num_interop_threads(1);
    }

    /// <summary>Gives every weight the fixed numbers, in the order of PyTorch; the second bias is 0 up to <paramref name="unused"/>.</summary>
    public static void FillLayers(nn.Module layer, int layers, bool bidirectional, int hidden, ref long n, int unused)
    {
        var weights = layer.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        for (int l = 0; l < layers; l++)
        {
            foreach (string end in bidirectional ? new[] { "", "_reverse" } : [""])
            {
                foreach (string name in new[] { "weight_ih", "weight_hh", "bias_ih", "bias_hh" })
                    Fill(weights[$"{name}_l{l}{end}"], hidden, ref n, name == "bias_hh" ? unused : 0);
            }
        }
    }

    /// <summary>Gives a weight the fixed numbers, and zeroes to so many at its start.</summary>
    public static void Fill(Tensor weight, int hidden, ref long n, int zeroes = 0)
    {
        var values = new float[weight.numel()];
        Problem.Fill(values, ref n, Math.Sqrt(hidden));
        values.AsSpan(0, zeroes).Clear();
        using var scope = NewDisposeScope();
        using var free = no_grad();
        weight.copy_(tensor(values, weight.shape));
    }

    public Action Of(string mode) => mode switch
    {
        "step" when _problem.IsStep => () => Step(),
        "infer" when !_problem.IsStep => Infer,
        "train" when !_problem.IsStep => Train,
        _ => throw new NotSupportedException("T = 1 is timed as step, every other T as infer or train"),
    };

    public PeerOutput Check()
    {
        using var scope = NewDisposeScope();
        using var free = inference_mode();
        Tensor y;
        if (_problem.IsStep)
        {
            _state = null;
            for (int i = 0; i < 3; i++) Step();
            y = Forward(_state);
        }
        else
        {
            y = Forward(null);
        }

        long last = (_problem.Lengths()?[^1] ?? _problem.Steps) - 1;
        var wide = y.to(ScalarType.Float64);
        var row = _problem.BatchFirst ? y[-1][last] : y[last][-1];
        return new PeerOutput(wide.sum().item<double>(), (wide * wide).sum().item<double>(), row[-1].item<float>());
    }

    public void Dispose() => _layer.Dispose();

    private void Infer()
    {
        using var scope = NewDisposeScope();
        using var free = inference_mode();
        Forward(null);
    }

    private void Step()
    {
        using var scope = NewDisposeScope();
        using var free = inference_mode();
        Forward(_state);
    }

    private void Train()
    {
        using var scope = NewDisposeScope();
        _x.grad = null;
        foreach (var parameter in _layer.parameters()) parameter.grad = null;
        Forward(null).backward([_dy]);
    }

    private Tensor Forward((Tensor H, Tensor C)? state)
    {
        if (_lengths is { } lengths)
        {
            var packed = nn.utils.rnn.pack_padded_sequence(_x, lengths, _problem.BatchFirst, enforce_sorted: false);
            var ran = _layer switch
            {
                LSTM lstm => lstm.call(packed).Item1,
                GRU gru => gru.call(packed).Item1,
                _ => ((TorchSharp.Modules.RNN)_layer).call(packed).Item1,
            };
            return nn.utils.rnn.pad_packed_sequence(ran, _problem.BatchFirst, total_length: _problem.Steps).Item1;
        }

        Tensor y, h, c = _x;
        switch (_layer)
        {
            case LSTM lstm: (y, h, c) = lstm.call(_x, state); break;
            case GRU gru: (y, h) = gru.call(_x, state?.H); break;
            default: (y, h) = ((TorchSharp.Modules.RNN)_layer).call(_x, state?.H); break;
        }

        if (_problem.IsStep)
        {
            if (_state is { } old)
            {
                old.H.Dispose();
                if (_layer is LSTM) old.C.Dispose();
            }

            h.MoveToOuterDisposeScope();
            h.DetachFromDisposeScope();
            if (_layer is LSTM) c.DetachFromDisposeScope();
            _state = (h, c);
        }

        return y;
    }
}
