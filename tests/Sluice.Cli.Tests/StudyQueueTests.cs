using System.Text.Json.Nodes;
using Sluice.Tests;

namespace Sluice.Cli.Tests;

/// <summary><c>compare</c> and <c>challenge</c> through a queue: the same trials and tables, whoever trains the nets.</summary>
public class StudyQueueTests(PostgresFixture server) : IClassFixture<PostgresFixture>
{
    private static readonly string[] s_compare =
        ["--cells", "lstm,gru", "--trials", "3", "--epochs", "1", "--least-hidden", "8", "--most-hidden", "16", "--batch", "4"];

    private static readonly string[] s_challenge =
        ["challenge", "order,recall", "--cells", "lstm,lstm/0.5", "--gaps", "4,6", "--seeds", "1", "--hidden", "8", "--steps", "40", "--rate", "0.02"];

    [Fact]
    public async Task A_comparison_is_the_same_for_one_worker_and_for_others_in_its_folder()
    {
        using var session = new Session();
        string[] asked = [.. Compare(session), "--out"];
        Done(session.Run([.. asked, session["one"], "--jobs", "1"]));
        var study = Task.Run(() => session.Run([.. asked, session["many"], "--jobs", "0"]));
        var worker = session.Run("worker", "--join", session["many"], "--jobs", "3", "--json");
        Done(worker);
        var told = await study;
        Done(told);
        Assert.Contains($"sluice worker --join {session["many"]}", told.Error);
        Assert.Equal(6, worker.Output.Trim().Split('\n').Length);
        Same(session, "one", "many");

        // More trials go on from there, and what is done is not done again.
        string before = File.ReadAllText(Path.Combine(session["many"], "trials.jsonl"));
        Done(session.Run("compare", "--resume", session["many"], "--trials", "4", "--jobs", "2"));
        string after = File.ReadAllText(Path.Combine(session["many"], "trials.jsonl"));
        Assert.StartsWith(before, after);
        Assert.Equal(8, after.Trim().Split('\n').Length);
    }

    [Fact]
    public async Task A_challenge_is_the_same_for_one_worker_and_for_others_in_its_folder()
    {
        using var session = new Session();
        Done(session.Run([.. s_challenge, "--out", session["one"], "--jobs", "1"]));
        var study = Task.Run(() => session.Run([.. s_challenge, "--out", session["many"], "--jobs", "0"]));
        var worker = session.Run("worker", "--join", session["many"], "--jobs", "2");
        Done(worker);
        Done(await study);
        Assert.Contains("challenge 000004-order-lstm/0.5-1", worker.Error);
        Same(session, "one", "many");
    }

    [PostgresFact]
    public async Task A_comparison_in_a_database_is_the_same()
    {
        using var session = new Session();
        string address = server.Running.Address;
        Done(session.Run([.. Compare(session), "--out", session["one"]]));
        var study = Task.Run(() => session.Run([.. Compare(session), "--out", session["many"], "--jobs", "0", "--queue", address]));
        Done(session.Run("worker", "--join", address, "--jobs", "2", "--out", session["work"]));
        Done(await study);
        Same(session, "one", "many");
    }

    [Fact]
    public void Other_data_under_the_same_name_and_damaged_results_are_refused()
    {
        using var session = new Session();
        Done(session.Run([.. Compare(session), "--out", session["one"]]));
        string done = Directory.GetFiles(Path.Combine(session["one"], "queue", "done")).Order(StringComparer.Ordinal).First();
        File.Delete(Path.Combine(session["one"], "trials.jsonl"));
        File.WriteAllText(done, "{");
        var (code, _, error) = session.Run("compare", "--resume", session["one"]);
        Assert.Equal(CommandLine.BadData, code);
        Assert.Contains("remove the file", error);

        // Work that waits is not done with data that came to be another.
        File.Delete(done);
        string work = Path.Combine(session["one"], "queue", "open", Path.GetFileName(done));
        var config = File.ReadAllText(Path.Combine(session["one"], "config.json"));
        File.WriteAllText(work, new JsonObject
        {
            ["name"] = Path.GetFileNameWithoutExtension(done),
            ["task"] = "compare",
            ["config"] = config,
            ["data"] = new string('0', 64),
            ["version"] = Learn.Tuning.TrialRun.Version,
        }.ToJsonString());
        File.Delete(Path.Combine(session["one"], "queue", "closed"));
        (code, _, error) = session.Run("worker", "--join", session["one"]);
        Assert.Equal(CommandLine.BadData, code);
        Assert.Contains("this is not the data of the search", error);
        Assert.True(File.Exists(work));
    }

    private static string[] Compare(Session session)
        => ["compare", "--data", session.Write("t.txt", string.Concat(Enumerable.Range(0, 200).Select(i => $"line {i}\n"))), .. s_compare];

    private static void Done((int Code, string Output, string Error) answer) => Assert.True(answer.Code == CommandLine.Done, answer.Error);

    /// <summary>Tables are equal to the byte; trials but for their order and the time that they took.</summary>
    private static void Same(Session session, string one, string other)
    {
        Assert.Equal(File.ReadAllText(Path.Combine(session[one], "results.md")), File.ReadAllText(Path.Combine(session[other], "results.md")));
        Assert.Equal(Trials(one), Trials(other));

        IEnumerable<string> Trials(string folder) => File.ReadLines(Path.Combine(session[folder], "trials.jsonl")).Select(line =>
        {
            var trial = JsonNode.Parse(line)!.AsObject();
            trial.Remove("seconds");
            return trial.ToJsonString();
        }).Order(StringComparer.Ordinal);
    }
}
