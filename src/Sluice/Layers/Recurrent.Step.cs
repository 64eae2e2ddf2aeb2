using Sluice.Autodiff;
using Sluice.Cells.Loop;
using Sluice.Kernels;

namespace Sluice.Layers;

public sealed unsafe partial class Recurrent
{
    private readonly Sequence<float> _step = new() { Steps = 1 };
    private Tensor?[] _next = [];
    private Tensor? _operand;

    /// <summary>Takes one step for a batch of live sequences, without allocating memory: for streams.</summary>
    /// <param name="x">x [B, I].</param>
    /// <param name="state">The states before the step; those after it on return. y is the first.</param>
    /// <exception cref="SluiceException">Sizes that do not fit.</exception>
    public void Step(Tensor x, State state) => StepAbove(x, state, null);

    /// <summary><see cref="Step"/> with the second state of the layer below.</summary>
    internal void StepAbove(Tensor x, State state, Tensor? below)
    {
        int batch = state.Batch;
        if (x.Rows != batch || x.Columns != Input)
            throw new SluiceException($"{InputWeight.Name}: expected x [{batch}, {Input}], got {x.Describe()}.");
        if (_step.Batch != batch) Prepare(batch);
        _step.Input = new(x.Pointer, 0, x.Stride);
        _step.Below = below is null ? default : RowsOf(below);
        for (int s = 0; s < state.Values.Length; s++)
        {
            _step.Initial[s] = RowsOf(state.Values[s]);
            _step.States[s] = RowsOf(_next[s] ?? state.Values[s]);
        }

        Packed().Forward(_step);

        // All units of h⁻ are read while those of h are written, so h is written elsewhere first; other states in place.
        for (int s = 0; s < _next.Length; s++)
        {
            if (_next[s] is not { } next) continue;
            new ReadOnlySpan<float>(next.Pointer, batch * next.Stride).CopyTo(new Span<float>(state.Values[s].Pointer, batch * next.Stride));
        }
    }

    private void Prepare(int batch)
    {
        _step.Batch = batch;
        (_step.Initial, _step.States) = (new Rows<float>[Shape.States.Length], new Rows<float>[Shape.States.Length]);
        _next = [.. Shape.States.Select((_, i) => IsSource(i) ? new Tensor(batch, UnitsOf(i)) : null)];
        if (Shape.Operands == 0) return;
        _operand = new Tensor(batch, Shape.Operands * Padding.Round(Hidden));
        _step.Operands = RowsOf(_operand);
    }
}
