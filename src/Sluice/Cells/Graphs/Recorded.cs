using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Graphs;

/// <summary>
/// A cell whose backward stages come from the recorded graph of its forward ones: for cells without hand-written
/// derivatives, and to check those that have them. It is slower than a hand-written one: forward values are computed anew.
/// </summary>
/// <typeparam name="TCell">The forward stages.</typeparam>
public readonly struct Recorded<TCell> : ICell where TCell : struct, IForwardCell
{
    /// <inheritdoc/>
    public static CellShape Shape => TCell.Shape;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prepare<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
        => TCell.Prepare<V, Sums<V, L>>(new Sums<V, L>(at), stage);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
        => TCell.Forward<V, Sums<V, L>>(new Sums<V, L>(at));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
        => Derivatives.Stages[^1].Backward<V, L>(at);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrepareBackward<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
        => Derivatives.Stages[stage].Backward<V, L>(at);

    private static class Derivatives
    {
        public static readonly Interpreter[] Stages = Derive();

        private static Interpreter[] Derive()
        {
            var stages = Graph.Record<TCell>();
            return [.. Enumerable.Range(0, stages.Length).Select(s => new Interpreter(Derivative.Of(TCell.Shape, stages, s)))];
        }
    }

    /// <summary>The lanes without what a forward stage keeps in a block of sums: the derivative needs the sum itself.</summary>
    private readonly struct Sums<V, L>(L at) : IForwardLanes<V> where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        private static readonly bool[] s_isFed = [.. TCell.Shape.Blocks.Select(b => b.IsFed)];

        public V Block(int block) => at.Block(block);

        public V Weight(int block) => at.Weight(block);

        public void Keep(int block, V value)
        {
            if (!s_isFed[block]) at.Keep(block, value);
        }

        public V Before(int state) => at.Before(state);

        public V After(int state, V value) => at.After(state, value);

        public void Operand(V value) => at.Operand(value);

        public void SecondOperand(V value) => at.SecondOperand(value);
    }
}
