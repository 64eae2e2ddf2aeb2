using Sluice.Studio.Runs;
using Sluice.Tasks.Glimpses;
using Sluice.Training;

namespace Sluice.Studio.Tests;

/// <summary>Runs as the studio keeps and finds them.</summary>
public sealed class RunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-runs-").FullName;
    private readonly StudioContext _studio;

    public RunTests() => _studio = new StudioContext(new StudioOptions { Folder = _folder });

    public void Dispose()
    {
        _studio.Runs.StopAll();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void ALongRunIsKeptInAThousandPointsAndLosesNoExtremes()
    {
        var curve = new LearningCurve();
        for (int step = 1; step <= 50_000; step++) curve.Add(new StepEvent(0, step, 50_000, step == 31_234 ? 99 : 1, 0.5, 0.01, 1, step));
        Assert.InRange(curve.Count, 500, 1000);
        var points = curve.From(0);
        Assert.Equal(99, points.Max(p => p.Highest));
        Assert.Equal(50_000, points[^1].Step);
        Assert.All(points, p => Assert.Equal(0.5, p.Norm, 12));
        Assert.Equal(1 + 98.0 / curve.Size, points.Max(p => p.Loss), 9);
    }

    [Fact]
    public void AWatcherIsToldOnlyWhatIsNew()
    {
        var record = new RunRecord(new TrainingOptions());
        var known = RunRecord.Known.Parse(null);
        for (int step = 1; step <= 10; step++) record.Add(Step(step));
        var first = record.Since(ref known)!;
        Assert.Equal((0, 10), (first.FirstPoint, first.Points.Length));
        Assert.Null(record.Since(ref known));
        record.Add(Step(11));
        var second = record.Since(ref known)!;
        Assert.Equal((9, 2), (second.FirstPoint, second.Points.Length));

        // What a browser gives back says the same; what is of another record, or nonsense, has seen nothing.
        var back = RunRecord.Known.Parse(known.Text);
        Assert.Equal(known, back);
        Assert.Null(record.Since(ref back));
        foreach (string text in new[] { "", "1-2", "a-b-c-d-e-f", "99999-1-1-1-1-1" })
        {
            var stranger = RunRecord.Known.Parse(text);
            Assert.Equal(11, record.Since(ref stranger)!.Points.Length);
        }

        static StepEvent Step(int step) => new(0, step, 20, 1, 1, 0.1, 1, step);
    }

    [Fact]
    public void ARunOfAnotherProcessIsRead()
    {
        string run = Path.Combine(_folder, "runs", "one");
        Directory.CreateDirectory(run);
        File.WriteAllText(Path.Combine(run, "config.json"), "{ \"task\": \"text\", \"model\": { \"hidden\": 3 } }");
        File.WriteAllText(Path.Combine(run, "events.jsonl"), """
            {"event":"step","epoch":0,"step":1,"total_steps":2,"loss":1.5,"gradient_norm":0.3,"rate":0.1,"predictions":8,"seconds":0.1}
            {"event":"validation","epoch":0,"step":1,"total_steps":2,"loss":1.25,"best":true,"seconds":0.2}
            not json
            {"event":"step","epoch":0,"step":2,"tot
            """);
        var entry = Assert.Single(_studio.Runs.All());
        Assert.Equal(("runs/one", "text", 1, 1.25), (entry.Name, entry.Task, entry.Status.Step, entry.Status.Best));
        Assert.Equal("3", _studio.Runs.Settings("runs/one")["model.hidden"]);
    }

    [Theory]
    [InlineData("{oops", "JSON")]
    [InlineData("[]", "object")]
    public void ARunThatCannotBeReadIsShownAsSuchAndHidesNoOther(string config, string expected)
    {
        foreach (var (name, text) in new[] { ("good", "{ \"task\": \"text\" }"), ("bad", config) })
        {
            string run = Path.Combine(_folder, "runs", name);
            Directory.CreateDirectory(run);
            File.WriteAllText(Path.Combine(run, "config.json"), text);
            File.WriteAllText(Path.Combine(run, "events.jsonl"), """
                {"event":"validation","epoch":0,"step":1,"total_steps":2,"best":true,"seconds":0.2}
                {"event":"validation","epoch":0,"step":1,"total_steps":2,"loss":1,"loss":2,"best":true,"seconds":0.2}
                {"event":"step","epoch":0,"step":2,"total_steps":2,"loss":1.5,"gradient_norm":0.3,"rate":0.1,"predictions":8,"seconds":0.3}

                """);
        }

        var runs = _studio.Runs.All().ToDictionary(r => r.Name);
        Assert.Equal(("stopped", 2), (runs["runs/good"].Status.State, runs["runs/good"].Status.Step));
        Assert.Equal("failed", runs["runs/bad"].Status.State);
        Assert.Contains(expected, runs["runs/bad"].Status.Message?.Error);
    }

    [Fact]
    public void ARunUnderAnotherSpellingIsTheSameRun()
    {
        string name = _studio.Runs.Start("text", new()
        {
            ["data.file"] = "book:english",
            ["data.tokenizer"] = "word",
            ["model.hidden"] = "8",
            ["training.epochs"] = "100000",
            ["training.threads"] = "300"
        });
        var run = _studio.Runs.Live(name);
        Wait(() => run.Record.Status.Step > 2);
        Assert.Same(run, _studio.Runs.Live("./" + name));
        Assert.Same(run.Record, _studio.Runs.Open(name.Replace("/", "/./")));
        Assert.Contains("being trained", Assert.Throws<SluiceException>(() => _studio.Runs.Resume("./" + name)).Message);
        Assert.Equal("0", _studio.Runs.Settings(name)["training.threads"]);
        run.Stop();
    }

    [Fact]
    public void ARunThatAnotherProcessGoesOnWithIsLeftToIt()
    {
        string name = _studio.Runs.Start(
            "text", new() { ["data.file"] = "book:english", ["data.tokenizer"] = "word", ["model.hidden"] = "8", ["training.epochs"] = "100000" });
        var run = _studio.Runs.Live(name);
        Wait(() => run.Record.Status.Step > 2);
        run.Stop();
        using (new RunFolder(Path.Combine(_folder, name)).Hold())
        {
            Assert.Equal("elsewhere", _studio.Runs.Open(name).Status.State);
            Assert.Throws<SluiceException>(() => _studio.Runs.Resume(name));
        }

        Assert.Equal("stopped", _studio.Runs.Open(name).Status.State);
    }

    [Fact]
    public void APausedRunStandsAndAnotherRateHolds()
    {
        string name = _studio.Runs.Start(
            "text", new() { ["data.file"] = "book:english", ["data.tokenizer"] = "word", ["model.hidden"] = "8", ["training.epochs"] = "100000" });
        var run = _studio.Runs.Live(name);
        Wait(() => run.Record.Status.Step > 5);
        run.Pause(true);
        int step = Standing(run);
        run.ChangeRate(0.25);
        run.Pause(false);
        Wait(() => run.Record.Status.Step > step + 3);
        run.Stop();
        Assert.Equal("stopped", run.Record.Status.State);

        // Stopped and gone on with: from the checkpoint, with the rate that was set.
        int stopped = run.Record.Status.Step;
        _studio.Runs.Resume(name);
        var again = _studio.Runs.Live(name);
        Wait(() => again.Record.Status.Step > stopped);
        Assert.Equal(0.25, again.Record.Status.RateFactor);
        again.Stop();

        static int Standing(LiveRun run)
        {
            for (int last = -1; ;)
            {
                Thread.Sleep(100);
                if (run.Record.Status.Step == last) return last;
                last = run.Record.Status.Step;
            }
        }
    }

    [Fact]
    public void AFinishedRunKeepsItsLastGlimpseAndTellsItsValidationsAndItsLastStep()
    {
        string name = _studio.Runs.Start("text", new()
        {
            ["data.file"] = "book:english",
            ["data.tokenizer"] = "word",
            ["model.hidden"] = "8",
            ["training.epochs"] = "2",
            ["training.clip"] = "0.5"
        });
        var run = _studio.Runs.Live(name);
        Wait(() => run.Record.Status.State is "done" or "failed");

        // As another process finds it.
        var found = new StudioContext(new StudioOptions { Folder = _folder }).Runs.Open(name);
        foreach (var record in new[] { run.Record, found })
        {
            var known = RunRecord.Known.Parse(null);
            var news = record.Since(ref known)!;
            Assert.Equal("text", Assert.Single(news.Glimpse!.Exhibits).What);
            Assert.Equal([1, 2], news.Validations.Select(v => v.Epoch));
            Assert.All(news.Validations, v => Assert.True(v.Training > 0 && v.Norm > 0 && v.Rate > 0));
            Assert.Equal(0.5, news.Last!.Clip);
            Assert.Equal(["rate", "clip", "update"], news.Last.Rule.Select(l => l.About).Distinct());
            Assert.Contains(news.Last.Norm > 0.5 ? "min(1, 0.5 / " : "= g", news.Last.Rule[1].Numbers);
        }
    }

    [Fact]
    public void ARunWhoseFolderIsTakenAwaySaysSo()
    {
        string name = _studio.Runs.Start(
            "text", new() { ["data.file"] = "book:english", ["data.tokenizer"] = "word", ["model.hidden"] = "8", ["training.epochs"] = "100000" });
        var run = _studio.Runs.Live(name);
        Wait(() => run.Record.Status.Step > 5);
        string folder = Path.Combine(_folder, name);
        Directory.Move(folder, folder + "-away");
        Wait(() => run.Record.Status.State == "gone");
        Assert.DoesNotContain(name, _studio.Runs.All().Select(r => r.Name));
        Assert.Equal("gone", _studio.Runs.Open("runs/never").Status.State);
        Assert.Equal("stopped", WithoutLiveness(name + "-away"));
        Directory.Delete(folder + "-away", recursive: true);
        Assert.Equal("gone", _studio.Runs.Open(name + "-away").Status.State);

        // What was written a moment ago may still be trained elsewhere.
        string WithoutLiveness(string other)
        {
            File.SetLastWriteTimeUtc(Path.Combine(_folder, other, "events.jsonl"), DateTime.UtcNow.AddMinutes(-1));
            return _studio.Runs.Open(other).Status.State;
        }
    }

    [Fact]
    public void AThirdRunIsToldWhichTwoAreTrained()
    {
        Dictionary<string, string> settings =
            new() { ["data.file"] = "book:english", ["data.tokenizer"] = "word", ["model.hidden"] = "8", ["training.epochs"] = "100000" };
        string one = _studio.Runs.Start("text", new(settings)), two = _studio.Runs.Start("text", new(settings));
        string message = Assert.Throws<SluiceException>(() => _studio.Runs.Start("text", new(settings))).Message;
        Assert.Contains(one, message);
        Assert.Contains(two, message);
    }

    [Theory]
    [InlineData("text", "model.hidden", "0", "model.hidden: expected a whole number from 1")]
    [InlineData("text", "training.rate", "fast", "training.rate: expected a number")]
    [InlineData("text", "model.cell", "lstm+zoneout:0.1", null)]
    public void AValueIsJudgedByItself(string task, string key, string value, string? expected)
    {
        string? complaint = RunShelf.Refusal(RunShelf.Task(task), key, value)?.Message;
        if (expected is null) Assert.Null(complaint);
        else Assert.StartsWith(expected, complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text", "data.file", "../secret.txt", "outside")]
    [InlineData("text", "data.file", "/etc/passwd", "outside")]
    [InlineData("text", "data.file", "none.txt", "none.txt")]
    [InlineData("forecast", "data.sql", "Host=localhost", "command line")]
    [InlineData("text", "model.cell", "lsmt", "lstm")]
    [InlineData("nothing", "data.file", "book:english", "nothing")]
    public void WhatCannotBeTrainedIsSaidAndLeavesNoFolder(string task, string key, string value, string expected)
    {
        var error = Assert.ThrowsAny<Exception>(() => _studio.Runs.Start(task, new() { [key] = value }));
        Assert.Contains(expected, error.Message);
        Assert.False(Directory.Exists(Path.Combine(_folder, "runs")));
    }

    private static void Wait(Func<bool> until) => Assert.True(SpinWait.SpinUntil(until, TimeSpan.FromSeconds(60)));
}
