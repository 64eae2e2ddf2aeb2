using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Npgsql;
using Sluice.Tasks.Forecast;
using Sluice.Tests;

namespace Sluice.Cli.Tests;

/// <summary>Commands on the answer of a query, against a real server.</summary>
public class DatabaseCommandTests(PostgresFixture server) : IClassFixture<PostgresFixture>
{
    private const string Query =
        "SELECT DATE '2024-01-01' + i AS date, (i * i % 17)::real AS price, CASE WHEN i % 7 = 5 THEN 50 ELSE 20 END + i % 3 AS sold FROM generate_series(0, 119) i ORDER BY 1";

    private static readonly string[] s_small = ["--target", "sold", "--hidden", "4", "--epochs", "1", "--steps", "2"];

    [PostgresFact]
    public void A_forecaster_is_trained_on_a_query_and_used_on_one()
    {
        using var session = new Session();
        string[] source = ["--sql", server.Running.Connection, "--query", Query];
        Done(session.Run(["check", .. source]), "rows       120");
        Done(session.Run(["init", "forecast", .. source, "--target", "sold", "--out", session["sluice.json"]]), "7 rows");
        Done(session.Run(["train", "forecast", .. source, .. s_small, "--out", session["run"]]), "run folder");
        Done(session.Run(["evaluate", session["run"], .. source]), "");
        Done(session.Run(["predict", session["run"], .. source]), "121,2024-04-30");
        Done(session.Run(["inspect", session["run"], .. source]), "2024-04-29");
        Done(session.Run(["gradients", session["run"], .. source, "--lags", "10"]), "fresh");

        // The password is in nothing that is kept.
        Assert.All(
            Directory.GetFiles(session.Folder, "*", SearchOption.AllDirectories),
            f => Assert.DoesNotContain(PostgresServer.Password, File.ReadAllText(f)));
        Assert.Contains("Username=reader", File.ReadAllText(session["sluice.json"]), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("of the database in the configuration below", File.ReadAllText(Path.Combine(session["run"], "card.md")));

        // The same rows from a file give the same bits; how dates are written there is no part of them.
        string csv = session.Write("sales.csv", "date,price,sold\n" + string.Concat(Enumerable.Range(
            0, 120).Select(i => $"{new DateTime(2024, 1, 1).AddDays(i):yyyy-MM-dd},{i * i % 17},{(i % 7 == 5 ? 50 : 20) + i % 3}\n")));
        Done(session.Run(["train", "forecast", csv, .. s_small, "--out", session["file"]]), "");
        Assert.Equal(Weights("file"), Weights("run"));

        float[][] Weights(string run)
            => [.. Forecaster.Load(Path.Combine(session[run], "model.safetensors")).Parameters.Select(p => p.Value.ToArray())];
    }

    [PostgresFact]
    public void The_environment_has_the_password_or_the_connection()
    {
        using var session = new Session();
        string[] known = ["check", "--sql", server.Running.WithoutPassword, "--query", Query], elsewhere =
        [
            "check",
            "--sql",
            server.Running.WithoutPassword.Replace("Username=reader", "Username=other", StringComparison.Ordinal),
            "--query",
            Query
        ];
        Wrong(session.Run(known), CommandLine.BadData, "No password was given; one can stand in SLUICE_SQL=");
        Wrong(session.Run("check", "--query", Query), CommandLine.WrongUse, "expected --sql CONNECTION or SLUICE_SQL");
        try
        {
            Environment.SetEnvironmentVariable("SLUICE_SQL", server.Running.Connection);
            Done(session.Run(known), "rows       120");
            Done(session.Run("check", "--query", Query), "rows       120");
            Wrong(session.Run(elsewhere), CommandLine.BadData, "No password was given");
            Done(session.Run(["train", "forecast", "--query", Query, .. s_small, "--out", session["run"]]), "");
            Assert.Contains("\"sql\": \"\"", File.ReadAllText(Path.Combine(session["run"], "config.json")));
            Done(session.Run("train", "forecast", "--config", Path.Combine(session["run"], "config.json"), "--out", session["again"]), "");
            Done(session.Run("check", session["run"]), "parts      108");
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(session["again"], "model.safetensors")),
                File.ReadAllBytes(Path.Combine(session["run"], "model.safetensors")));
        }
        finally
        {
            Environment.SetEnvironmentVariable("SLUICE_SQL", null);
        }
    }

    [PostgresFact]
    public void What_is_wrong_is_said_in_one_line_without_the_password()
    {
        using var session = new Session();
        string connection = server.Running.Connection;
        Wrong(session.Run("check", "--sql", connection, "--query", "SELECT nosuch"), CommandLine.BadData, "refuses the query at line 1, column 8");
        Wrong(session.Run("check", "--sql", connection), CommandLine.WrongUse, "expected --query");
        Wrong(session.Run("check", session.WriteSales(), "--sql", connection, "--query", Query), CommandLine.WrongUse, "a file or a query, got both");
        Wrong(
            session.Run("check", "--sql", connection + ";" + PostgresServer.Password, "--query", Query), CommandLine.WrongUse,
            "data.sql: expected keys and values");
        Wrong(
            session.Run("check", "--sql", $"postgresql://reader:{PostgresServer.Password}@localhost/shop", "--query", Query), CommandLine.WrongUse,
            "data.sql: expected keys and values");
        Wrong(
            session.Run("train", "forecast", "--sql", $"postgresql://reader:{PostgresServer.Password}@localhost/shop", "--query", Query),
            CommandLine.WrongUse, "data.sql: expected keys and values");
        Wrong(session.Run("check", "--sql", connection + ";Port=x", "--query", Query), CommandLine.WrongUse, "no connection to PostgreSQL");
        Wrong(session.Run("evaluate", session.TrainBook(), "--sql", connection, "--query", Query), CommandLine.WrongUse, "expected --data FILE");
    }

    [PostgresFact]
    public void A_table_larger_than_memory_trains_and_goes_on_after_the_server_went_away()
    {
        using var session = new Session();
        using (var connection = new NpgsqlConnection(server.Running.Connection))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE SEQUENCE reads";
            command.ExecuteNonQuery();
        }

        // The server ends the connection when it gives the row in the middle for the sixth time: at most four times it is asked for before
        // the training, which then is in its second epoch or a later one.
        string Query(int last)
            => $"SELECT i % 7 AS day, CASE WHEN i % 7 = 5 THEN 50 ELSE 20 END + i % 3 AS sold, (CASE WHEN i = 1500 THEN CASE WHEN nextval('reads') = {last} THEN pg_terminate_backend(pg_backend_pid()) END END)::text AS gone FROM generate_series(0, 2999) i ORDER BY i";
        string[] Train(int last, string name) =>
        [
            "train", "forecast", "--sql", server.Running.Connection, "--query", Query(
                last), "--target", "sold", "--columns", "day", "--hidden", "4", "--steps", "2", "--epochs", "8",
            "--window", "12", "--season", "7", "--rows-in-memory", "600", "--checkpoint-every", "1", "--out", session[name],
        ];
        var answer = session.Run(Train(6, "run"));
        Assert.Contains("To go on from it: sluice train forecast --resume", answer.Error);
        Wrong(answer, CommandLine.BadData, "the server went away after row ");
        Done(session.Run("train", "forecast", "--resume", session["run"], "--sql", server.Running.Connection), "run folder");
        Done(session.Run(Train(0, "whole")), "run folder");
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(session["whole"], "model.safetensors")),
            File.ReadAllBytes(Path.Combine(session["run"], "model.safetensors")));
    }

    [PostgresFact]
    public void Labelled_rows_of_a_query_are_checked_and_learned()
    {
        using var session = new Session();
        string[] source =
            [
                "--sql",
                server.Running.Connection,
                "--query",
                "SELECT i / 10 AS piece, sin(i * (1 + i / 10 % 2))::float8 AS wave, CASE i / 10 % 2 WHEN 0 THEN 'slow' ELSE 'fast' END AS kind FROM generate_series(0, 399) i ORDER BY i"
            ];
        string[] columns = ["--target", "kind", "--sequence", "piece", "--hidden", "4", "--epochs", "1"];
        Done(session.Run(["train", "classify", .. source, .. columns, "--out", session["classify"]]), "accuracy");
        Done(session.Run(["evaluate", session["classify"], .. source]), "accuracy");
        Done(session.Run(["train", "tag", .. source, .. columns, "--out", session["tag"]]), "accuracy");
        Done(session.Run(["predict", session["tag"], .. source]), "400,");
        Environment.SetEnvironmentVariable("SLUICE_SQL", server.Running.Connection);
        try
        {
            Done(session.Run("check", session["classify"]), "training           40        400      0        0         0       0");
            Done(session.Run("check", session["tag"]), "fast         200");
        }
        finally
        {
            Environment.SetEnvironmentVariable("SLUICE_SQL", null);
        }
    }

    [PostgresFact]
    public void Every_command_of_the_page_on_data_runs()
    {
        using var session = new Session();
        using (var connection = new NpgsqlConnection(server.Running.Connection))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE sales AS SELECT DATE '2024-01-01' + i AS day, i * i % 17 AS price, CASE WHEN i % 7 = 5 THEN 50 ELSE 20 END + i % 3 AS sold FROM generate_series(0, 1499) i";
            command.ExecuteNonQuery();
        }

        session.Write(
            "sales.csv",
            "day,sold\n" + string.Concat(Enumerable.Range(0, 1500).Select(i => $"{new DateTime(2020, 1, 1).AddDays(i):yyyy-MM-dd},{i % 7}\n")));
        int count = 0;
        Environment.SetEnvironmentVariable("SLUICE_SQL", server.Running.Connection);
        try
        {
            foreach (Match line in Regex.Matches(
                File.ReadAllText(Path.Combine(Root(), "docs", "data.md")), @"^    \./sluice (.*)$", RegexOptions.Multiline))
            {
                string[] words =
                    [.. Regex.Matches(line.Groups[1].Value, "\"([^\"]*)\"|(\\S+)").Select(m => m.Groups[1].Success ? m.Groups[1].Value : m.Value)];
                if (words.Any(w => w.Split(':')[0] is "mysql" or "sqlite" or "duckdb"))
                    continue; // run with those databases elsewhere (DatabaseTests)
                words = [.. words.Select(w => w.StartsWith("Host=localhost", StringComparison.Ordinal) ? server.Running.WithoutPassword
                    : w is "shop" or "large" or "larger" || Path.HasExtension(w) && !w.Contains(' ') ? session[w]
                    : w)];
                if (words[0] == "sample") words = [.. words, "--out", session.Folder];
                if (words[0] == "init") words = [.. words, "--out", session["sluice.json"]];
                if (words[0] == "train") words = [.. words, "--epochs", "1", "--steps", "2", "--hidden", "4", "--window", "24"];
                Done(session.Run(words), "");
                count++;
            }
        }
        finally
        {
            Environment.SetEnvironmentVariable("SLUICE_SQL", null);
        }

        Assert.True(count >= 11, $"only {count} commands were found");
    }

    [PostgresFact]
    public void Histories_and_logs_of_a_query_are_checked_and_learned()
    {
        using var session = new Session();
        string[] life =
        [
            "--sql",
            server.Running.Connection,
            "--query",
            "SELECT i / 30 AS unit, i % 30 AS cycle, exp(i % 30 / 10.0)::float8 AS heat FROM generate_series(0, 299) i ORDER BY i"
        ];
        Done(
            session.Run(["train", "life", .. life, "--id", "unit", "--time", "cycle", "--hidden", "4", "--epochs", "1", "--out", session["life"]]),
            "RMSE");
        Done(session.Run(["evaluate", session["life"], .. life]), "RMSE");
        Done(session.Run(["predict", session["life"], .. life]), "unit,rows,life");
        Environment.SetEnvironmentVariable("SLUICE_SQL", server.Running.Connection);
        try
        {
            Done(session.Run("check", session["life"]), "rows       300");
        }
        finally
        {
            Environment.SetEnvironmentVariable("SLUICE_SQL", null);
        }
    }

    [PostgresFact]
    public void A_server_that_dies_while_rows_are_read_ends_the_command_and_loses_nothing()
    {
        using var session = new Session();
        string[] before = [session.TrainSales(), .. session.Files()];
        var killing = Task.Run(() =>
        {
            server.Running.WaitForQuery("without end", TimeSpan.FromSeconds(0.5));
            server.Running.Kill();
        });
        try
        {
            var answer = session.Run(
                "train", "forecast", "--sql", server.Running.Connection, "--query", "SELECT generate_series(1, 10000000000) AS sold -- without end",
                "--target", "sold", "--out", session["run"]);
            Wrong(answer, CommandLine.BadData, "the server went away after row ");
            Assert.Equal(before[1..], session.Files());
        }
        finally
        {
            killing.Wait();
            server.Running.Start();
        }
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));

    private static void Done((int Code, string Output, string Error) answer, string part)
    {
        Assert.True(answer.Code == CommandLine.Done, answer.Error);
        Assert.Contains(part, answer.Output);
    }

    private static void Wrong((int Code, string Output, string Error) answer, int code, string part)
    {
        Assert.Contains(part, answer.Error);
        Assert.DoesNotContain(PostgresServer.Password, answer.Error);
        Assert.DoesNotContain("   at ", answer.Error);
        Assert.Equal(code, answer.Code);
    }
}
