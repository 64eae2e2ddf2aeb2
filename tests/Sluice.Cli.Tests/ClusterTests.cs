using System.Text.Json.Nodes;
using Npgsql;
using Sluice.Cluster;
using Sluice.Cluster.Store;
using Sluice.Serving;
using Sluice.Serving.Sessions;
using Sluice.Tasks.Life;
using Sluice.Tasks.Live;
using Sluice.Tests;

namespace Sluice.Cli.Tests;

/// <summary>Sessions on a cluster, by servers in this process and a database of its own.</summary>
public partial class ClusterTests(PostgresFixture server) : IClassFixture<PostgresFixture>
{
    private static readonly string s_life = Path.Combine(GoldenTests.Folder(), "life", "model.safetensors");
    private static readonly string[] s_outputs = ["life", "low", "high"];
    private static readonly ServingOptions s_options = new() { Models = [$"life={s_life}"], DrainTime = TimeSpan.Zero };

    [PostgresFact]
    public async Task Any_server_answers_for_a_session_as_a_lone_run_does()
    {
        string database = Fresh("each");
        await using var one = await ClusterHost.Start(database, s_options);
        await using var two = await ClusterHost.Start(database, s_options);
        Assert.Equal(200, (await two.Get("/v2/health/ready")).Status);
        var alone = new LoneRun(s_life);
        Assert.Equal(201, (await one.Post("/v1/models/life/sessions", """{"id":"pump 7"}""")).Status);
        ClusterHost.Refused(409, "has a session 'pump 7'", await two.Post("/v1/models/life/sessions", """{"id":"pump 7"}"""));
        string path = "/v1/models/life/sessions/pump%207/steps";
        for (int t = 0; t < 4; t++)
        {
            var (status, answer) = await (t % 2 == 0 ? one : two).Post(path, $$"""{"readings":[{{t}},2]}""");
            Assert.True(status == 200, answer.ToJsonString());
            Assert.Equal(alone.Step(t, 2), s_outputs.Select(o => (double)answer[o]!));
        }

        // The same request once more, elsewhere, is answered once more, and not taken twice; a row that does not fit changes nothing.
        var first = await one.Post($"{path}?rows_taken=4", """{"rows":[{"readings":[7,8]},{"c5":3}]}""");
        Assert.Equal(first.Body.ToJsonString(), (await two.Post($"{path}?rows_taken=4", """{"rows":[{"readings":[7,8]},{"c5":3}]}""")).Body.ToJsonString());
        Assert.Equal(alone.Step(7, 8), s_outputs.Select(o => (double)first.Body["answers"]![0]![o]!));
        alone.Step(alone.Model.Sensors.Names[0] == "c5" ? [3, double.NaN] : [double.NaN, 3]);
        ClusterHost.Refused(409, "has taken 6 rows", await two.Post($"{path}?rows_taken=1", """{"readings":[1,2]}"""));
        ClusterHost.Refused(400, "there is no input 'reading'", await two.Post(path, """{"reading":[1,2]}"""));
        ClusterHost.Refused(400, "expected 2 values", await one.Post(path, """{"readings":[1,2,3]}"""));
        var last = await two.Post(
            "/v2/models/life/infer", """{"inputs":[{"name":"readings","shape":[1,2],"datatype":"FP64","data":[5,6]}],"parameters":{"sequence_id":"pump 7"}}""");
        Assert.Equal(7, (int)last.Body["parameters"]!["sequence_rows"]!);
        Assert.Equal(alone.Step(5, 6), last.Body["outputs"]!.AsArray().Select(o => (double)o!["data"]![0]!));
        var told = (await two.Get("/v1/models/life")).Body["sessions"]!;
        Assert.Equal((0, 1), ((int)told["here"]!, (int)told["cluster"]!));
        Assert.Equal(1, (int)(await one.Get("/v1/models/life")).Body["sessions"]!["here"]!);
        Assert.Contains("sluice_cluster_sessions{", await one.Client.GetStringAsync("/metrics"));
        var look = (await two.Get("/v1/models/life/sessions/pump%207")).Body;
        Assert.Equal((7, 7), ((int)look["rows_taken"]!, (int)look["drift"]!["columns"]![0]!["seen"]!));
        Assert.Equal(7, (int)(await two.Delete("/v1/models/life/sessions/pump%207")).Body["rows"]!);
        ClusterHost.Refused(404, "no session of this id", await one.Post(path, """{"readings":[1,2]}"""));
        ClusterHost.Refused(404, "no session of this id", await two.Delete("/v1/models/life/sessions/never"));
        ClusterHost.Refused(400, "control characters", await two.Post("/v1/models/life/sessions", """{"id":"a\u0000b"}"""));
        Assert.Equal(201, (await two.Post("/v1/models/life/sessions", """{"id":"pump 7"}""")).Status);
    }

    [PostgresFact]
    public async Task A_server_that_stops_loses_nothing_and_the_others_go_on()
    {
        string database = Fresh("stop");
        await using var one = await ClusterHost.Start(database, s_options);
        var two = await ClusterHost.Start(database, s_options);
        var alone = new LoneRun(s_life);
        await two.Post("/v1/models/life/sessions", """{"id":"a"}""");
        await Same(two, alone, 1);
        await two.Stop();
        await two.DisposeAsync();
        await Same(one, alone, 2);
    }

    [PostgresFact]
    public async Task What_another_server_wrote_meanwhile_is_read_and_not_overwritten()
    {
        string database = Fresh("twice");
        await using var one = await ClusterHost.Start(database, s_options);
        var alone = new LoneRun(s_life);
        await one.Post("/v1/models/life/sessions", """{"id":"a"}""");
        await Same(one, alone, 1);

        // As a second home of the session would, on the other side of a network that is cut.
        await using var cluster = SluiceCluster.Open(new ClusterOptions { Database = database });
        await using var source = NpgsqlDataSource.Create(database);
        await using var store = new SessionStore(source, new StateToken(s_options with { StateKey = cluster.StateKey }), s_options);
        var kept = (await store.Read("life", "a", default))!;
        var net = ((ILiveModel)alone.Model).Live!;
        var memory = net.Restore(kept.State);
        memory.Put(new LiveRow(new double[] { 9, 9 }));
        while (memory.Waiting > 0) net.Step([memory]);
        alone.Step(9, 9);
        Assert.True(await store.Write("life", "a", kept.Last, kept with { Last = Guid.NewGuid(), Rows = 2, Before = 1, State = memory.ToBytes() }));
        Assert.False(await store.Write("life", "a", kept.Last, kept with { Last = Guid.NewGuid() }));
        await Same(one, alone, 3);

        // What nobody of the cluster wrote is no state to go on from.
        Sql(database, "UPDATE sluice_sessions SET last = gen_random_uuid(), state = set_byte(state, 200, (get_byte(state, 200) + 1) % 256)");
        ClusterHost.Refused(412, "is not what the cluster wrote", await one.Post("/v1/models/life/sessions/a/steps", """{"readings":[1,2]}"""));
        Sql(database, "UPDATE sluice_sessions SET last = gen_random_uuid()");
        ClusterHost.Refused(412, "is not what the cluster wrote", await one.Post("/v1/models/life/sessions/a/steps", """{"readings":[1,2]}"""));
        Assert.Equal(200, (await one.Delete("/v1/models/life/sessions/a")).Status);
        Assert.Equal(201, (await one.Post("/v1/models/life/sessions", """{"id":"a"}""")).Status);
    }

    [PostgresFact]
    public async Task A_session_stays_on_its_version_wherever_that_is()
    {
        using var session = new Session();
        string database = Fresh("versions"), other = session["other.safetensors"];
        var changed = LifeModel.Load(s_life);
        foreach (var parameter in changed.Parameters)
        {
            for (int r = 0; r < parameter.Value.Rows; r++)
                foreach (ref float value in parameter.Value.Row(r)) value *= 1.25f;
            parameter.Changed();
        }

        changed.Save(other);
        var one = await ClusterHost.Start(database, s_options);
        await using var two = await ClusterHost.Start(database, s_options with { Models = [$"life={other}"] });
        var alone = new LoneRun(s_life);
        await one.Post("/v1/models/life/sessions", """{"id":"a"}""");
        await Same(two, alone, 1);
        await Same(one, alone, 2);
        await one.Stop();
        await one.DisposeAsync();
        ClusterHost.Refused(503, "which no server of the cluster has now", await two.Post("/v1/models/life/sessions/a/steps", """{"readings":[1,2]}"""));
        await using var three = await ClusterHost.Start(database, s_options);
        await Same(three, alone, 3);
        await Same(two, alone, 4);
    }

    [PostgresFact]
    public async Task A_database_that_goes_away_and_comes_back_loses_nothing()
    {
        using var own = new PostgresServer();
        await using var one = await ClusterHost.Start(own.Connection, s_options);
        var alone = new LoneRun(s_life);
        await one.Post("/v1/models/life/sessions", """{"id":"a"}""");
        await Same(one, alone, 1);
        own.Kill();
        ClusterHost.Refused(503, "the database of the cluster does not answer", await one.Post("/v1/models/life/sessions/a/steps", """{"readings":[1,2]}"""));
        ClusterHost.Refused(503, "the database of the cluster does not answer", await one.Post("/v1/models/life/sessions", """{"id":"b"}"""));
        Assert.Null((await one.Get("/v1/models/life")).Body["sessions"]!["cluster"]);
        own.Start();
        await Same(one, alone, 2);
    }

    [PostgresFact]
    public async Task A_session_that_is_left_alone_ends()
    {
        string database = Fresh("idle");
        await using var one = await ClusterHost.Start(database, s_options with { SessionIdle = TimeSpan.FromSeconds(1), MostSessions = 1 });
        await one.Post("/v1/models/life/sessions", """{"id":"a"}""");
        ClusterHost.Refused(503, "all that it may have", await one.Post("/v1/models/life/sessions", """{"id":"b"}"""));
        Sql(database, "UPDATE sluice_sessions SET expires = now()");
        ClusterHost.Refused(404, "left alone too long", await one.Post("/v1/models/life/sessions/a/steps", """{"readings":[1,2]}"""));
        Assert.Equal(201, (await one.Post("/v1/models/life/sessions", """{"id":"b"}""")).Status);
    }

    [PostgresFact]
    public async Task A_server_that_the_others_gave_up_ends_and_its_sessions_go_on()
    {
        string database = Fresh("lost");
        var alone = new LoneRun(s_life);
        await using (var one = await ClusterHost.Start(database, s_options, TimeSpan.FromSeconds(0.2)))
        {
            await one.Post("/v1/models/life/sessions", """{"id":"a"}""");
            await Same(one, alone, 1);
            Sql(database, """
                UPDATE sluice_silos SET status = 6, etag = etag + 1, entry = replace(entry, '"Status":3', '"Status":6');
                UPDATE sluice_cluster SET table_version = table_version + 1
                """);
            await one.Server.Closing().WaitAsync(TimeSpan.FromMinutes(1));
            Assert.Contains("gave this one up for lost", one.Failure);
        }

        await using var two = await ClusterHost.Start(database, s_options);
        await Same(two, alone, 2);
    }

    [PostgresFact]
    public void What_does_not_fit_the_cluster_is_said_in_a_sentence()
    {
        string database = Fresh("fit"), keyed = Fresh("keyed");
        byte[] key = new byte[32], other = [.. key.Select(_ => (byte)1)];
        Assert.Equal(32, Open(database, null).Length);
        Wrong(() => Open(database, key), "keeps one of its own");
        Open(keyed, key);
        Wrong(() => Open(keyed, null), "was begun with a state key");
        Wrong(() => Open(keyed, other), "expected the state key that the cluster was begun with");
        Wrong(() => Open(keyed, new byte[5]), "32 bytes or more, got 5");
        Sql(keyed, "UPDATE sluice_cluster SET version = '0.0.1'; INSERT INTO sluice_silos (address, status, entry, etag, alive) VALUES ('x', 3, '{}', 0, now())");
        Wrong(() => Open(keyed, key), "expected servers of one version");
        Sql(keyed, "DELETE FROM sluice_silos");
        Open(keyed, key);
        Sql(keyed, "UPDATE sluice_cluster SET form = 99");
        Wrong(() => Open(keyed, key), "form 99");
        Wrong(() => Open(database.Replace(PostgresServer.Password, "wrong"), null), "cluster: the server refuses the user or the password");
        Wrong(() => Open(database.Replace("Database=fit", "Database=absent"), null), "\"absent\" does not exist");
    }

    private static byte[] Open(string database, byte[]? key)
        => SluiceCluster.Open(new ClusterOptions { Database = database }, key is null ? default(ReadOnlyMemory<byte>?) : key).StateKey.ToArray();

    private static void Wrong(Action open, string part)
    {
        string sentence = Assert.ThrowsAny<SluiceException>(open).Message;
        Assert.Contains(part, sentence);
        Assert.DoesNotContain(PostgresServer.Password, sentence);
        Assert.DoesNotContain('\n', sentence);
    }

    /// <summary>A step of session a that gives what a lone run gives.</summary>
    private static async Task Same(ClusterHost host, LoneRun alone, int rows)
    {
        var (status, answer) = await host.Post("/v1/models/life/sessions/a/steps", $$"""{"readings":[{{rows}},2]}""");
        Assert.True(status == 200, answer.ToJsonString());
        Assert.Equal(alone.Step(rows, 2), s_outputs.Select(o => (double)answer[o]!));
        Assert.Equal(rows, (int)answer["rows_taken"]!);
    }

    /// <summary>A database of its own.</summary>
    private string Fresh(string name)
    {
        Sql(server.Running.Connection, $"CREATE DATABASE {name}");
        return server.Running.Connection.Replace("Database=postgres", $"Database={name}");
    }

    private static void Sql(string database, string text)
    {
        using var connection = new NpgsqlConnection(database);
        connection.Open();
        using var command = new NpgsqlCommand(text, connection);
        command.ExecuteNonQuery();
    }
}

/// <summary>A model for remaining life run by itself.</summary>
internal sealed class LoneRun
{
    private readonly Layers.Session _memory;

    public LoneRun(LifeModel model) => (Model, _memory) = (model, model.NewSession());

    public LoneRun(string path)
        : this(LifeModel.Load(path))
    {
    }

    public LifeModel Model { get; }

    public double[] Step(params double[] readings)
    {
        var estimate = Model.Step(readings, _memory);
        return [estimate.Life, estimate.Low, estimate.High];
    }
}
