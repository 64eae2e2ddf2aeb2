using Sluice.Autodiff;

namespace Sluice.Layers;

/// <summary>
/// What one live sequence owns while it runs step by step through a net that many share: the states of every layer, and room for
/// the input and the output of a step. A value: it can be copied, and moved to another process as bytes.
/// </summary>
/// <remarks>
/// One thread at a time; any number of sessions run through one net at once. An LSTM layer of H units takes 8·H bytes of states
/// beside some hundred bytes of its own, and a step allocates nothing.
/// </remarks>
public sealed class Session
{
    private readonly RecurrentStack _stack;

    /// <summary>A session at the beginning of a sequence.</summary>
    /// <param name="stack">The recurrent layers, in one direction.</param>
    /// <param name="inputs">Numbers that go into a step.</param>
    /// <param name="outputs">Numbers that come out of it.</param>
    /// <param name="batch">Sequences that take their steps together.</param>
    public Session(RecurrentStack stack, int inputs, int outputs, int batch = 1)
    {
        (_stack, States) = (stack, stack.NewState(batch));
        (Input, Output) = (new Tensor(batch, inputs), new Tensor(batch, outputs));
        Clear();
    }

    /// <summary>The states, layer after layer.</summary>
    public State[] States { get; }

    /// <summary>The input of the next step [B, inputs].</summary>
    internal Tensor Input { get; }

    /// <summary>The output of the last step [B, outputs]; it stands until the next.</summary>
    internal Tensor Output { get; }

    /// <summary>Goes back to the beginning of a sequence: states of 0, or those that the net has learned to begin with.</summary>
    public void Clear()
    {
        for (int l = 0; l < States.Length; l++) _stack.Layers[l].Begin(States[l]);
    }

    /// <summary>Another session with the same states.</summary>
    public Session Copy()
    {
        var copy = new Session(_stack, Input.Columns, Output.Columns, Input.Rows);
        for (int l = 0; l < States.Length; l++) copy.States[l].CopyFrom(States[l]);
        return copy;
    }

    /// <summary>The states as bytes, which <see cref="Restore"/> takes, here or in another process: little-endian, with a checksum.</summary>
    public byte[] ToBytes() => SessionBytes.Write(_stack, States);

    /// <summary>Takes over states that <see cref="ToBytes"/> wrote; after an error the session is as it was.</summary>
    /// <exception cref="SluiceFormatException">They are not the bytes of a session, not whole, or of a net with other cells or sizes.</exception>
    public void Restore(ReadOnlySpan<byte> bytes)
    {
        var states = SessionBytes.Read(_stack, bytes, Input.Rows);
        for (int l = 0; l < States.Length; l++) States[l].CopyFrom(states[l]);
    }
}
