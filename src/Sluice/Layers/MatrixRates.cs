using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Layers;

/// <summary>
/// The vectors of one update of a <see cref="MatrixState"/> from what is linear in x: k of length 1, w, a and b = β⊙k, for every step and
/// sequence; and, after <see cref="GoBack"/>, the way from their gradients to those of key, rate and decay.
/// </summary>
internal sealed unsafe class MatrixRates(Tape tape, MatrixStateOptions options, Tensor key, Tensor rate, Tensor? decay, Tensor value) : IKernel
{
    // Added to |k|², so that a key of 0 stays 0.
    private const float Least = 1e-12f;

    /// <summary>e^(−½).</summary>
    private const double Slowest = 0.6065306597126334;

    private readonly int _size = options.Hidden;
    private readonly bool _isRwkv = options.Rule == MatrixRule.Rwkv7;
    private bool _isBack;

    /// <summary>k before it is brought to length 1 [T, B, H], ln β/(1−β) [T, B, 1 or H], v [T, B, H].</summary>
    public Tensor Key => key;

    /// <inheritdoc cref="Key"/>
    public Tensor Rate => rate;

    /// <inheritdoc cref="Key"/>
    public Tensor Value => value;

    /// <summary>w, a and b [T, B, H].</summary>
    public Tensor W { get; } = New(tape, key);

    /// <inheritdoc cref="W"/>
    public Tensor A { get; } = New(tape, key);

    /// <inheritdoc cref="W"/>
    public Tensor B { get; } = New(tape, key);

    /// <summary>Makes room for gradients; the next run is the backward one.</summary>
    public void GoBack(Tape tape)
    {
        foreach (var tensor in new[] { W, A, B, key, rate, value }) tape.GradientOf(tensor);
        if (decay is not null) tape.GradientOf(decay);
        _isBack = true;
    }

    public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
    {
        int rows = key.Rows;
        for (int r = (int)((long)rows * part / parts); r < (int)((long)rows * (part + 1) / parts); r++)
        {
            float norm = 1 / MathF.Sqrt(RowReduction.SumOfSquares<V>(At(key, r), _size) + Least);
            if (_isBack) Backward<V>(r, norm);
            else Forward<V>(r, norm);
        }
    }

    private void Forward<V>(nint r, float norm) where V : struct, IVector<V, float>
    {
        for (int u = 0; u < Padding.Round(_size); u += V.Count)
        {
            V k = V.Load(At(key, r) + u) * V.Broadcast(norm), w = Decay<V>(r, u);
            V.Store(At(W, r) + u, w);
            V.Store(At(A, r) + u, _isRwkv ? k : w * k);
            V.Store(At(B, r) + u, V.Constant(options.Negative ? 2 : 1) * Open<V>(rate, r, u) * k);
        }
    }

    // The gradient of k takes the place of that of a once both are known.
    private void Backward<V>(nint r, float norm) where V : struct, IVector<V, float>
    {
        float* dk = At(A.Gradient!, r), dw = At(W.Gradient!, r), db = At(B.Gradient!, r), dRate = At(rate.Gradient!, r);
        float* dDecay = decay is null ? null : At(decay.Gradient!, r);
        V one = V.Constant(1), most = V.Constant(options.Negative ? 2 : 1), n = V.Broadcast(norm);
        float alongB = norm * RowReduction.SumOfProducts<V>(At(key, r), db, _size);
        float alongA = norm * RowReduction.SumOfProducts<V>(At(key, r), dk, _size);
        if (rate.Columns == 1 && !_isRwkv) AddNumber<V>(dRate, most * Open<V>(rate, r, 0) * (one - Open<V>(rate, r, 0)) * V.Broadcast(alongB));
        if (options.Rule == MatrixRule.GatedDelta && decay is not null)
            AddNumber<V>(dDecay, Slope<V>(r, 0) * V.Broadcast(RowReduction.Sum<V>(dw, _size) + alongA));
        for (int u = 0; u < Padding.Round(_size); u += V.Count)
        {
            V k = V.Load(At(key, r) + u) * n, w = Decay<V>(r, u), open = Open<V>(rate, r, u), da = V.Load(dk + u), dbAt = V.Load(db + u);
            if (_isRwkv) V.Store(dRate + u, V.Load(dRate + u) + most * open * (one - open) * k * dbAt);
            if (decay is not null && options.Rule != MatrixRule.GatedDelta)
                V.Store(dDecay + u, V.Load(dDecay + u) + Slope<V>(r, u) * (_isRwkv ? V.Load(dw + u) : V.Load(dw + u) + k * da));
            V.Store(dk + u, (_isRwkv ? da : w * da) + most * open * dbAt);
        }

        // Of k = k₀/|k₀| only what stands across k comes through.
        var along = V.Broadcast(norm * RowReduction.SumOfProducts<V>(At(key, r), dk, _size));
        float* dKey = At(key.Gradient!, r);
        for (int u = 0; u < Padding.Round(_size); u += V.Count)
            V.Store(dKey + u, V.Load(dKey + u) + n * (V.Load(dk + u) - V.Load(At(key, r) + u) * n * along));
        foreach (var tensor in new[] { key, rate, decay }) if (tensor is not null) tensor.Gradient!.ClearPadding((int)r);
    }

    /// <summary>w.</summary>
    private V Decay<V>(nint r, int u) where V : struct, IVector<V, float>
        => decay is null ? V.Constant(1) : _isRwkv ? V.Exp(V.Constant(-Slowest) * Open<V>(decay, r, u)) : Open<V>(decay, r, u);

    /// <summary>dw/dd.</summary>
    private V Slope<V>(nint r, int u) where V : struct, IVector<V, float>
    {
        V open = Open<V>(decay!, r, u), slope = open * (V.Constant(1) - open);
        return _isRwkv ? V.Constant(-Slowest) * slope * Decay<V>(r, u) : slope;
    }

    /// <summary>σ of a number, or of those of the channels.</summary>
    private V Open<V>(Tensor tensor, nint r, int u) where V : struct, IVector<V, float>
        => V.Sigmoid(tensor.Columns == 1 ? V.Broadcast(*At(tensor, r)) : V.Load(At(tensor, r) + u));

    private static void AddNumber<V>(float* target, V value) where V : struct, IVector<V, float>
    {
        float* lanes = stackalloc float[Padding.Lanes];
        V.Store(lanes, value);
        *target += lanes[0];
    }

    private static float* At(Tensor tensor, nint r) => tensor.Pointer + r * tensor.Stride;

    private static Tensor New(Tape tape, Tensor like) => tape.Lend(false, like.Shape.ToArray());
}
