namespace Sluice.Cells.Loop;

/// <summary>A matrix of rows in time and batch: row (t, b) starts at Pointer + t·Time + b·Batch. Null where there is none.</summary>
internal unsafe struct Rows<E>(E* pointer, nint time, nint batch) where E : unmanaged
{
    public readonly E* Pointer = pointer;
    public readonly nint Time = time;
    public readonly nint Batch = batch;

    public readonly bool Exists => Pointer != null;

    public readonly E* this[int t, int b] => Pointer + t * Time + b * Batch;
}

/// <summary>
/// One run of a cell over a batch of sequences: sizes and memory. Sequence-major; H is padded to whole vectors in every
/// row of states and blocks.
/// </summary>
/// <typeparam name="E">The element.</typeparam>
internal sealed class Sequence<E> where E : unmanaged
{
    /// <summary>T, the longest length.</summary>
    public int Steps;

    /// <summary>B.</summary>
    public int Batch;

    /// <summary>The length of each sequence, or null where all have T steps. A sequence's rows after its end are never touched.</summary>
    public int[]? Lengths;

    /// <summary>Whether time runs from each sequence's end to its start.</summary>
    public bool Reverse;

    /// <summary>Whether gates and states are kept for a backward run.</summary>
    public bool Keep;

    /// <summary>x [T, B, I].</summary>
    public Rows<E> Input;

    /// <summary>Each state before the first step [B, H].</summary>
    public Rows<E>[] Initial = [];

    /// <summary>Each state after the step at time t [T, B, H]; the first is the output y. Where only the last value is wanted, Time is 0.</summary>
    public Rows<E>[] States = [];

    /// <summary>Kept pre-activations, overwritten by gates and then by gradients [T, B, K, H]; absent without <see cref="Keep"/>.</summary>
    public Rows<E> Blocks;

    /// <summary>The operands of products within a step [T, B, operands · H]; Time 0 without <see cref="Keep"/>.</summary>
    public Rows<E> Operands;

    /// <summary>Drawn (0) or not, for each block of noise [T, B, H]; none outside of training.</summary>
    public Rows<E>[] Noise = [];

    /// <summary>A copy of the pre-activations for inspection [T, B, K, H], or none.</summary>
    public Rows<E> Recording;

    /// <summary>Factors on h⁻ before the recurrent product [T, B, H], or the same at every step [B, H], or none.</summary>
    public Rows<E> Mask;

    /// <summary>h⁻ times the mask [T, B, H], where there is one.</summary>
    public Rows<E> Masked;

    /// <summary>The second state of the layer below [T, B, H], or none.</summary>
    public Rows<E> Below;

    /// <summary>Its gradient, or none; added to where <see cref="AddToBelow"/> says so.</summary>
    public Rows<E> DBelow;

    /// <summary>Whether <see cref="DBelow"/> holds a gradient already.</summary>
    public bool AddToBelow;

    /// <summary>The gradient of each state at each step from outside [T, B, H], dy first; or none.</summary>
    public Rows<E>[] DStates = [];

    /// <summary>The gradient of each state [B, H]: of the final states on entry to the backward run, of the initial ones after.</summary>
    public Rows<E>[] Carry = [];

    /// <summary>Scratch of the backward run: the gradients of the operands or of the masked product [B, operands · H], or [B, H].</summary>
    public Rows<E> Scratch;

    /// <summary>Sums of the gradients of the weights of units, apart for each sequence [B, weights · H].</summary>
    public Rows<E> DWeights;

    /// <summary>dx [T, B, I], or none; added to where <see cref="AddToInput"/> says so.</summary>
    public Rows<E> DInput;

    /// <summary>Whether dx is added to what is there (the second direction of two).</summary>
    public bool AddToInput;

    /// <summary>The steps of a sequence.</summary>
    public int Length(int b) => Lengths is null ? Steps : Lengths[b];

    /// <summary>The time at which sequence b takes its step s.</summary>
    public int Time(int b, int s) => Reverse ? Length(b) - 1 - s : s;

    /// <summary>A state of sequence b before its step s.</summary>
    public unsafe E* Before(int state, int b, int s) => s == 0 ? Initial[state][0, b] : States[state][Time(b, s - 1), b];

    /// <summary>A state of sequence b after its last step.</summary>
    public unsafe E* Final(int state, int b) => Before(state, b, Length(b));
}
