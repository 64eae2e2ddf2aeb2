using Sluice.Vectors;

namespace Sluice.Cells.Contract;

/// <summary>
/// The mathematics of one time step of a recurrent cell, for the lanes of a few units. Written once, generic over the
/// vector type: lanes of float run it fast, a double checks its gradient, a recorder writes down its graph.
/// </summary>
/// <remarks>
/// A stage has no branches, reads and writes lanes only and keeps in its blocks what its backward twin needs. The products
/// with weights, time, threads and ragged batches belong to <c>TimeLoop</c>. Mark the stages for
/// aggressive inlining: as calls they cost a sixth of the time of a small LSTM.
/// </remarks>
public interface IForwardCell
{
    /// <summary>Blocks, states and stages.</summary>
    static abstract CellShape Shape { get; }

    /// <summary>The last stage of the step, from complete pre-activations to the new states.</summary>
    static abstract void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>;

    /// <summary>An earlier stage, 0 or 1, in a cell of several: sets an operand.</summary>
    static virtual void Prepare<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
    }
}

/// <summary>A cell with hand-written derivatives. Without them, <c>Recorded</c> derives them.</summary>
public interface ICell : IForwardCell
{
    /// <summary>
    /// The derivative of <see cref="IForwardCell.Forward"/>: from the gradients of the new states to those of the
    /// pre-activations and of the states before.
    /// </summary>
    static abstract void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>;

    /// <summary>The derivative of <see cref="IForwardCell.Prepare"/>, after that of the next stage and the product with its result.</summary>
    static virtual void PrepareBackward<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
    }
}

/// <summary>What a forward stage sees.</summary>
/// <typeparam name="V">The vector type.</typeparam>
public interface IForwardLanes<V> where V : struct, IVector<V>
{
    /// <summary>The pre-activation of a block.</summary>
    V Block(int block);

    /// <summary>A weight of each unit, a scalar or a number.</summary>
    V Weight(int block);

    /// <summary>Keeps an activation in a block for a later stage or the backward one.</summary>
    void Keep(int block, V value);

    /// <summary>A state before this time step.</summary>
    V Before(int state);

    /// <summary>Sets a state after this time step, and gives back what it became where a wrapper limits it.</summary>
    V After(int state, V value);

    /// <summary>Sets the operand of a product within this time step.</summary>
    void Operand(V value);

    /// <summary>Sets the second operand.</summary>
    void SecondOperand(V value);
}

/// <summary>What a backward stage sees. The prefix d marks the gradient of the loss.</summary>
/// <typeparam name="V">The vector type.</typeparam>
public interface IBackwardLanes<V> where V : struct, IVector<V>
{
    /// <summary>What the forward stage kept in a block.</summary>
    V Block(int block);

    /// <summary>A weight of each unit, a scalar or a number.</summary>
    V Weight(int block);

    /// <summary>Sets the gradient of the pre-activation of a block; what the block kept is gone.</summary>
    void DBlock(int block, V gradient);

    /// <summary>Adds to the gradient of a weight of each unit, or of a scalar.</summary>
    void AddDWeight(int block, V gradient);

    /// <summary>A state before this time step.</summary>
    V Before(int state);

    /// <summary>A state after this time step.</summary>
    V After(int state);

    /// <summary>The gradient of a state after this time step. Read it before setting <see cref="DBefore"/> of that state.</summary>
    V DAfter(int state);

    /// <summary>
    /// The gradient of what was given to <see cref="IForwardLanes{V}.After"/> from the gradient of what it gave back: the
    /// same, but where a wrapper limited it.
    /// </summary>
    V Through(int state, V gradient);

    /// <summary>Sets the gradient of a state before this time step, without the part that comes through the products.</summary>
    void DBefore(int state, V gradient);

    /// <summary>In the derivative of an earlier stage: adds to what the later one set.</summary>
    void AddDBefore(int state, V gradient);

    /// <summary>In the derivative of the stage that made it: the gradient of the operand.</summary>
    V DOperand();

    /// <summary>The same of the second operand.</summary>
    V DSecondOperand();
}
