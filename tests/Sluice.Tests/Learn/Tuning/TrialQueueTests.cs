using Npgsql;
using Sluice.Learn.Tuning;

namespace Sluice.Tests.Learn.Tuning;

/// <summary>What every queue does, in a folder.</summary>
public sealed class FolderQueueTests : TrialQueueTests, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Work_is_taken_by_one() => TakenByOne(Made);

    [Fact]
    public void Work_of_a_worker_that_died_is_taken_again_once() => TakenAgain(Made);

    [Fact]
    public void Work_is_renewed_given_back_and_withdrawn() => RenewedAndGivenBack(Made);

    [Theory]
    [InlineData("", "remove the file")]
    [InlineData("{\"name\":", "remove the file")]
    [InlineData("[]", "remove the file")]
    [InlineData("{\"name\":\"00001-0-000002\",\"loss\":1,\"figures\":{},\"steps\":1,\"failure\":null,\"seconds\":1,\"worker\":\"w\"}", "00001-0-000002")]
    [InlineData("{\"name\":\"00000-0-000002\",\"loss\":1,\"figures\":null,\"steps\":1,\"failure\":null,\"seconds\":1,\"worker\":\"w\"}", "remove the file")]
    public void A_damaged_result_is_named(string content, string expected)
    {
        using var queue = Made();
        string file = _folder.File("queue/done/00000-0-000002.json", content);
        var error = Assert.Throws<SluiceFormatException>(() => queue.Finished(new Dictionary<string, TrialResult>()));
        Assert.Contains(expected, error.Message);
        Assert.Equal(file, error.File);
    }

    [Fact]
    public void Damaged_work_is_passed_over_and_asked_for_anew()
    {
        using var queue = Made();
        string file = _folder.File("queue/open/00000-0-000002.json", "{");
        queue.Post(Work(1));
        Assert.Equal(1, queue.Claim("a")!.Work.Step.Trial);
        Assert.False(File.Exists(file));
        queue.Post(Work(0));
        Assert.Equal(0, queue.Claim("a")!.Work.Step.Trial);
    }

    [Fact]
    public void A_folder_without_a_search_has_no_work()
    {
        using var queue = new FolderQueue(_folder.File("none"), Lease.Usual);
        Assert.Null(queue.IsClosed);
        Assert.Null(queue.Claim("a"));
    }

    private FolderQueue Made()
    {
        var queue = new FolderQueue(_folder.Path, TimeSpan.FromSeconds(0.3));
        queue.Create();
        return queue;
    }
}

/// <summary>What every queue does, in a database.</summary>
public sealed class PostgresQueueTests(PostgresFixture server) : TrialQueueTests, IClassFixture<PostgresFixture>
{
    private readonly string _search = $"{Guid.NewGuid()}";

    [PostgresFact]
    public void Work_is_taken_by_one() => TakenByOne(Made);

    [PostgresFact]
    public void Work_of_a_worker_that_died_is_taken_again_once() => TakenAgain(Made);

    [PostgresFact]
    public void Work_is_renewed_given_back_and_withdrawn() => RenewedAndGivenBack(Made);

    [PostgresFact]
    public void A_server_that_goes_away_is_waited_for()
    {
        using var own = new PostgresServer();
        using var queue = Made(own, _search);
        queue.Post(Work(0));
        var claim = queue.Claim("a")!;
        own.Kill();
        var finishing = Task.Run(() => claim.Finish(Done(claim.Work)));
        own.Start();
        finishing.Wait();
        Assert.Single(queue.Finished(new Dictionary<string, TrialResult>()));
    }

    private PostgresQueue Made() => Made(server.Running, _search);

    private static PostgresQueue Made(PostgresServer server, string search) => new(
        () =>
    {
        try
        {
            var connection = new NpgsqlConnection(server.Connection);
            connection.Open();
            return connection;
        }
        catch (NpgsqlException e)
        {
            throw new SluiceFormatException(e.Message, inner: e);
        }
    }, search, "", TimeSpan.FromSeconds(1));
}

/// <summary>What every queue does.</summary>
public abstract class TrialQueueTests
{
    private protected static void TakenByOne(Func<ITrialQueue> make)
    {
        using var queue = make();
        for (int i = 0; i < 12; i++) queue.Post(Work(i));
        queue.Post(Work(3));
        Assert.False(queue.IsClosed);
        var taken = new System.Collections.Concurrent.ConcurrentBag<int>();
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, w =>
        {
            using var own = make();
            while (own.Claim($"w_{w}_0") is { } claim)
            {
                taken.Add(claim.Work.Step.Trial);
                claim.Finish(Done(claim.Work));
            }
        });
        Assert.Equal(Enumerable.Range(0, 12), taken.Order());
        queue.Post(Work(3));
        Assert.Null(queue.Claim("late"));
        var known = new Dictionary<string, TrialResult>();
        var results = queue.Finished(known);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (Work(i).Name, (double?)i)), results.Select(r => (r.Name, r.Loss)));
        foreach (var result in results.Skip(1)) known[result.Name] = result;
        Assert.Equal(Work(0).Name, Assert.Single(queue.Finished(known)).Name);
        queue.Close(true);
        Assert.True(queue.IsClosed);
    }

    private protected static void TakenAgain(Func<ITrialQueue> make)
    {
        using var queue = make();
        queue.Post(Work(0));
        var dead = queue.Claim("dead")!;
        Assert.Null(queue.Claim("b"));
        var second = Wait(() => queue.Claim("b"));
        Assert.Equal(0, second.Work.Step.Trial);
        Assert.False(dead.Renew());
        Assert.True(second.Renew());

        // The second dies too: that is enough.
        var lost = Wait(() =>
        {
            Assert.Null(queue.Claim("c"));
            return queue.Finished(new Dictionary<string, TrialResult>()).SingleOrDefault();
        });
        Assert.Equal((null, Lease.Lost), (lost.Loss, lost.Failure));
    }

    private protected static void RenewedAndGivenBack(Func<ITrialQueue> make)
    {
        using var queue = make();
        queue.Post(Work(0));
        queue.Post(Work(1));
        Assert.True(queue.Withdraw(Work(1).Name));
        Assert.False(queue.Withdraw(Work(1).Name));
        for (int i = 0; i < 4; i++)
        {
            var claim = queue.Claim("a")!;
            Assert.False(queue.Withdraw(Work(0).Name));
            claim.Release();
        }

        var kept = queue.Claim("a")!;
        for (int i = 0; i < 20; i++)
        {
            Thread.Sleep(100);
            Assert.True(kept.Renew());
            Assert.Null(queue.Claim("b"));
        }
    }

    private protected static TrialWork Work(int trial)
        => new(new TrialStep(trial, 2, 0).Name, "forecast", "{}", "", TrialRun.Version);

    private protected static TrialResult Done(TrialWork work)
        => new(work.Name, work.Step.Trial, new Dictionary<string, double> { ["loss"] = work.Step.Trial }, 1, null, 1, "w");

    private static T Wait<T>(Func<T?> what) where T : class
    {
        for (int i = 0; i < 300; i++)
        {
            if (what() is { } found) return found;
            Thread.Sleep(50);
        }

        throw new TimeoutException();
    }
}
