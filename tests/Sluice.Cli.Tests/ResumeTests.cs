using Sluice.Training;

namespace Sluice.Cli.Tests;

/// <summary>A run folder belongs to one training at a time, and a run that goes on is the run that began.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("--epochs", "7")]
    [InlineData("--seed", "99")]
    [InlineData("--rate", "0.5")]
    public void A_run_that_another_trains_is_refused_and_nothing_in_its_folder_changes(string option, string value)
    {
        string run = _session.TrainBook();
        string[] before = _session.Files();
        using (RunFolder.Hold(run))
        {
            var (code, _, error) = _session.Run("train", "text", "--resume", run, option, value);
            Assert.NotEqual(CommandLine.Done, code);
            Assert.Contains("is being trained in by another process", error);
        }

        Assert.Equal(before, _session.Files());
    }

    [Fact]
    public void A_run_of_which_nothing_was_saved_begins_again_in_its_folder()
    {
        Directory.CreateDirectory(Path.Combine(_session["run"], "checkpoints"));
        Assert.True(File.Exists(Path.Combine(_session.TrainBook(), "model.safetensors")));
    }

    [Fact]
    public void A_detector_of_anomalies_that_was_not_saved_learns_again()
    {
        string data = _session.Write("wave.csv", "time,load\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"{i},{i * 7 % 12}\n"))),
            model = Path.Combine(_session["run"], "model.safetensors");
        string[] learn =
            ["train", "anomalies", data, "--target", "load", "--calibration", "100", "--window", "8", "--hidden", "4", "--out", _session["run"]];
        Assert.Equal(CommandLine.Done, _session.Run(learn).Code);
        byte[] whole = File.ReadAllBytes(model);
        File.Delete(model);
        var (code, _, error) = _session.Run("train", "anomalies", "--resume", _session["run"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal(whole, File.ReadAllBytes(model));
    }

    [Theory]
    [InlineData("training.seed", "99")]
    [InlineData("model.cell", "gru")]
    [InlineData("training.rate", "0.5")]
    [InlineData("training.batch", "3")]
    public void What_a_run_is_stays_and_its_configuration_too(string key, string value)
    {
        string run = _session.TrainBook();
        string[] before = _session.Files();
        var (code, _, error) = _session.Run("train", "text", "--resume", run, "--set", $"{key}={value}");
        Assert.Equal(CommandLine.WrongUse, code);
        Assert.Contains(key, error);
        Assert.Contains(
            "What may change when it goes on: training.epochs", string.Join(' ', error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(before, _session.Files());
    }

    [Theory]
    [InlineData("training.epochs", "2")]
    [InlineData("training.checkpoint_seconds", "5")]
    [InlineData("training.threads", "1")]
    public void Epochs_checkpoints_and_threads_may_change_and_are_kept(string key, string value)
    {
        string run = _session.TrainBook();
        var (code, _, error) = _session.Run("train", "text", "--resume", run, "--set", $"{key}={value}");
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains($"\"{key[(key.IndexOf('.') + 1)..]}\": {value}", File.ReadAllText(Path.Combine(run, "config.json")));
    }

    [Fact]
    public void Fewer_epochs_than_are_done_are_refused()
    {
        string run = _session.TrainBook();
        Assert.Equal(CommandLine.Done, _session.Run("train", "text", "--resume", run, "--epochs", "3").Code);
        string config = File.ReadAllText(Path.Combine(run, "config.json"));
        var (code, _, error) = _session.Run("train", "text", "--resume", run, "--epochs", "2");
        Assert.NotEqual(CommandLine.Done, code);
        Assert.Contains("expected 3 epochs or more", error);
        Assert.Equal(config, File.ReadAllText(Path.Combine(run, "config.json")));
    }

    [Fact]
    public void Data_may_have_another_name_but_no_other_content()
    {
        string run = _session.TrainSales(), sales = File.ReadAllText(_session["sales.csv"]);
        var (code, _, error) = _session.Run("train", "forecast", _session.Write("moved.csv", sales), "--resume", run);
        Assert.True(code == CommandLine.Done, error);
        (code, _, error) = _session.Run("train", "forecast", _session.Write("other.csv", sales + "2024-04-30,north,1,a,21\n"), "--resume", run);
        Assert.Equal(CommandLine.WrongUse, code);
        Assert.Contains("data.file", error);
    }

    [Fact]
    public void A_new_folder_that_another_holds_stays()
    {
        Directory.CreateDirectory(_session["run"]);
        using (RunFolder.Hold(_session["run"]))
        {
            var (code, _, _) = _session.Run("train", "--epochs", "1", "--hidden", "8", "--out", _session["run"]);
            Assert.NotEqual(CommandLine.Done, code);
            Assert.True(Directory.Exists(_session["run"]));
        }
    }

    [Fact]
    public void A_detector_that_learns_in_one_pass_goes_on_with_other_data_but_is_the_same()
    {
        string data = _session.WriteSales(), run = _session["watch"];
        var (code, _, error) = _session.Run("train", "anomalies", data, "--target", "sold", "--calibration", "60", "--out", run);
        Assert.True(code == CommandLine.Done, error);
        string[] before = _session.Files();
        (code, _, error) = _session.Run("train", "anomalies", data, "--resume", run, "--seed", "5");
        Assert.Equal(CommandLine.WrongUse, code);
        Assert.Contains("training.seed", error);
        Assert.Equal(before, _session.Files());
    }

    [Fact]
    public void A_study_is_held_and_its_trials_stay_with_their_settings()
    {
        string[] ask =
            ["challenge", "adding", "--cells", "rnn", "--gaps", "10", "--seeds", "1", "--hidden", "4", "--steps", "2", "--out", _session["gaps"]];
        var (code, _, error) = _session.Run(ask);
        Assert.True(code == CommandLine.Done, error);
        string[] before = _session.Files();
        (code, _, error) = _session.Run("challenge", "--resume", _session["gaps"], "--hidden", "8");
        Assert.Equal(CommandLine.WrongUse, code);
        Assert.Contains("model.hidden", error);
        using (RunFolder.Hold(
            _session["gaps"])) Assert.NotEqual(CommandLine.Done, _session.Run("challenge", "--resume", _session["gaps"], "--seeds", "2").Code);
        Assert.Equal(before, _session.Files());
    }
}
