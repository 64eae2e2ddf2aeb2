using Sluice.Cells;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Tests.Golden;

/// <summary>What an ONNX operator may change about a cell and the catalog's cells have fixed: activations and clipping.</summary>
internal static class OnnxActivations
{
    /// <summary>f, g and h of LSTM; f and g of GRU; f of RNN; for the layer that runs now.</summary>
    public static string[] Names { get; set; } = [];

    public static double[] Alpha { get; set; } = [];

    public static double[] Beta { get; set; } = [];

    /// <summary>Bounds what goes into an activation; 0 for no bound.</summary>
    public static double Clip { get; set; }

    public static V Apply<V>(int which, V x) where V : struct, IVector<V>
    {
        if (Clip > 0) x = V.Max(V.Constant(-Clip), V.Min(V.Constant(Clip), x));
        return Names[which] switch
        {
            "Sigmoid" => V.Sigmoid(x),
            "Tanh" => V.Tanh(x),
            "Relu" => V.Max(V.Constant(0), x),
            "LeakyRelu" => V.SelectLess(x, V.Constant(0), V.Constant(Alpha[which]) * x, x),
            "ScaledTanh" => V.Constant(Alpha[which]) * V.Tanh(V.Constant(Beta[which]) * x),
            _ => throw new NotSupportedException(Names[which]),
        };
    }
}

/// <summary>LSTM with peepholes, any activations, and clipping.</summary>
internal readonly struct OnnxLstmCell : IForwardCell
{
    public static CellShape Shape { get; } = Catalog.Shape("lstm-peephole") with { Name = "onnx-lstm" };

    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V before = at.Before(1),
            i = OnnxActivations.Apply(0, at.Block(0) + at.Weight(4) * before), f = OnnxActivations.Apply(0, at.Block(1) + at.Weight(5) * before);
        var c = at.After(1, f * before + i * OnnxActivations.Apply(1, at.Block(2)));
        at.After(0, OnnxActivations.Apply(0, at.Block(3) + at.Weight(6) * c) * OnnxActivations.Apply(2, c));
    }
}

/// <summary>GRU, reset before the product, with any activations.</summary>
internal readonly struct OnnxGruCell : IForwardCell
{
    public static CellShape Shape { get; } = Catalog.Shape("gru-before") with { Name = "onnx-gru" };

    public static void Prepare<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
        => at.Operand(OnnxActivations.Apply(0, at.Block(0)) * at.Before(0));

    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V z = OnnxActivations.Apply(0, at.Block(1)), n = OnnxActivations.Apply(1, at.Block(2));
        at.After(0, z * at.Before(0) + (V.Constant(1) - z) * n);
    }
}
