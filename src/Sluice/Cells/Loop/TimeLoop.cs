using System.Numerics;
using Sluice.Cells.Contract;
using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Cells.Loop;

/// <summary>
/// A cell in time: runs sequences forward and backward through time. The batch is cut between workers, and each takes its
/// rows through all time steps without waiting for the others. Rows are taken in the order of falling length, so that the
/// active ones are always the first, and a finished sequence costs nothing. Where that leaves workers idle, the units are cut
/// too, and those with the same rows meet after each step.
/// </summary>
/// <remarks>A loop holds the state of one run: one caller at a time. Loops over the same weights run side by side.</remarks>
/// <typeparam name="TCell">The mathematics of one step.</typeparam>
/// <typeparam name="V">The vector type.</typeparam>
/// <typeparam name="E">Its element.</typeparam>
internal sealed unsafe partial class TimeLoop<TCell, V, E> : IJob
    where TCell : struct, ICell
    where V : struct, IVector<V, E>
    where E : unmanaged, IFloatingPointIeee754<E>
{
    /// <summary>
    /// Rows of an input product: the packed weights are read once for so many rows, and the pre-activations (128 rows of
    /// 1024 floats are 512 KiB) are still in the second-level cache when the recurrence needs them.
    /// </summary>
    private const int ChunkRows = 128;

    private readonly CellWeights<E> _weights;
    private readonly Workers _workers;
    private readonly Scratch[] _scratch;
    private readonly Block[] _blocks;
    private readonly Sum[][] _sums;
    private readonly int[][] _normalised;
    private readonly int[] _sources;
    private readonly int _states, _kept, _stages;
    private readonly Clock? _clock;
    private Sequence<E> _sequence = new();
    private Gradients<E> _gradients = new();
    private int[] _order = [];
    private int _steps;
    private Phase _phase;
    private Cut _cut;
    private Meeting[] _meetings = [];

    public TimeLoop(CellWeights<E> weights, Workers workers)
    {
        (_weights, _workers) = (weights, workers);
        _scratch = new Scratch[workers.Count];
        for (int i = 0; i < _scratch.Length; i++) _scratch[i] = new Scratch();
        var shape = weights.Shape;
        (_blocks, _states, _kept, _stages) = (shape.Blocks, shape.States.Length, shape.Kept, shape.Stages);
        _sums = [.. Enumerable.Range(0, _stages).Select(stage => Sum.Before(shape, stage))];
        _clock = weights.Clock;
        _sources = [.. shape.RecurrentFeeds.Select(f => f.Source).Distinct().Order()];
        _normalised = [.. Enumerable.Range(
            0, _stages).Select(stage => shape.NormalisedBlocks.Where(k => shape.NormalisedBefore(k) == stage).ToArray())];
    }

    private enum Phase { Forward, Backward, Weights }

    private int Units => _weights.HiddenPadded;

    private int OutputUnits => Padding.Round(_weights.Output);

    /// <summary>Panels of units on which a stage works: the last one makes the output, which may be narrower.</summary>
    private int PanelsOf(int stage) => stage == _stages - 1 ? CellWeights<E>.PanelsOf(_weights.Output) : _weights.PanelsPerBlock;

    /// <summary>Runs the sequence forward.</summary>
    public void Forward(Sequence<E> sequence)
    {
        Plan(sequence);
        Run(Phase.Forward, sequence.Batch);
    }

    /// <summary>Runs a kept sequence backward: gradients of input and initial states, and of the weights, which are added to.</summary>
    public void Backward(Sequence<E> sequence, Gradients<E> gradients)
    {
        Plan(sequence);
        _gradients = gradients;
        Run(Phase.Backward, sequence.Batch);
        if (_steps > 0) Run(Phase.Weights, WeightGroups);
    }

    void IJob.Run(int part, int parts)
    {
        var scratch = _scratch[part];
        (scratch.FirstPanel, scratch.LastPanel) = (0, _weights.PanelsPerBlock);
        (scratch.Share, scratch.Shares, scratch.Meeting) = (0, 1, null);

        // A caller that finds the workers busy does all of it alone.
        if (_cut.Units == 1 || parts != _cut.Parts)
        {
            RunPhase(scratch, part, parts);
            return;
        }

        int share = part % _cut.Units, units = _weights.PanelsPerBlock;
        (scratch.FirstPanel, scratch.LastPanel) = (units * share / _cut.Units, units * (share + 1) / _cut.Units);
        (scratch.Share, scratch.Shares, scratch.Meeting) = (share, _cut.Units, _meetings[part / _cut.Units]);
        try
        {
            RunPhase(scratch, part / _cut.Units, _cut.Sequences);
        }
        catch
        {
            scratch.Meeting.Abandon();
            throw;
        }
    }

    private void RunPhase(Scratch scratch, int part, int parts)
    {
        switch (_phase)
        {
            case Phase.Forward: Forward(scratch, part, parts); break;
            case Phase.Backward: Backward(scratch, part, parts); break;
            default: AddWeightGradients(scratch, part, parts); break;
        }
    }

    /// <summary>Waits for the workers on the other units, where a product is about to read what they wrote.</summary>
    private void Meet(Scratch scratch)
    {
        if (_sources.Length > 0) scratch.Meeting?.Wait();
    }

    private void Run(Phase phase, int most)
    {
        _phase = phase;
        var cut = phase == Phase.Weights
            ? new Cut(Math.Min(_workers.PartsFor((double)_steps * _sequence.Batch * _weights.Operations), most), 1)
            : Cut.Of(_workers, _weights.Shape, _weights.Operations, _steps, _sequence.Batch, _weights.PanelsPerBlock);
        if (cut.Units > 1 && (_meetings.Length != cut.Sequences || _meetings[0].Parts != cut.Units))
        {
            _meetings = new Meeting[cut.Sequences];
            for (int i = 0; i < _meetings.Length; i++) _meetings[i] = new Meeting(cut.Units);
        }

        _cut = cut;
        _workers.Run(this, cut.Parts);
    }

    /// <summary>Sorts the rows by falling length; equal lengths keep their order.</summary>
    private void Plan(Sequence<E> sequence)
    {
        _sequence = sequence;
        if (_order.Length != sequence.Batch) _order = new int[sequence.Batch];
        for (int b = 0; b < _order.Length; b++) _order[b] = b;
        _steps = sequence.Steps;
        if (sequence.Lengths is not { } lengths) return;
        _steps = 0;
        foreach (int length in lengths) _steps = Math.Max(_steps, length);
        var keys = new long[_order.Length];
        for (int b = 0; b < keys.Length; b++) keys[b] = ((long)(_steps - lengths[b]) << 32) + b;
        Array.Sort(keys, _order);
    }

    /// <summary>The rows of a worker that take a step s: a prefix of its own.</summary>
    private int Active(int s, int part, int parts, int most)
    {
        if (_sequence.Lengths is not { } lengths) return s < _steps ? most : 0;
        while (most > 0 && lengths[_order[part + (most - 1) * parts]] <= s) most--;
        return most;
    }

    private static int RowsOf(int batch, int part, int parts) => (batch - part + parts - 1) / parts;

    /// <summary>The products with one source that are added before a stage: which matrices, into which blocks.</summary>
    private sealed record Sum(int Source, int[] Matrices, int[] Blocks)
    {
        public static Sum[] Before(CellShape shape, int stage)
        {
            var feeds = shape.RecurrentFeeds.Select((feed, index) => (feed, index)).Where(f => shape.StageOf(f.feed.Source) == stage);
            return [.. feeds.GroupBy(f => f.feed.Source).OrderBy(g => g.Key)
                .Select(g => new Sum(g.Key, [.. g.Select(f => f.index)], [.. g.Select(f => f.feed.Block)]))];
        }
    }

    /// <summary>Tables of row pointers and packing space of one worker.</summary>
    private sealed partial class Scratch
    {
        private AlignedBuffer<nint>? _tables;

        public AlignedBuffer<E>? Blocks, Normalised, Idle;
        public readonly GradientProduct<V, E> Gradient = new();
        public E** A, C, Start, Next, DWeights, Masks, DStates, Before, After, Carry, Operands, Sources, B;
        public nint* Column;
        public int Rows;
        public nint* Working;

        // The panels of units that are the worker's own, and which share of other work.
        public int FirstPanel, LastPanel, Share, Shares;

        // Where it meets those who have the other units of its sequences.
        public Meeting? Meeting;

        public void Reserve(int rows, int states, int panels)
        {
            Rows = rows;
            nint length = (nint)rows * (9 + RecurrentFeed.Sources + 4 * states) + 2 * panels;
            _tables = AlignedBuffer<nint>.AtLeast(_tables, length);
            var free = (E**)_tables.Pointer;
            A = free;
            C = A + rows;
            Start = C + rows;
            Next = Start + rows;
            DWeights = Next + rows;
            Masks = DWeights + rows;
            Operands = Masks + rows;
            Before = Operands + 2 * rows;
            After = Before + rows * states;
            Carry = After + rows * states;
            DStates = Carry + rows * states;
            Sources = DStates + rows * states;
            Working = (nint*)(Sources + rows * RecurrentFeed.Sources);
            B = (E**)(Working + rows);
            Column = (nint*)(B + panels);
            ReserveScales(panels);
        }

        /// <summary>The rows that a product takes from a source.</summary>
        public E** Source(int source) => Sources + source * Rows;
    }
}

/// <summary>Where the gradients are added: W and R as <see cref="CellWeights{E}"/> describes, rows [K, H padded].</summary>
internal sealed unsafe class Gradients<E> where E : unmanaged
{
    public E* W;
    public nint WStride;
    public Matrix<E>[] R = [];
    public E* Rows;
}
