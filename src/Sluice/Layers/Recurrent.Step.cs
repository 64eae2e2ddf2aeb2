using Sluice.Autodiff;
using Sluice.Cells.Loop;
using Sluice.Devices;
using Sluice.Kernels;

namespace Sluice.Layers;

public sealed unsafe partial class Recurrent
{
    /// <summary>Takes one step for a batch of live sequences, without allocating memory: for streams.</summary>
    /// <param name="x">x [B, I].</param>
    /// <param name="state">The states before the step; those after it on return. y is the first. It belongs to one caller at a time.</param>
    /// <exception cref="SluiceException">Sizes that do not fit.</exception>
    public void Step(Tensor x, State state) => StepAbove(x, state, null);

    /// <summary><see cref="Step"/> with the second state of the layer below.</summary>
    internal void StepAbove(Tensor x, State state, Tensor? below)
    {
        if (x.Rows != state.Batch || x.Columns != Input)
            throw new SluiceException($"{InputWeight.Name}: expected x [{state.Batch}, {Input}], got {x.Describe()}.");
        var recurrence = Packed(Device.Current);
        using var step = _steps.Rent();
        step.Item.Take(recurrence, x, state, below);
        GC.KeepAlive(x);
        GC.KeepAlive(below);
        GC.KeepAlive(recurrence);
    }

    /// <summary>The memory of a step beside the states themselves. The layer keeps as many as there are threads that take steps at once.</summary>
    private sealed class StepRun(Recurrent layer)
    {
        private readonly Sequence<float> _sequence = new() { Steps = 1 };
        private Tensor?[] _next = [];
        private Tensor? _operand;
        private int _most;

        public void Take(Recurrence recurrence, Tensor x, State state, Tensor? below)
        {
            int batch = state.Batch;
            if (batch > _most) Prepare(batch);
            _sequence.Batch = batch;
            _sequence.Input = new(x.Pointer, 0, x.Stride);
            _sequence.Below = below is null ? default : RowsOf(below);
            for (int s = 0; s < state.Values.Length; s++)
            {
                _sequence.Initial[s] = RowsOf(state.Values[s]);
                _sequence.States[s] = RowsOf(_next[s] ?? state.Values[s]);
            }

            recurrence.Forward(_sequence);

            // All units of h⁻ are read while those of h are written, so h is written elsewhere first; other states in place.
            for (int s = 0; s < _next.Length; s++)
            {
                if (_next[s] is not { } next) continue;
                new ReadOnlySpan<float>(next.Pointer, batch * next.Stride).CopyTo(new Span<float>(state.Values[s].Pointer, batch * next.Stride));
            }
        }

        /// <summary>Memory for batches of up to so many sequences.</summary>
        private void Prepare(int batch)
        {
            _most = batch;
            (_sequence.Initial, _sequence.States) = (new Rows<float>[layer.Shape.States.Length], new Rows<float>[layer.Shape.States.Length]);
            _next = [.. layer.Shape.States.Select((_, i) => layer.IsSource(i) ? new Tensor(batch, layer.UnitsOf(i)) : null)];
            if (layer.Shape.Operands == 0) return;
            _operand = new Tensor(batch, layer.Shape.Operands * Padding.Round(layer.Hidden));
            _sequence.Operands = RowsOf(_operand);
        }
    }
}
