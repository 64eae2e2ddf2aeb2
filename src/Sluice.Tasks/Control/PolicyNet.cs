using Sluice.Autodiff;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Networks;

namespace Sluice.Tasks.Control;

/// <summary>
/// Recurrent layers and a linear layer over what the sensors say. One without memory is the same net, whose states are 0 before
/// every step: it has as many weights and sees the present alone.
/// </summary>
internal sealed class PolicyNet(string name, StackOptions sizes, int outputs, bool remembers, ulong seed) : ILayer
{
    private readonly RecurrentStack _stack = new(name + ".rnn", sizes, seed);
    private readonly Linear _output = new(name + ".output", sizes.Hidden, outputs, seed);

    public IEnumerable<Parameter> Parameters => [.. _stack.Parameters, .. _output.Parameters];

    /// <summary>Steps of several sessions together; of a net that remembers.</summary>
    public SessionBatch Batch() => new(_stack, _output);

    public Session NewSession() => new(_stack, sizes.Input, outputs);

    /// <summary>y [T, B, outputs] from x [T, B, sensors].</summary>
    public Tensor Run(Tape tape, Tensor x, int[] lengths)
    {
        var y = remembers
            ? _stack.Run(tape, x, out _, null, lengths)
            : _stack.Run(tape, RowView.Run(tape, x, 0, 1, x.Rows, x.Columns), out _);
        return _output.Run(tape, Dropout.Run(tape, y, sizes.Dropout, Initial.Hash(name)));
    }

    /// <summary>The operations of the net that remembers.</summary>
    public string Export(NetworkBuilder net, string x, bool stream) => net.Linear(_output, net.Run(_stack, x, stream));

    /// <summary>Everything that the layers compute over x [T, 1, sensors].</summary>
    public List<Recording> Record(Tensor x, int last) => StackWindows.Record(_stack, x, last);

    /// <summary>How far the gates are open over x [T, 1, sensors].</summary>
    public IReadOnlyList<GateSaturation> Gates(Tensor x) => GateSaturation.Of(_stack, x);

    /// <summary>The outputs at one step of one live sequence, whose input stands in the session; they stand until its next step.</summary>
    public ReadOnlySpan<float> Step(Session session)
    {
        if (!remembers) session.Clear();
        _output.Step(_stack.Step(session.Input, session.States), session.Output);
        return session.Output.Row(0);
    }
}
