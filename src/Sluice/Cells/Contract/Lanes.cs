using System.Runtime.CompilerServices;
using Sluice.Vectors;

namespace Sluice.Cells.Contract;

/// <summary>The lanes of a few units of one sequence at one time step, in memory.</summary>
internal readonly unsafe struct ForwardLanes<V, E>(
    E* blocks, nint blockStride, E* weights, E** before, E** after, E** operands, nint unit) : IForwardLanes<V>
    where V : struct, IVector<V, E>
    where E : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Block(int block) => V.Load(blocks + block * blockStride + unit);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Weight(int block) => V.Load(weights + block * blockStride + unit);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Keep(int block, V value) => V.Store(blocks + block * blockStride + unit, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Before(int state) => V.Load(before[state] + unit);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V After(int state, V value)
    {
        V.Store(after[state] + unit, value);
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Operand(V value) => V.Store(operands[0] + unit, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SecondOperand(V value) => V.Store(operands[1] + unit, value);
}

/// <summary>The same, backward. The gradient of a state is what came from later steps plus what came from outside.</summary>
internal readonly unsafe struct BackwardLanes<V, E>(
    E* blocks, nint blockStride, E* weights, E* dWeights, E** before, E** after, E** carry, E** dStates, E** dOperands, nint unit) : IBackwardLanes<V>
    where V : struct, IVector<V, E>
    where E : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Block(int block) => V.Load(blocks + block * blockStride + unit);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Weight(int block) => V.Load(weights + block * blockStride + unit);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void DBlock(int block, V gradient) => V.Store(blocks + block * blockStride + unit, gradient);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddDWeight(int block, V gradient)
    {
        E* sum = dWeights + block * blockStride + unit;
        V.Store(sum, V.Load(sum) + gradient);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Before(int state) => V.Load(before[state] + unit);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V After(int state) => V.Load(after[state] + unit);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V DAfter(int state)
    {
        var later = V.Load(carry[state] + unit);
        return dStates[state] != null ? later + V.Load(dStates[state] + unit) : later;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Through(int state, V gradient) => gradient;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void DBefore(int state, V gradient) => V.Store(carry[state] + unit, gradient);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddDBefore(int state, V gradient) => V.Store(carry[state] + unit, V.Load(carry[state] + unit) + gradient);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V DOperand() => V.Load(dOperands[0] + unit);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V DSecondOperand() => V.Load(dOperands[1] + unit);
}
