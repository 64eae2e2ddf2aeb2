using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Registry;
using Sluice.Training;

namespace Sluice.Cli.Tests;

/// <summary>A batch that is cut into shards gives the same weights, whoever computes which of them; for every task.</summary>
public sealed class ShardTests : IDisposable
{
    private const string Scenes = "data.rows=2 data.columns=2 data.most=2 data.scenes=60 model.features=8";

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    public static TheoryData<string, string, string, bool> Tasks => new()
    {
        { "text", "text/text.txt", "training.steps=8 model.dropout=0.2", false },
        { "text", "text/text.txt", "training.steps=8 model.dropout=0", true },
        { "forecast", "forecast/sales.csv", "training.steps=3 training.window=10", true },
        { "forecast", "forecast-kind/sales.csv", "training.steps=3 training.window=10 data.target=kind", true },
        { "series", "series/two.csv", "model.lookback=10 model.horizon=5 training.steps=3", true },
        { "series", "series/two.csv", "model.kind=likelihood model.lookback=6 model.horizon=3 training.steps=3", true },
        { "tag", "tag/orders.conll", "model.dropout=0", false },
        { "tag", "tag-rows/log.csv", "model.dropout=0 data.sequence=day model.field=false", true },
        { "classify", "classify/names.csv", "model.dropout=0", false },
        { "classify", "classify-rows/rows.csv", "model.dropout=0 training.balanced=true", true },
        { "life", "life/engines.txt", "model.dropout=0", true },
        { "control", "control/log.csv", "model.dropout=0", true },
        { "translate", "translate/pairs.tsv", "model.dropout=0 model.symbol_dropout=0", true },
        { "transcribe", "transcribe/sounds", "model.dropout=0 training.mask_features=0 training.mask_rows=0", true },
        { "transcribe", "transcribe/sounds", "", false },
        { "compose", "compose/music.json", "model.dropout=0", true },
        { "generate", "compose/music.json", "model.latents=3", false },
        { "generate", "forecast/sales.csv", "model.kind=plain", true },
        { "describe", "", Scenes + " model.dropout=0 model.attention=soft", true },
        { "describe", "", Scenes + " model.attention=hard", false },
    };

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Weights_are_equal_for_any_number_of_processes(string task, string data, string settings, bool certain)
    {
        var run = Run(task, data, $"{settings} training.shards=4");
        var (one, first) = Train(run, null);
        foreach (int processes in new[] { 2, 3, 4 })
        {
            var all = ThreadGroup.Run(processes, group => Train(run, group).Weights);
            Assert.All(all, weights => Assert.Equal(one, weights));
        }

        if (!certain) return;

        // Without noise the gradient of the batch is that of its parts, but for rounding.
        var (_, whole) = Train(run.With("training.shards", "1"), null);
        Assert.Equal(whole.Loss, first.Loss, 1e-5 * Math.Abs(whole.Loss));
        Assert.Equal(whole.GradientNorm, first.GradientNorm, 1e-3 * whole.GradientNorm);
        Assert.Equal(whole.Predictions, first.Predictions);
    }

    [Fact]
    public void A_run_goes_on_with_another_number_of_processes_and_with_the_same_bits()
    {
        var run = Run("text", "text/text.txt", "training.steps=8 model.dropout=0.2 training.epochs=4 training.shards=4");
        string expected = Train(run, null).Weights;
        string folder = _session["run"];
        int[] numbers = [3, 1, 4, 2];
        string weights = "";
        for (int i = 0; i < numbers.Length; i++)
        {
            bool last = i == numbers.Length - 1;
            weights = ThreadGroup.Run(numbers[i], group => Train(run, group, folder, last ? int.MaxValue : 5 + 4 * i).Weights)[0];
        }

        Assert.Equal(expected, weights);
    }

    [Theory]
    [InlineData("training.shards", "8", "the number of shards to be the same in all processes, got 4 in process 0 and 8 in process 2")]
    [InlineData("training.rate", "0.5", "how to train")]
    [InlineData("model.hidden", "5", "to be the same in all processes")]
    [InlineData("training.seed", "9", "to be the same in all processes")]
    public void A_process_that_does_something_else_is_refused_by_all(string key, string value, string message)
    {
        var run = Run("text", "text/text.txt", "training.steps=8 training.shards=4");
        var other = run.With(key, value);
        string?[] said = ThreadGroup.Run(3, group =>
        {
            try
            {
                Train(group.Rank == 2 ? other : run, group);
                return null;
            }
            catch (SluiceException e)
            {
                return e.Message;
            }
        });
        Assert.All(said, s => Assert.Contains(message, s));
    }

    [Fact]
    public void A_failure_of_one_ends_all_of_them()
    {
        string?[] said = ThreadGroup.Run(3, group =>
        {
            try
            {
                ProcessGroup.AllWell(group, group.Rank == 1 ? "the file is gone" : null);
                return null;
            }
            catch (SluiceException e)
            {
                return e.Message;
            }
        });
        Assert.All(said, s => Assert.Equal("process 1: the file is gone", s));
    }

    [Fact]
    public void What_cannot_be_cut_is_refused()
    {
        var run = Run("text", "text/text.txt", "training.steps=8 training.shards=2");
        Assert.Contains(
            "expected at most as many processes as shards, got 3 and 2",
            Assert.Throws<SluiceException>(() => ThreadGroup.Run(3, group => Train(run, group).Weights)).Message);
        ThreadGroup.Run(2, group => Train(run, group, _session["run"], 1).Weights);
        Assert.Contains(
            "expected batches cut into 2 shards, as this run began, got 1",
            Assert.Throws<SluiceException>(() => Train(run.With("training.shards", "1"), null, _session["run"])).Message);
    }

    private static (string Weights, StepEvent First) Train(TaskRun run, IProcessGroup? group, string? folder = null, int stopAfter = int.MaxValue)
    {
        using var job = run.Prepare();
        using var device = job.UseDevice();
        using var stop = new CancellationTokenSource();
        StepEvent? first = null;
        var kept = folder is not null && group is not { Rank: > 0 } ? new RunFolder(folder) : null;
        var trainer = new Trainer(job.Data, job.Options, kept, null, e =>
        {
            if (e is not StepEvent step) return;
            first ??= step;
            if (step.Step >= stopAfter) stop.Cancel();
        })
        { Group = group };
        if (folder is not null) trainer.Resume();
        trainer.Run(stop.Token);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var parameter in job.Data.Parameters)
            hash.AppendData(MemoryMarshal.AsBytes<float>(parameter.Value.ToArray()));
        return (Convert.ToHexString(hash.GetHashAndReset()), first!);
    }

    private TaskRun Run(string task, string data, string settings)
    {
        var run = TaskRegistry.Get(task).Start(data.Length > 0 ? null : "scenes");
        if (data.Length > 0)
        {
            string config = _session["sluice.json"];
            var (code, _, error) = _session.Run("init", task, Path.Combine(Golden(), data), "--out", config);
            Assert.True(code == 0, error);
            run = run.WithJson(File.ReadAllText(config), config);
        }

        string[] small = ["model.hidden=6", "training.epochs=1", "training.batch=7", "training.threads=1", "model.layers=1"];
        foreach (string pair in small.Concat(settings.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            string key = pair[..pair.IndexOf('=')];
            bool has = run.Task.Settings.Any(s => s.Key == key);
            Assert.True(has || small.Contains(pair), $"{task} has no {key}");
            if (has) run = run.With(key, pair[(key.Length + 1)..]);
        }

        return run;
    }

    private static string Golden([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "Golden");
}
