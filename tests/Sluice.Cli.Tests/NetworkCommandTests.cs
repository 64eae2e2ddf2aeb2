using System.Text.Json;
using Sluice.Formats.Foreign;
using Sluice.Layers;
using Sluice.Networks;
using Sluice.Onnx;

namespace Sluice.Cli.Tests;

/// <summary>ONNX files on the command line.</summary>
public class NetworkCommandTests
{
    [Fact]
    public void A_net_is_described_with_the_cells_that_were_found_in_it()
    {
        using var session = new Session();
        string file = Net(session, "mingru");
        string output = session.Run("info", file).Output;
        Assert.Contains("an ONNX file, opset 17, by sluice", output);
        Assert.Contains("in          x: Float [time, batch, 3]", output);
        Assert.Matches("layer       mingru: 3 inputs, 2 units, found in [0-9]+ plain operations of each step", output);
        using var json = JsonDocument.Parse(session.Run("info", file, "--json").Output);
        Assert.Equal("mingru", json.RootElement.GetProperty("layers")[0].GetProperty("cell").GetString());
    }

    [Fact]
    public void Predict_takes_arrays_as_JSON_and_tables_and_gives_them_as_JSON_and_files()
    {
        using var session = new Session();
        string file = Net(session, "lstm");
        string lists = session.Write("x.json", """{"x": [[[0.1, 0.2, 0.3]], [[0.4, 0.5, 0.6]]]}"""), table = session.Write("x.csv", "a,b,c\n0.1,0.2,0.3\n0.4,0.5,0.6\n");
        string fromLists = session.Run("predict", file, "--data", lists).Output;
        Assert.Equal(fromLists, session.Run("predict", file, "--data", table).Output);
        using var json = JsonDocument.Parse(fromLists);
        Assert.Equal((2, 1, 2), (json.RootElement.GetProperty("y").GetArrayLength(), json.RootElement.GetProperty("y")[0].GetArrayLength(), json.RootElement.GetProperty("y")[0][0].GetArrayLength()));

        string arrays = Path.Combine(session.Folder, "y.npz");
        session.Run("predict", file, "--data", lists, "--out", arrays);
        using var written = WeightFile.Open(arrays);
        Assert.Equal(json.RootElement.GetProperty("y").EnumerateArray().SelectMany(r => r[0].EnumerateArray()).Select(v => v.GetSingle()), written.Tensors.Single().ToFloats());
    }

    [Theory]
    [InlineData("""{"z": [[1]]}""", "expected the inputs x: Float [time, batch, 3], got 'z'")]
    [InlineData("""{"x": [[[1, 2]]]}""", "expected x: Float [time, batch, 3], got Float [1, 1, 2]")]
    [InlineData("""{"x": [[[1, 2, 3]], [[1]]]}""", "'x': expected lists of equal lengths, got one of 1")]
    [InlineData("""{"x": [[["a", 2, 3]]]}""", "'x': expected numbers in lists of equal lengths, got \"a\"")]
    [InlineData("""{"x": [""", "expected JSON")]
    public void What_does_not_fit_is_named(string text, string message)
    {
        using var session = new Session();
        var (code, _, error) = session.Run("predict", Net(session, "lstm"), "--data", session.Write("x.json", text));
        Assert.NotEqual(CommandLine.Done, code);
        Assert.Contains(message, error);
    }

    [Fact]
    public void A_part_of_a_file_is_none()
    {
        using var session = new Session();
        string file = Net(session, "lstm");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..200]);
        var (code, _, error) = session.Run("info", file);
        Assert.Equal(CommandLine.BadData, code);
        Assert.Contains("net.onnx: expected an ONNX file, got bytes that are none, or a part of one", error);
    }

    private static string Net(Session session, string cell)
    {
        var net = new NetworkBuilder();
        var (y, _, _) = net.Recurrent(new Recurrent("rnn", "l0", cell, 3, 2, 1), net.Input("x", ElementType.Float, "time", "batch", "3"));
        net.Output("y", y, ElementType.Float, "time", "batch", "2");
        string path = Path.Combine(session.Folder, "net.onnx");
        OnnxFile.Write(net.ToGraph(), path);
        return path;
    }
}
