using System.Diagnostics;
using Sluice.Serving.Operations;
using Sluice.Tasks.Live;

namespace Sluice.Serving.Sessions;

/// <summary>The memory of a live sequence, and the requests that wait for their turn with it. Guarded by the queue of its model.</summary>
internal sealed class LiveSlot(LiveSession memory)
{
    public LiveSession Memory { get; set; } = memory;

    /// <summary>Rows taken so far.</summary>
    public long Rows { get; set; }

    /// <summary>What was taken last by a request that said how many rows were taken before it; or null.</summary>
    public LastTaken? Last { get; set; }

    /// <summary>What was strange in its rows, or null for nothing.</summary>
    public SessionDrift? Drift { get; set; }

    /// <summary>Whether one of its requests is in the queue; the others wait here, in the order in which they came.</summary>
    public bool IsBusy { get; set; }

    public Queue<StepWork> Waiting { get; } = new();
}

/// <summary>Rows that a live sequence takes one after the other.</summary>
/// <param name="slot">The sequence.</param>
/// <param name="rows">The rows, 1 or more.</param>
/// <param name="isLong">Whether they may take many steps: several rows, or a row that is a text.</param>
/// <param name="taken">The rows that the sequence has taken before these, where the client says so.</param>
/// <remarks>
/// What may take many steps is taken by a copy of the memory, which replaces it at the end: a request that fails or is cancelled on the way
/// leaves the sequence as it was. A single step is taken wholly or not at all.
/// </remarks>
internal sealed class StepWork(LiveSlot slot, IReadOnlyList<LiveRow> rows, bool isLong, long? taken = null)
{
    private readonly TaskCompletionSource<IReadOnlyList<Array[]>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Array[]> _answers = new(rows.Count);
    private readonly byte[]? _digest = taken is null ? null : LastTaken.DigestOf(rows);
    private LiveSession? _memory;

    public LiveSlot Slot => slot;

    public IReadOnlyList<LiveRow> Rows => rows;

    /// <summary>Whether a step of it was taken into a batch.</summary>
    public bool IsBegun { get; set; }

    /// <summary>Whether nobody waits for the answer any longer.</summary>
    public bool IsCancelled { get; private set; }

    /// <summary>Whether its place in the queue was given back.</summary>
    public bool HasLeft { get; set; }

    /// <summary>Whether it may still be stopped: a single step that was begun is taken to its end.</summary>
    public bool CanStop => !HasLeft && (!IsBegun || isLong);

    /// <summary>When it came, as the clock of the queue counts.</summary>
    public long Came { get; set; }

    /// <summary>When its first batch began; 0 before.</summary>
    public long Began { get; set; }

    /// <summary>The activity of the request, for traces.</summary>
    public ActivityContext Of { get; } = Activity.Current?.Context ?? default;

    /// <summary>The answer to each row.</summary>
    public Task<IReadOnlyList<Array[]>> Answers => _done.Task;

    /// <summary>The memory, with a step of the net to be taken.</summary>
    /// <exception cref="SluiceException">The next row does not fit.</exception>
    /// <exception cref="TakenAlready">The rows were taken by the last request.</exception>
    public LiveSession Next()
    {
        if (_memory is null && taken is { } before && !LastTaken.IsNext(before, slot.Rows, slot.Last, _digest)) throw new TakenAlready(slot.Last!);
        _memory ??= !isLong
            ? slot.Memory
            : slot.Memory.Copy() ?? throw ServingException.Bad($"expected one row in a request for a live sequence of this model, got {rows.Count}.");
        if (_memory.Waiting == 0) _memory.Put(rows[_answers.Count]);
        return _memory;
    }

    /// <summary>After a step: whether all rows are taken.</summary>
    public bool Advance()
    {
        if (_memory!.Waiting > 0) return false;
        _answers.Add(_memory.Answer());
        return _answers.Count == rows.Count;
    }

    /// <summary>The sequence goes on from here.</summary>
    public void Commit()
    {
        slot.Memory = _memory!;
        slot.Last = _digest is null ? null : new(slot.Rows, _digest, _answers);
        slot.Rows += rows.Count;
    }

    public void Complete() => _done.TrySetResult(_answers);

    public void Fail(Exception error) => _done.TrySetException(error);

    public void Cancel(CancellationToken token)
    {
        IsCancelled = true;
        _done.TrySetCanceled(token);
    }
}
