using System.Text.Json;
using Sluice.Formats;

namespace Sluice.Cli.Tests;

public class WeightCommandTests
{
    [Fact]
    public void Weights_of_others_are_described_by_what_is_recognised()
    {
        using var session = new Session();
        string file = Weights(session);
        string output = session.Run("info", file).Output;
        Assert.Contains("a safetensors file: 46 arrays", output);
        Assert.Matches(@"\| enc\.rnn +\| lstm +\| 3 +\| 2 +\| 1 +\| 1 +\| +\| PyTorch +\|", output);
        Assert.Contains("- plain: whether it squashes by tanh or relu is not told by the weights", output);
        Assert.Contains("- odd is not recognised: 'odd.weight_ih_l0' is [3, 8] beside 'odd.weight_hh_l0' [2, 8]", output);
        Assert.Contains("Not recognised: 42 arrays", output);
        Assert.Contains("and 2 more; --json lists them all.", output);

        using var json = JsonDocument.Parse(session.Run("info", "--json", file).Output);
        Assert.Equal(46, json.RootElement.GetProperty("tensors").GetArrayLength());
        Assert.Equal(42, json.RootElement.GetProperty("not_recognised").GetArrayLength());
        var layer = json.RootElement.GetProperty("layers").EnumerateArray().Single(l => l.GetProperty("name").GetString() == "enc.rnn");
        Assert.Equal(("lstm", 2), (layer.GetProperty("cell").GetString(), layer.GetProperty("hidden").GetInt32()));
        Assert.Equal("odd", json.RootElement.GetProperty("misfits")[0].GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("inspect")]
    [InlineData("check")]
    public void Commands_for_models_of_our_own_say_what_can_be_done(string command)
    {
        using var session = new Session();
        var (code, _, error) = session.Run(command, Weights(session));
        Assert.Equal(CommandLine.BadData, code);
        Assert.Contains("weights that others trained", error);
        Assert.Contains("'sluice info FILE' lists what is in it; in C#, Recurrent.From(file, layer)", error);
    }

    [Theory]
    [InlineData("weather.csv", "a,b\n1,2\n3,4\n", "this is a table (CSV)")]
    [InlineData("misnamed.safetensors", "a,b\n1,2\n3,4\n", "this is a table (CSV)")]
    [InlineData("rows.jsonl", "{\"a\": 1}\n{\"a\": 2}\n", "this is a table (JSON)")]
    [InlineData("sh.txt", "First Citizen:\nBefore we proceed any further, hear me speak.\n", "this is a text")]
    [InlineData("paper", "%PDF-1.7\n", "this is a PDF; expected a model")]
    [InlineData("net.onnx", "\u0008\u0008\u0012\u0007pytorch", "this is an ONNX file")]
    [InlineData("short.safetensors", "\0\0\0", "a safetensors file begins with 8 bytes")]
    public void A_file_that_is_no_model_is_called_what_it_is(string name, string content, string message)
    {
        using var session = new Session();
        string file = session.Write(name, content);
        foreach (string[] command in new string[][] { ["quantize", file], ["generate", file], ["evaluate", file, "--data", file], ["export", file, "--onnx", "x.onnx"] })
        {
            var (code, _, error) = session.Run(command);
            Assert.Equal(CommandLine.BadData, code);
            Assert.Contains(message, error);
            Assert.DoesNotContain("header length is", error);
        }
    }

    [Fact]
    public void What_a_pickle_wants_to_call_is_named()
    {
        using var session = new Session();
        File.WriteAllBytes(session["x.pkl"], [0x80, 2, .. "cposix\nsystem\n."u8]);
        var (code, _, error) = session.Run("info", session["x.pkl"]);
        Assert.Equal(CommandLine.BadData, code);
        Assert.Contains("a Python pickle, which can run any program when it is read, and is not", error);
    }

    private static string Weights(Session session)
    {
        static NamedTensor Zeroes(string name, params int[] shape) => NamedTensor.Of<float>(name, shape, new float[shape.Aggregate(1, (n, s) => n * s)]);
        new SafeTensorsFile(
        [
            Zeroes("enc.rnn.weight_ih_l0", 8, 3), Zeroes("enc.rnn.weight_hh_l0", 8, 2), Zeroes("plain.weight_ih_l0", 2, 3), Zeroes("plain.weight_hh_l0", 2, 2),
            Zeroes("odd.weight_ih_l0", 3, 8), Zeroes("odd.weight_hh_l0", 2, 8), .. Enumerable.Range(0, 40).Select(i => Zeroes($"dense{i}", 4)),
        ]).Write(session["other.safetensors"]);
        byte[] bytes = File.ReadAllBytes(session["other.safetensors"]);
        File.WriteAllBytes(session["weights"], bytes);
        return session["weights"];
    }
}
