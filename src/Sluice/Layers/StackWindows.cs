using Sluice.Autodiff;

namespace Sluice.Layers;

/// <summary>
/// One sequence that is too long to be held whole, window by window: the states of each layer are kept where windows meet, those of reverse layers
/// from the end on, so that each window computes to the bit what it does within the whole. But for these states memory does not grow with the
/// sequence.
/// </summary>
internal sealed class StackWindows
{
    /// <summary>Steps of a window; what so many compute takes some megabytes.</summary>
    public const int Size = 4096;

    private readonly RecurrentStack _stack;
    private readonly Func<Tape, int, int, Tensor> _input;
    private readonly int _steps, _size, _directions;
    private readonly State?[][] _before;

    /// <summary>Goes through the sequence from its end, once for each layer that reads it so.</summary>
    /// <param name="stack">The layers.</param>
    /// <param name="steps">T, 1 or more.</param>
    /// <param name="input">x [steps, 1, I] of the steps from one to before another, on the memory of the tape.</param>
    /// <param name="size">Steps of a window.</param>
    /// <param name="initial">The states that the sequence begins with; null for the learned ones, or 0.</param>
    public StackWindows(RecurrentStack stack, int steps, Func<Tape, int, int, Tensor> input, int size = Size, State[]? initial = null)
    {
        (_stack, _steps, _input, _size, _directions) = (stack, steps, input, size, stack.Options.Bidirectional ? 2 : 1);
        _before = [.. Enumerable.Range(0, Count).Select(_ => new State?[stack.Layers.Count])];
        initial?.CopyTo(_before[0], 0);
        var tape = new Tape(recording: false);
        for (int layer = 0; _directions == 2 && layer < stack.Options.Layers; layer++)
        {
            for (int w = Count - 1; w > 0; w--) Pass(tape, w, layer, 1, w - 1);
            for (int w = 0; layer < stack.Options.Layers - 1 && w < Count - 1; w++) Pass(tape, w, layer, 0, w + 1);
        }
    }

    /// <summary>How many windows there are.</summary>
    public int Count => (_steps + _size - 1) / _size;

    /// <summary>The first step of a window.</summary>
    public int From(int window) => window * _size;

    /// <summary>The step after a window.</summary>
    public int To(int window) => Math.Min(_steps, (window + 1) * _size);

    /// <summary>Runs a window; the one before it must have been run.</summary>
    /// <param name="tape">Lends the memory.</param>
    /// <param name="window">Which, from 0.</param>
    /// <param name="final">The states after it, of reverse layers those after its first step.</param>
    /// <param name="recordings">Receives a recording of each layer and direction, or null.</param>
    /// <returns>y [steps, 1, H] of the top layer.</returns>
    public Tensor Run(Tape tape, int window, out State[] final, List<Recording>? recordings = null)
    {
        var y = Through(tape, window, _stack.Options.Layers, out final, recordings);
        for (int i = 0; window + 1 < Count && i < final.Length; i += _directions) _before[window + 1][i] ??= Copy(i, final[i]);
        return y;
    }

    /// <summary>Runs all windows and records their last steps.</summary>
    /// <param name="last">How many.</param>
    /// <param name="use">Sees of each window the tape, its first step, y, and the final states; or null.</param>
    public List<Recording> Record(int last, Action<Tape, int, Tensor, State[]>? use = null)
    {
        var tape = new Tape(recording: false);
        var parts = new List<List<Recording>>();
        int first = Math.Max(0, _steps - last);
        for (int w = 0; w < Count; w++)
        {
            tape.Reset();
            var recordings = To(w) > first ? new List<Recording>() : null;
            var y = Run(tape, w, out var final, recordings);
            use?.Invoke(tape, From(w), y, final);
            if (recordings is not null) parts.Add([.. recordings.Select(r => r.From(Math.Max(0, first - From(w))))]);
        }

        return parts.Count == 0 ? [] : [.. _stack.Layers.Select((_, i) => Recording.Join([.. parts.Select(p => p[i])]))];
    }

    /// <summary>The recordings of the last steps of x [T, 1, I].</summary>
    public static List<Recording> Record(RecurrentStack stack, Tensor x, int last)
        => new StackWindows(stack, x.Rows, (_, from, to) => x.View(from, to - from, 1, x.Columns)).Record(last);

    /// <summary>Runs a window up to a layer, and keeps the states that one of its directions ends with for the window that comes next.</summary>
    private void Pass(Tape tape, int window, int layer, int direction, int next)
    {
        tape.Reset();
        Through(tape, window, layer + 1, out var final, null);
        int i = layer * _directions + direction;
        _before[next][i] = Copy(i, final[i]);
    }

    private Tensor Through(Tape tape, int window, int layers, out State[] final, List<Recording>? recordings)
    {
        final = new State[_stack.Layers.Count];
        var memories = new Tensor?[_directions];
        var x = _input(tape, From(window), To(window));
        for (int layer = 0; layer < layers; layer++) x = _stack.RunLayer(tape, layer, x, memories, final, _before[window], null, recordings);
        return x;
    }

    private State Copy(int layer, State state)
    {
        var copy = new State(_stack.Layers[layer].Cell, 1, _stack.Layers[layer].Hidden);
        copy.CopyFrom(state);
        return copy;
    }
}
