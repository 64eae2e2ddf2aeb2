using Sluice.Kernels;

namespace Sluice.Tests.Kernels;

public class WorkersTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(5), InlineData(8)]
    public void Every_part_runs_once(int threads)
    {
        var workers = new Workers(threads);
        for (int round = 0; round < 200; round++)
        {
            var job = new Counting(threads);
            workers.Run(job, threads);
            Assert.All(job.Runs, runs => Assert.Equal(1, runs));
        }
    }

    [Fact]
    public void More_parts_than_threads_are_as_many_as_threads()
    {
        var job = new Counting(2);
        new Workers(2).Run(job, 7);
        Assert.Equal([1, 1], job.Runs);
    }

    [Theory, InlineData(0), InlineData(1)]
    public void An_exception_of_any_part_reaches_the_caller_and_the_workers_live_on(int part)
    {
        var workers = new Workers(2);
        Assert.Equal($"part {part}", Assert.Throws<SluiceException>(() => workers.Run(new Failing(part), 2)).Message);
        var job = new Counting(2);
        workers.Run(job, 2);
        Assert.Equal([1, 1], job.Runs);
    }

    [Fact]
    public void Parked_workers_wake_up()
    {
        var workers = new Workers(3);
        for (int i = 0; i < 3; i++)
        {
            Thread.Sleep(20);
            var job = new Counting(3);
            workers.Run(job, 3);
            Assert.Equal([1, 1, 1], job.Runs);
        }
    }

    [Fact]
    public void Callers_that_find_the_workers_busy_do_their_jobs_alone()
    {
        var workers = new Workers(3);
        var inside = new Calling(workers);
        workers.Run(inside, 3);
        Assert.Equal(3, inside.Done);
    }

    [Fact]
    public void Disposed_workers_end_and_jobs_are_done_in_one_part()
    {
        var workers = new Workers(4);
        workers.Run(new Counting(4), 4);
        workers.Dispose();
        var job = new Counting(4);
        workers.Run(job, 4);
        Assert.Equal([1, 0, 0, 0], job.Runs);
    }

    [Fact]
    public void A_job_allocates_nothing()
    {
        var workers = new Workers(2);
        var job = new Counting(2);
        Assert.Equal(0, Allocation.Of(100, () => workers.Run(job, 2)));
    }

    private sealed class Counting(int parts) : IJob
    {
        public int[] Runs { get; } = new int[parts];

        public void Run(int part, int parts) => Interlocked.Increment(ref Runs[part]);
    }

    private sealed class Failing(int failing) : IJob
    {
        public void Run(int part, int parts)
        {
            if (part == failing) throw new SluiceException($"part {part}");
        }
    }

    /// <summary>Each part calls the same workers.</summary>
    private sealed class Calling(Workers workers) : IJob
    {
        private int _done;

        public int Done => _done;

        public void Run(int part, int parts)
        {
            var inner = new Counting(3);
            workers.Run(inner, 3);
            if (inner.Runs.SequenceEqual([1, 0, 0])) Interlocked.Increment(ref _done);
        }
    }
}
