using System.Runtime.InteropServices;
using Sluice.Autodiff;
using Sluice.Optimizers;

namespace Sluice.Training;

/// <summary>
/// The gradient of a batch that is cut into parts, some of which other processes compute; the sum is that of <see cref="ShardTree"/>, so nothing
/// depends on the number of processes, to the bit.
/// </summary>
internal sealed class ShardedBatch
{
    private readonly ITrainable _task;
    private readonly Tape _tape;
    private readonly ulong _seed;
    private readonly ShardTree _tree;
    private readonly IProcessGroup? _group;
    private readonly Stack<GradientSum> _free = [];
    private GradientSum? _total;

    /// <summary>The batches of a task.</summary>
    /// <exception cref="SluiceException">Its batches cannot be cut, or there are more processes than parts.</exception>
    public ShardedBatch(ITrainable task, Tape tape, int shards, IProcessGroup? group)
    {
        (_task, _tape, _seed, _group) = (task, tape, tape.Seed, group);
        int processes = group?.Count ?? 1;
        if (shards < 1) throw new SluiceException($"Training: expected 1 shard or more, got {shards}.");
        if (shards > 1 && !task.CutsBatches)
            throw new SluiceException($"Training: expected 1 shard, got {shards}: {task.GetType().Name} does not cut its batches.");
        if (processes > shards)
            throw new SluiceException(
                $"Training: expected at most as many processes as shards, got {processes} and {shards}. Start fewer, or begin a run with --shards {processes}.");
        _tree = new ShardTree(shards, processes, group?.Rank ?? 0);
    }

    /// <summary>What process 0 told with the last batch; null where there is one process.</summary>
    public GradientSum? Told => _group is null ? null : _total;

    /// <summary>Gives the parameters the gradient of a batch.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="step">The step within it.</param>
    /// <param name="tell">Writes what process 0 tells the others; called there alone.</param>
    public StepLoss Run(int epoch, int step, Action<GradientSum> tell)
    {
        (_tape.Epoch, _tape.Step) = ((uint)epoch, (uint)step);
        StepLoss loss;
        if (_tree.Shards == 1)
        {
            loss = Part(0, epoch, step);
        }
        else
        {
            if (_total is not null) _free.Push(_total);
            _total = Sum(_tree.Root, epoch, step, tell);
            Spread(_tree.Root);
            loss = _total.Loss;
            _total.Give(_task.Parameters);
        }

        _task.Ran(loss.Loss);
        return loss;
    }

    /// <summary>Brings the carried rows of all parts to process 0.</summary>
    public void Gather()
    {
        if (_group is null) return;
        foreach (var tensor in _task.Carried)
        {
            for (int rank = 1; rank < _tree.Processes; rank++)
            {
                int first = new Shard(_tree.FirstOf(rank), _tree.Shards).First(tensor.Rows),
                    end = new Shard(_tree.FirstOf(rank + 1), _tree.Shards).First(tensor.Rows);
                for (int row = first; row < end; row++)
                {
                    var bytes = MemoryMarshal.AsBytes(tensor.Row(row));
                    if (rank == _tree.Rank) _group.Send(0, bytes);
                    else if (_tree.Rank == 0) _group.Receive(rank, bytes);
                }
            }
        }
    }

    private StepLoss Part(int shard, int epoch, int step)
    {
        _tape.Shard = new Shard(shard, _tree.Shards);
        _tape.Seed = _tape.Shard.SeedOf(_seed);
        _tape.Reset();
        Gradients.Clear(_task.Parameters);
        var loss = _task.Step(_tape, epoch, step);
        _tape.Backward();
        return loss;
    }

    /// <summary>The sum over the parts of a node, of the slices that this process holds. All processes come to the nodes in one order.</summary>
    private GradientSum Sum(ShardTree.Node node, int epoch, int step, Action<GradientSum> tell)
    {
        if (node is not { Left: { } left, Right: { } right })
        {
            var loss = Part(node.First, epoch, step);
            var leaf = Room();
            leaf.Take(_task.Parameters, loss);
            if (node.First == 0) tell(leaf);
            return leaf;
        }

        GradientSum? a = left.Has ? Sum(left, epoch, step, tell) : null, b = right.Has ? Sum(right, epoch, step, tell) : null, sum = a ?? b!;
        for (int i = 0; i < node.Runs.Length; i++)
        {
            var run = node.Runs[i];
            if (run.Left == run.Right)
            {
                a!.Add(b!, run.First, run.End, _tree.Slices);
                continue;
            }

            // What one sends and what it adds next may pass at the same time.
            var other = i + 1 < node.Runs.Length && IsReturn(run, node.Runs[i + 1]) ? node.Runs[++i] : default;
            var (sent, added) = run.Adds == _tree.Rank ? (other, run) : (run, other);
            GradientSum came = Room(), own = (run.Left == _tree.Rank ? a : b)!;
            Trade(run, Slice(own, sent), Slice(came, added));
            if (added.End > 0)
            {
                if (own != sum) sum.Copy(own, added.First, added.End, _tree.Slices);
                sum.Add(came, added.First, added.End, _tree.Slices);
            }

            _free.Push(came);
        }

        if (a is not null && b is not null) _free.Push(b);
        return sum;
    }

    /// <summary>The way back: who added gives the sum of all to who sent.</summary>
    private void Spread(ShardTree.Node node)
    {
        if (!node.Has || node is not { Left: { } left, Right: { } right }) return;
        for (int i = 0; i < node.Runs.Length; i++)
        {
            var run = node.Runs[i];
            if (run.Left == run.Right) continue;
            var other = i + 1 < node.Runs.Length && IsReturn(run, node.Runs[i + 1]) ? node.Runs[++i] : default;
            var (wanted, given) = run.Adds == _tree.Rank ? (other, run) : (run, other);
            Trade(run, Slice(_total!, given), Slice(_total!, wanted));
        }

        Spread(left);
        Spread(right);
    }

    private static bool IsReturn(ShardTree.Run run, ShardTree.Run next)
        => next.Left == run.Left && next.Right == run.Right && next.ToRight != run.ToRight;

    private Span<byte> Slice(GradientSum sum, ShardTree.Run run) => run.End == 0 ? [] : sum.Bytes(run.First, run.End, _tree.Slices);

    private void Trade(ShardTree.Run run, ReadOnlySpan<byte> message, Span<byte> answer)
        => ProcessGroup.Exchange(_group!, run.Left == _tree.Rank ? run.Right : run.Left, message, answer);

    private GradientSum Room() => _free.Count > 0 ? _free.Pop() : new GradientSum(_task.Parameters);
}
