using System.IO.Compression;
using System.Text.Json;
using Sluice.Formats.Foreign;
using Sluice.Layers;
using Sluice.Networks;
using Sluice.Onnx;

namespace Sluice.Cli.Tests;

/// <summary>ONNX files on the command line.</summary>
public class NetworkCommandTests
{
    // A Sequential model as Keras 2 writes it: an embedding, an LSTM, dropout, a dense layer; written by h5py, packed by gzip.
    private const string Keras =
        "H4sIAAAAAAACA+1be3ATxxk/SX7I8ktmwGBCQIi440mMLT9wDdbtmdSmSgMJE5IAIfR8lk6PWDo5dxLiUQe3jlOnYfIoTJK2kGIcapuQgZCGkmLtEaczYXgE"
        + "ExemTdrU4BbsDDWkNBmCS+iddCfrzrIxgcw44/v94dN+++23e7u/b/e7z3fPWioWpeqm6xAeWi0Sh+iRaFwXoC2XlsX6KuGqEq5NwrVNLcrjQ3XTBLlesG/Q"
        + "SBs+/FBlJV+4LkNkIIIBLaJgIsJSuXApf10hpQNyWC3V83htpBsPkC6H08dE8bL8G/abIfBVzusUxCLQNxWZzLEy3K/VS9ldDl6epVKFWuojY9BK/OSoZojM"
        + "Kom9tJC9GpImGHwNSTMuLzUGe/FRzqEO2SsX6rUhe9WEtYakbDe0o4uyownJVRL/FefDEhcuOxPG5r/OO8JXg0JlxX+j/LEpQapHeqpJm81FOfBK8VcBL3cz"
        + "Pg++eNnDSwpKQno2kmJIvIL/WxzN32myfkfkb5ZwniTGHp/I05zEsY1P7L/0JudlpPHtnREud80cXa/vbuE+5o6uVy/Ub8+X9v/DHzy4WIUIG4J8f+KwwWh1"
        + "EwyDU4SHNC4wGJeRT/pJyuci3MZcgzG833HyDUZRgYko4IVFvI6bWMftYlzVKrmtyAzKTLmoWr8Pt7k8XGk+V+X1+4YExZzAQzA1+HqS9nJlyu92c6JwGzdJ"
        + "OXxOTlrCicRuYi0Z36OPJlwUUe3mlXy0n+RE1YTP6sTDthgnUctXrQr3ULK6ri7XIL8FnpEjTEQUY0fozU+5fIxwS4TV51pD+LjNnm/rIygn34gmrX6a5qYT"
        + "l9YzLofH67LxKn7ODapdBCM1i9u9tIP0iTXCJNloby03mZzAJDEulbs8tW7Sw8nF7oTWNOnz0xQeXmArydu1E26GjKrimpBRYocX58+dAEHborVDana/O0rk"
        + "p2ivOyKINdMVwhilk02HOzTlzeMX3OviJkNcN2HUDEnahkqiNeGOccFqTD7EHAW/4cjGIC5j0bBlZLx2n4dYG3uZIkOJ2sliD2M1NxCjJCAIccT+BDM37FyG"
        + "4rzCwjyTMcTg0DkfUuBMemnc7vYG8p5gjHWR2CASL3AozCvOMwlnfeT85xBuzLeV7hd/SVbOMgUKFChQoECBAgUKvqtY9sCDFapQllDIe8RJ8wDyPJ+C2LhR"
        + "/tMyS8jTKFM1gf1Mg5jE5+h5Uj9DSgT/K5XypCdB5o+yvKWYp2xLlOrJ84ITxc+2z1b8bCJjpP8TXpop1YskhZkFpmi/Kb9N52i9zB/l+XwFsSG+LyBOnArJ"
        + "CV/VYUGSoCeEJcPKGm7Fec0MwyxBZkCmapGpG4X6eG6F+Hq1OmxQKzBEo+ozhjVelI1o7biKz140KBz5Jnh+IN886Hw6uP+dHeDzf+uxhza+jw4cyIaLzZ3B"
        + "+rUfBOc3nEU/e6sOPbdrEtYygwKnP9oC91yazHaf2Ad9i1OwL7ZrsCVX4sDL89Ow76E60JegxdILGsBjTT8DPfclYCV0I3q6qQud8vZvg63vvQYeTZ0B9/x+"
        + "DUyo+yuk7PVwxz412LKvDhStcJqLynRY6xk1O+8nh8A/Nnng7ul/BIk1k7B77vR09C6tgK/jSaD9ig4rv5ANn7pGoL+4/h+wtOs6SAZvgsc18cGr2ftg2nyE"
        + "zan5Fbrk4r/An3/9DprF9h4s6EWwa2QPMPcNoruyKmHuf98F/VO6oPPLdPb5a/lwpjGRNdGN4IvDx8CGz83A0dICANfmubOXwRt7jqHO3lMg+FUPuHBvEpbT"
        + "RoC2E1OwEwtLgW79Y6D9vAZL/dtUNpc913HXC43BxzMPwkf8u8HOO8+BMvN+wOZnst37Z8OPCs+D/q//Dj6d8yF4emo/jItLhp0N96ODTx6F519SgWMHLgc/"
        + "3Py74NXuJSDwvyT2lR+3Bl+rvgSrlmfB1sq9wNSsMuentICP0+83Wxq1bP36RnDmWhpUn/w+zHxrNpjevA2+cLwTFgb7UTawsGPRZ2nvJoHJ7JHLn4KMi1Ow"
        + "jSvjsID7PJj203r049YO84yveoHnHipoqIrvWDSYyv68ZQ6wrt8ESjIc8Df/7O3Ygv8oOGl5Krv/3veDgQsNcPOKVrC1fTfc9hTCZvaeAXe0bkazE7PAm3/6"
        + "EjTnXYCpHf3oB3MvBZGmSWz3c5vAzkQLSLc+AxH7Nrj1D6vgJ2WVMPPUs2jR6ZfA5HWr4WBgNjx+8j3zKWsr7N/8CGzWbzUf7T4BLiesAhkHN6K7avRY+y9T"
        + "QcOcr8FAZyckcz4BSYGzIEuXjukfGECrUo7A5NJi2D4zGXvb7AIrnc0AlFjATktbcNa60zAreAjqNG+Aedmvw+Vbt8GLdAFoO7sDuhtb4CLkGUhseRldOX0A"
        + "Xj1uAyfvywVHlmFmZTdQoECBkp8Zem6cZlKeG5XnxuHPjTmy/In8PbRbfW68ES9rC6XjUTCxeSm+X3hI9h5fDUlTpHuBmF5Ehl7uktbw7yDxv0XeGsb43Nkl"
        + "y2eM9D6hgpvLZ4h5C70sj6G/5XzG2jmIdMnGUT5jKA9+uHh0fZF/VQWj64n744EihVffMq/uGo+8Gj4f4fGqVCrJfd+G+8+OfeI3jTN+xH4PXP5/phvFHyvK"
        + "lLhYiT+Gx8Xlsg8dRvoeo/w28/eQ0G/PgrHxdy+q8Ffh7/DvepCy0eNneZx8s9/1yOPnV0ulh6acxwpuLc7RyOIczS2f8weEc96EjL/4WR3ZF6+AscXP25Ws"
        + "/03Fi5rbxqM+gUcp4zpe/D+M9nfBCEAAAA==";

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
    public void A_model_of_Keras_is_described_and_answers()
    {
        using var session = new Session();
        string file = session["model.h5"];
        using (var packed = new GZipStream(new MemoryStream(Convert.FromBase64String(Keras)), CompressionMode.Decompress))
        using (var written = File.Create(file)) packed.CopyTo(written);
        string output = session.Run("info", file).Output;
        Assert.Contains("in          embedding_Embedding1_input: Int64 [batch, 6]", output);
        Assert.Contains("layer       lstm: 4 inputs, 4 units", output);
        var (code, answer, error) = session.Run("predict", file, "--data", session.Write("x.json", """{"embedding_Embedding1_input": [[1, 2, 3, 4, 5, 6]]}"""));
        Assert.True(code == CommandLine.Done, error);
        using var json = JsonDocument.Parse(answer);
        double[] values = [.. json.RootElement.GetProperty("dense_Dense4")[0].EnumerateArray().Select(v => v.GetDouble())];
        Assert.All(values.Zip([0.336141735, 0.345995188, 0.317863107]), v => Assert.Equal(v.Second, v.First, 1e-5));
        (code, output, error) = session.Run("inspect", file, "--data", session["x.json"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains(": 6 steps", output);
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
