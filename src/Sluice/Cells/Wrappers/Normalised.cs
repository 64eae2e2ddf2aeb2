using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Cells.Graphs;
using Sluice.Vectors;

namespace Sluice.Cells.Wrappers;

/// <summary>
/// A cell whose sums of products are brought to mean 0 and deviation 1 over the units before they are used:
/// a = α⊙norm(W x + R h⁻) + β for each block (Ba, Kiros and Hinton 2016, over the whole sum). A bias β that starts as the
/// wrapped cell's does, and α at 1.
/// </summary>
internal readonly struct Normalised<TCell> : ICell where TCell : struct, ICell
{
    // The wrapped cell's kept blocks, a room for what it keeps in each of them, its weights, then α and β of each.
    private static readonly int s_kept = TCell.Shape.Kept, s_gain = s_kept + TCell.Shape.Blocks.Length, s_bias = s_gain + s_kept;
    private static readonly bool[] s_sum = [.. TCell.Shape.Blocks.Select(b => b.IsSum)];

    // The stage that reads a sum first; what later ones find there is what the cell kept.
    private static readonly bool s_hasStages = TCell.Shape.Stages > 1;
    private static readonly int[] s_stage = s_hasStages ? FirstReads() : [];

    public static CellShape Shape { get; } = TCell.Shape.In(
        "layernorm",
        "every sum of products a becomes α⊙norm(a) + β   (Ba, Kiros and Hinton 2016)",
        [
            .. TCell.Shape.Blocks[..s_kept].Select(b => b.IsSum ? b with { Feeds = b.Feeds | Feeds.Normalised } : b),
            .. TCell.Shape.Blocks[..s_kept].Select(b => new Block("kept_" + b.Name, Feeds.None)),
            .. TCell.Shape.Blocks[s_kept..],
            .. TCell.Shape.Blocks[..s_kept].Select(b => new Block("gain_" + b.Name, b.IsSum ? Feeds.Vector : Feeds.Number, 1)),
            .. TCell.Shape.Blocks[..s_kept].Select(b => new Block("shift_" + b.Name, b.IsSum ? Feeds.Vector : Feeds.Number, b.Bias)),
        ],
        block => block < s_kept ? block : block + s_kept);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prepare<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
        => TCell.Prepare<V, Ahead<V, L>>(new Ahead<V, L>(at, stage), stage);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
        => TCell.Forward<V, Ahead<V, L>>(new Ahead<V, L>(at, TCell.Shape.Stages - 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
        => TCell.Backward<V, Back<V, L>>(new Back<V, L>(at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrepareBackward<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
        => TCell.PrepareBackward<V, Back<V, L>>(new Back<V, L>(at), stage);

    private static int[] FirstReads()
    {
        var stages = Graph.Record<TCell>();
        bool Reads(Graph stage, int block) => stage.Nodes.Any(n => n.Operation == Operation.Block && n.Index == block);
        return [.. Enumerable.Range(0, TCell.Shape.Blocks.Length).Select(k => Math.Max(0, Array.FindIndex(stages, s => Reads(s, k))))];
    }

    private readonly struct Ahead<V, L>(L at, int stage) : IForwardLanes<V> where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        public V Block(int block)
        {
            if (!s_sum[block]) return at.Block(block);
            if (s_hasStages && stage > s_stage[block]) return at.Block(s_kept + block);
            var value = V.Fma(at.Weight(s_gain + block), at.Block(block), at.Weight(s_bias + block));
            at.Keep(s_kept + block, value);
            return value;
        }

        public V Weight(int block) => at.Weight(block + s_kept);

        public void Keep(int block, V value) => at.Keep(s_sum[block] ? s_kept + block : block, value);

        public V Before(int state) => at.Before(state);

        public V After(int state, V value) => at.After(state, value);

        public void Operand(V value) => at.Operand(value);

        public void SecondOperand(V value) => at.SecondOperand(value);
    }

    private readonly struct Back<V, L>(L at) : IBackwardLanes<V> where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        public V Block(int block) => at.Block(s_sum[block] ? s_kept + block : block);

        public V Weight(int block) => at.Weight(block + s_kept);

        public void DBlock(int block, V gradient)
        {
            if (s_sum[block])
            {
                at.AddDWeight(s_gain + block, gradient * at.Block(block));
                at.AddDWeight(s_bias + block, gradient);
                gradient *= at.Weight(s_gain + block);
            }

            at.DBlock(block, gradient);
        }

        public void AddDWeight(int block, V gradient) => at.AddDWeight(block + s_kept, gradient);

        public V Before(int state) => at.Before(state);

        public V After(int state) => at.After(state);

        public V DAfter(int state) => at.DAfter(state);

        public V Through(int state, V gradient) => at.Through(state, gradient);

        public void DBefore(int state, V gradient) => at.DBefore(state, gradient);

        public void AddDBefore(int state, V gradient) => at.AddDBefore(state, gradient);

        public V DOperand() => at.DOperand();

        public V DSecondOperand() => at.DSecondOperand();
    }
}
