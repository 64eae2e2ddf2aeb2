using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Wrappers;

/// <summary>
/// A cell whose units sometimes keep their states: s = m⊙s⁻ + (1−m)⊙s′, where m is 1 with a probability of its own for
/// each state in training, and that probability afterwards (Krueger et al. 2016). A clock counts on.
/// </summary>
internal readonly struct Zoneout<TCell> : ICell where TCell : struct, ICell
{
    // The wrapped cell's kept blocks, one block of noise a state but a clock's, one room for s′ of each, and its weights.
    private static readonly int s_counter = TCell.Shape.Clock?.Counter ?? int.MaxValue;
    private static readonly string[] s_states = [.. TCell.Shape.States.Where((_, s) => s != s_counter)];
    private static readonly int s_noise = TCell.Shape.Kept, s_raw = s_noise + s_states.Length, s_shift = 2 * s_states.Length;

    public static CellShape Shape { get; } = TCell.Shape.In(
        "zoneout",
        $"s = m⊙s⁻ + (1−m)⊙s′   for {(TCell.Shape.Clock is null ? "each state s" : $"s = {string.Join(", ", s_states)}")} (Krueger et al. 2016)",
        [
            .. TCell.Shape.Blocks[..s_noise],
            .. s_states.Select((s, i) => new Block($"zone_{s}", Feeds.Noise, i == 0 ? 0.05f : 0.5f)),
            .. s_states.Select(s => new Block($"new_{s}", Feeds.None)),
            .. TCell.Shape.Blocks[s_noise..],
        ],
        block => block < s_noise ? block : block + s_shift);

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

    /// <summary>Which of the blocks of noise, and of the rooms, is a state's.</summary>
    private static int Place(int state) => state < s_counter ? state : state - 1;

    private readonly struct Ahead<V, L>(L at) : IForwardLanes<V> where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        public V Block(int block) => at.Block(block);

        public V Weight(int block) => at.Weight(block + s_shift);

        public void Keep(int block, V value) => at.Keep(block, value);

        public V Before(int state) => at.Before(state);

        public V After(int state, V value)
        {
            if (state == s_counter) return at.After(state, value);
            at.Keep(s_raw + Place(state), value);
            at.After(state, V.Fma(at.Block(s_noise + Place(state)), at.Before(state) - value, value));
            return value;
        }

        public void Operand(V value) => at.Operand(value);

        public void SecondOperand(V value) => at.SecondOperand(value);
    }

    private readonly struct Back<V, L>(L at) : IBackwardLanes<V> where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        public V Block(int block) => at.Block(block);

        public V Weight(int block) => at.Weight(block + s_shift);

        public void DBlock(int block, V gradient) => at.DBlock(block, gradient);

        public void AddDWeight(int block, V gradient) => at.AddDWeight(block + s_shift, gradient);

        public V Before(int state) => at.Before(state);

        public V After(int state) => state == s_counter ? at.After(state) : at.Block(s_raw + Place(state));

        public V DAfter(int state) => state == s_counter ? at.DAfter(state) : at.DAfter(state) * (V.Constant(1) - at.Block(s_noise + Place(state)));

        // The stage got s′ back, which nothing outside has changed.
        public V Through(int state, V gradient) => state == s_counter ? at.Through(state, gradient) : gradient;

        public void DBefore(int state, V gradient)
            => at.DBefore(state, state == s_counter ? gradient : V.Fma(at.DAfter(state), at.Block(s_noise + Place(state)), gradient));

        public void AddDBefore(int state, V gradient) => at.AddDBefore(state, gradient);

        public V DOperand() => at.DOperand();

        public V DSecondOperand() => at.DSecondOperand();
    }
}
