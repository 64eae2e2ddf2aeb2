using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Cells.Lstm;
using Sluice.Vectors;

namespace Sluice.Cells.Activated;

/// <summary>The LSTM whose gates are squashed by G, new values and cell state by F: what Keras and ONNX let one choose.</summary>
internal readonly struct LstmOf<G, F> : ICell where G : struct, ICellFunction where F : struct, ICellFunction
{
    private const int In = 0, Forget = 1, New = 2, Out = 3;
    private const int H = 0, C = 1;

    public static CellShape Shape { get; } = ActivatedCells.Of<G, F>(LstmCell.Shape);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V i = G.Value(at.Block(In)), f = G.Value(at.Block(Forget)), g = F.Value(at.Block(New)), o = G.Value(at.Block(Out));
        var c = at.After(C, V.Fma(f, at.Before(C), i * g));
        at.Keep(In, i);
        at.Keep(Forget, f);
        at.Keep(New, g);
        at.Keep(Out, o);
        at.After(H, o * F.Value(c));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V i = at.Block(In), f = at.Block(Forget), g = at.Block(New), o = at.Block(Out), squashed = F.Value(at.After(C)), dh = at.DAfter(H);
        var dc = at.Through(C, at.DAfter(C) + dh * o * F.Slope(squashed));
        at.DBlock(In, dc * g * G.Slope(i));
        at.DBlock(Forget, dc * at.Before(C) * G.Slope(f));
        at.DBlock(New, dc * i * F.Slope(g));
        at.DBlock(Out, dh * squashed * G.Slope(o));
        at.DBefore(H, V.Constant(0));
        at.DBefore(C, dc * f);
    }
}
