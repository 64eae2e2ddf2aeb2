using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Wrappers;

/// <summary>
/// A cell whose inner states stay within ±limit, as speech recognisers have it (Sak, Senior and Beaufays 2014): every state
/// but the output, or the output where it is the only one; a clock counts on. A clipped unit passes no gradient.
/// </summary>
internal readonly struct Clipped<TCell> : ICell where TCell : struct, ICell
{
    private static readonly int s_limit = TCell.Shape.Blocks.Length, s_counter = TCell.Shape.Clock?.Counter ?? -1;
    private static readonly int s_first = TCell.Shape.States.Where((_, s) => s != s_counter).Count() > 1 ? 1 : 0;

    public static CellShape Shape { get; } = TCell.Shape.In(
        "clip",
        $"{string.Join(", ", TCell.Shape.States.Where((_, s) => Limits(s)))} within ±limit",
        [.. TCell.Shape.Blocks, new("limit", Feeds.Number, 3)],
        block => block);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prepare<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
        => TCell.Prepare<V, Ahead<V, L>>(new Ahead<V, L>(at), stage);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
        => TCell.Forward<V, Ahead<V, L>>(new Ahead<V, L>(at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
        => TCell.Backward<V, Back<V, L>>(new Back<V, L>(at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrepareBackward<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
        => TCell.PrepareBackward<V, Back<V, L>>(new Back<V, L>(at), stage);

    private static bool Limits(int state) => state >= s_first && state != s_counter;

    private readonly struct Ahead<V, L>(L at) : IForwardLanes<V> where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        public V Block(int block) => at.Block(block);

        public V Weight(int block) => at.Weight(block);

        public void Keep(int block, V value) => at.Keep(block, value);

        public V Before(int state) => at.Before(state);

        public V After(int state, V value)
        {
            if (!Limits(state)) return at.After(state, value);
            var limit = at.Weight(s_limit);
            return at.After(state, V.Max(-limit, V.Min(limit, value)));
        }

        public void Operand(V value) => at.Operand(value);

        public void SecondOperand(V value) => at.SecondOperand(value);
    }

    private readonly struct Back<V, L>(L at) : IBackwardLanes<V> where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        public V Block(int block) => at.Block(block);

        public V Weight(int block) => at.Weight(block);

        public void DBlock(int block, V gradient) => at.DBlock(block, gradient);

        public void AddDWeight(int block, V gradient) => at.AddDWeight(block, gradient);

        public V Before(int state) => at.Before(state);

        public V After(int state) => at.After(state);

        public V DAfter(int state) => Inside(state, at.DAfter(state));

        public V Through(int state, V gradient) => Inside(state, at.Through(state, gradient));

        public void DBefore(int state, V gradient) => at.DBefore(state, gradient);

        public void AddDBefore(int state, V gradient) => at.AddDBefore(state, gradient);

        public V DOperand() => at.DOperand();

        public V DSecondOperand() => at.DSecondOperand();

        private V Inside(int state, V gradient)
            => Limits(state) ? V.SelectLess(V.Abs(at.After(state)), at.Weight(s_limit), gradient, V.Constant(0)) : gradient;
    }
}
