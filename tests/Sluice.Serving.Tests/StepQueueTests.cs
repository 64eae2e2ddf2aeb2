using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Serving.Models;
using Sluice.Serving.Operations;
using Sluice.Serving.Sessions;
using Sluice.Tasks.Life;
using Sluice.Tasks.Live;

namespace Sluice.Serving.Tests;

/// <summary>Steps of different sequences are taken together, and nobody notices.</summary>
public class StepQueueTests
{
    internal static ServingMeter Meter { get; } = new(
        new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    [Fact]
    public async Task Many_threads_get_the_bits_of_lone_runs()
    {
        const int Threads = 16, Steps = 60;
        var model = LifeModel.Load(Host.Golden("life"));
        var queue = new StepQueue(model.Live, 1000, Meter, "life");
        var answers = await Task.WhenAll(Enumerable.Range(0, Threads).Select(s => Task.Run(async () =>
        {
            var slot = new LiveSlot(model.Live.Begin());
            List<double> own = [];
            for (int t = 0; t < Steps; t += 3)
            {
                var rows = Enumerable.Range(t, t % 2 == 0 ? 3 : 1).Select(i => Row(s, i)).ToList();
                own.AddRange((await queue.Take(slot, rows, default)).Select(a => ((double[])a[0])[0]));
            }

            return own;
        })));
        for (int s = 0; s < Threads; s++)
        {
            var memory = model.NewSession();
            List<double> alone = [];
            for (int t = 0; t < Steps; t += 3)
                for (int i = t; i < t + (t % 2 == 0 ? 3 : 1); i++) alone.Add(model.Step(Row(s, i).Numbers(0), memory).Life);
            Assert.Equal(alone, answers[s]);
        }

        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public async Task While_one_batch_is_computed_the_next_one_forms()
    {
        var net = new HeldNet();
        var queue = new StepQueue(net, 100, Meter, "held");
        var first = queue.Take(new LiveSlot(net.Begin()), [One(1.0)], default);
        await net.Begun();
        var others = Enumerable.Range(0, 9).Select(_ => queue.Take(new LiveSlot(net.Begin()), [One(1.0)], default)).ToList();
        net.Go(2);
        await Task.WhenAll([first, .. others]);
        Assert.Equal([1, 9], net.Batches);
    }

    [Fact]
    public async Task One_sequence_is_never_twice_in_a_batch_and_keeps_its_order()
    {
        var net = new HeldNet();
        var queue = new StepQueue(net, 100, Meter, "held");
        var slot = new LiveSlot(net.Begin());
        var steps = Enumerable.Range(1, 5).Select(n => queue.Take(slot, [One((double)n)], default)).ToList();
        net.Go(5);
        await Task.WhenAll(steps);
        Assert.Equal([1, 1, 1, 1, 1], net.Batches);
        Assert.Equal([1.0, 3, 6, 10, 15], steps.Select(s => ((double[])s.Result[0][0])[0]));
    }

    [Fact]
    public async Task A_request_of_many_rows_does_not_starve_one_of_a_single_row()
    {
        var net = new HeldNet(most: 1);
        var queue = new StepQueue(net, 100, Meter, "held");
        var large = queue.Take(new LiveSlot(net.Begin()), [.. Enumerable.Range(0, 50).Select(_ => One(1.0))], default);
        await net.Begun();
        var small = queue.Take(new LiveSlot(net.Begin()), [One(1.0)], default);
        net.Go(3);
        await small;
        Assert.False(large.IsCompleted);
        net.Go(48);
        Assert.Equal(50, (await large).Count);
    }

    [Fact]
    public async Task Beyond_the_bound_the_answer_is_to_come_again_and_cancelled_requests_give_their_places_back()
    {
        var net = new HeldNet();
        var queue = new StepQueue(net, 3, Meter, "held");
        var slot = new LiveSlot(net.Begin());
        using var stop = new CancellationTokenSource();
        var first = queue.Take(slot, [One(1.0)], default);
        await net.Begun();
        var second = queue.Take(slot, [One(10.0)], stop.Token);
        var third = queue.Take(new LiveSlot(net.Begin()), [One(1.0)], stop.Token);
        var refused = await Assert.ThrowsAsync<ServingException>(() => queue.Take(slot, [One(1.0)], default));
        Assert.Equal(429, refused.Status);
        Assert.InRange(refused.RetryAfter, 1, 60);
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        Assert.Equal(1, queue.Count);
        var fourth = queue.Take(slot, [One(100.0)], default);
        net.Go(2);
        await first;

        // What was cancelled has changed nothing.
        Assert.Equal(101, ((double[])(await fourth)[0][0])[0]);
        Assert.Equal((2, 0), ((int)slot.Rows, queue.Count));
    }

    [Fact]
    public async Task A_request_that_fails_or_is_cancelled_on_its_way_leaves_the_sequence_as_it_was()
    {
        var net = new HeldNet();
        var queue = new StepQueue(net, 10, Meter, "held");
        var slot = new LiveSlot(net.Begin());
        net.Go(2);
        await Assert.ThrowsAsync<SluiceException>(() => queue.Take(slot, [One(1.0), One(2.0), One(double.NaN)], default));
        using var stop = new CancellationTokenSource();
        var many = queue.Take(slot, [.. Enumerable.Range(0, 10).Select(_ => One(1.0))], stop.Token);
        net.Go(4);
        await net.Begun(7);
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => many);
        net.Go(2);
        Assert.Equal(5, ((double[])(await queue.Take(slot, [One(5.0)], default))[0][0])[0]);
        Assert.Equal(0, queue.Count);
    }

    private static LiveRow One(double value) => new(new[] { value });

    internal static LiveRow Row(int sequence, int step) => new(new[] { Math.Sin(sequence + 0.1 * step), Math.Cos(3 * sequence + step) });

    /// <summary>Adds up what comes in; a batch is computed when it is let.</summary>
    private sealed class HeldNet(int most = 64) : LiveNet
    {
        private readonly SemaphoreSlim _go = new(0), _begun = new(0);

        public List<int> Batches { get; } = [];

        public override LiveForm Form { get; } = new([new("x", false, 1)], [new("sum", false, 1)]);

        public override int MostTogether => most;

        public void Go(int batches) => _go.Release(batches);

        public async Task Begun(int batches = 1)
        {
            for (int i = 0; i < batches; i++) await _begun.WaitAsync();
        }

        public override LiveSession Begin() => new Sum(0);

        public override LiveSession Restore(ReadOnlySpan<byte> bytes) => throw new NotSupportedException();

        public override void Step(IReadOnlyList<LiveSession> sessions)
        {
            _begun.Release();
            _go.Wait();
            Batches.Add(sessions.Count);
            foreach (var session in sessions) ((Sum)session).Take();
        }

        private sealed class Sum(double sum) : LiveSession
        {
            private double _next;
            private int _waiting;

            public override int Waiting => _waiting;

            public override void Put(LiveRow row)
            {
                if (double.IsNaN(row.Numbers(0)[0])) throw new SluiceException("expected a number.");
                (_next, _waiting) = (row.Numbers(0)[0], 1);
            }
            public void Take() => (sum, _waiting) = (sum + _next, 0);

            public override Array[] Answer() => [new[] { sum }];

            public override LiveSession Copy() => new Sum(sum);

            public override byte[] ToBytes() => [];
        }
    }
}
