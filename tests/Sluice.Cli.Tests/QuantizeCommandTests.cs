using System.Text.Json;

namespace Sluice.Cli.Tests;

/// <summary><c>sluice quantize</c>: a new model with weights of 8 or 16 bits, which answers as any other.</summary>
public sealed class QuantizeCommandTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    public static TheoryData<string> Models => GoldenTests.Names;

    [Theory, MemberData(nameof(Models))]
    public void A_quantized_model_of_every_task_answers_every_question(string name)
    {
        string folder = Path.Combine(GoldenTests.Folder(), name), model = Path.Combine(folder, "model.safetensors");
        byte[] before = File.ReadAllBytes(model);
        foreach (string type in new[] { "int8", "bf16" })
        {
            var (code, output, error) = _session.Run("quantize", model, "--to", type, "--out", _session["model.safetensors"], "--json");
            Assert.True(code == CommandLine.Done, error);
            var root = JsonDocument.Parse(output).RootElement;
            Assert.Equal(type, root.GetProperty("to").GetString());
            string[] floats = [.. root.GetProperty("computed_as_floats").EnumerateArray().Select(l => l.GetString()!)];
            Assert.Equal(name is "text-antisymmetric" or "text-clockwork", floats.Length > 0);
            foreach (string question in File.ReadAllLines(Path.Combine(folder, "commands.txt"))[1..]) GoldenTests.Run(_session, question, folder);
        }

        Assert.Equal(before, File.ReadAllBytes(model));
    }

    [Fact]
    public void The_table_shows_size_speed_and_quality_and_info_says_what_the_matrices_are()
    {
        string run = _session.TrainSales("sales"), data = _session["sales.csv"];
        var (code, output, error) = _session.Run("quantize", run, "--data", data);
        Assert.True(code == CommandLine.Done, error);
        foreach (string row in new[] { "| file, kB", "| a step of its recurrent layers, µs", "model-int8.safetensors is written; " }) Assert.Contains(row, output);
        string model = Path.Combine(run, "model-int8.safetensors");
        Assert.Contains("int8, written by 'sluice quantize'", _session.Run("info", model).Output);
        Assert.DoesNotContain("sluice quantize", _session.Run("info", run).Output);
        string figures = _session.Run("quantize", run, "--data", data, "--to", "int8", "--json").Output;
        var root = JsonDocument.Parse(figures).RootElement.GetProperty("figures");
        double exact = Evaluate(run), rounded = Evaluate(model);
        Assert.NotEqual(exact, rounded);
        var error1 = root.EnumerateArray().Single(f => f.GetProperty("name").GetString() == "loss");
        Assert.Equal((exact, rounded), (error1.GetProperty("float32").GetDouble(), error1.GetProperty("quantized").GetDouble()));

        double Evaluate(string model)
            => JsonDocument.Parse(_session.Run("evaluate", model, "--data", data, "--json").Output).RootElement.GetProperty("loss").GetDouble();
    }

    [Fact]
    public void A_copy_outside_the_run_folder_is_compared_by_the_same_baselines()
    {
        string run = _session.TrainText("book.txt", "run"), data = _session["book.txt"];
        var (code, output, error) = _session.Run("quantize", run, "--to", "bf16", "--data", data, "--out", _session["bf.safetensors"], "--json");
        Assert.True(code == CommandLine.Done, error);
        string[] names = [.. JsonDocument.Parse(output).RootElement.GetProperty("figures").EnumerateArray().Select(f => f.GetProperty("name").GetString()!)];
        Assert.Contains("loss", names);
        foreach (string baseline in new[] { "by_frequency", "by_symbol_before", "guessing" }) Assert.DoesNotContain(baseline, names);
    }

    [Fact]
    public void Where_the_data_does_not_fit_nothing_is_written()
    {
        string run = _session.TrainSales("sales"), other = _session.Write("other.csv", "x,y\n1,2\n3,4\n");
        string[] before = _session.Files();
        Assert.Equal(CommandLine.BadData, _session.Run("quantize", run, "--data", other, "--out", _session["q.safetensors"]).Code);
        Assert.Equal(before, _session.Files());
    }

    [Fact]
    public void Info_counts_the_bytes_that_reduced_weights_take()
    {
        string run = _session.TrainBook(), small = _session["small.safetensors"];
        Assert.Equal(CommandLine.Done, _session.Run("quantize", run, "--out", small).Code);
        long exact = Bytes(run), reduced = Bytes(small);
        Assert.InRange(reduced, exact / 4, exact / 2);
        Assert.InRange(reduced, 1, new FileInfo(small).Length);

        long Bytes(string model)
            => JsonDocument.Parse(_session.Run("info", model, "--layers", "--json").Output).RootElement.GetProperty("bytes").GetInt64();
    }

    [Theory]
    [InlineData("model.root_mean_squared_error", "RMSE")]
    [InlineData("loss", "loss")]
    [InlineData("macro_f1", "macro F1")]
    [InlineData("bits_per_character", "bits per character")]
    [InlineData("seasonal.mean_absolute_error", "seasonal, MAE")]
    public void Figures_have_the_names_that_evaluate_prints(string key, string name) => Assert.Equal(name, QuantizedFigure.Called(key));

    [Fact]
    public void What_is_printed_alike_is_left_out()
    {
        Assert.False(new QuantizedFigure("loss", 2.81981, 2.81982).Differs);
        Assert.True(new QuantizedFigure("loss", 0.00031, 0.00032).Differs);
        Assert.Equal(["step", "3", "2", "1.50 times as fast"], new QuantizedFigure("step", 3, 2) { IsTime = true }.Cells());
    }

    [Fact]
    public void Wrong_use_is_refused_and_nothing_is_written_over()
    {
        string run = _session.TrainBook(), model = Path.Combine(run, "model.safetensors");
        string[] before = _session.Files();
        Refused(CommandLine.WrongUse, "this command reads, and would be overwritten", run, "--out", Path.Combine(run, ".", "model.safetensors"));
        Refused(CommandLine.WrongUse, "int4", run, "--to", "int4");
        Refused(CommandLine.BadData, "there is no such model file", _session["absent"]);
        Assert.Equal(before, _session.Files());
        Assert.Equal(CommandLine.Done, _session.Run("quantize", model, "--out", _session["small.safetensors"]).Code);
        Refused(CommandLine.BadData, "its weights are int8 already", _session["small.safetensors"], "--to", "bf16");

        void Refused(int expected, string message, params string[] arguments)
        {
            var (code, _, error) = _session.Run(["quantize", .. arguments]);
            Assert.Equal(expected, code);
            Assert.Contains(message, error);
        }
    }
}
