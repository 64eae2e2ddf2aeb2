using Google.Protobuf;
using Sluice.Layers;
using Sluice.Networks;
using Sluice.Onnx.Protocol;

namespace Sluice.Onnx.Tests;

/// <summary>Numbers of large constants go from the file into the weights: with the values of a file read whole, and little other memory.</summary>
public sealed class LargeConstantTests : IDisposable
{
    private const int Units = 250;

    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-").FullName;

    private string File => Path.Combine(_folder, "net.onnx");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("lstm", false)]
    [InlineData("gru", true)]
    public void Values_are_those_of_a_file_that_is_read_whole(string cell, bool bidirectional)
    {
        Write(cell, bidirectional);
        using var stream = System.IO.File.OpenRead(File);
        var given = Given();
        float[] whole = OnnxFile.Read(stream, File).Network.Run(given)["y"].ToFloats();
        Assert.Equal(whole, OnnxFile.Read(File).Network.Run(given)["y"].ToFloats());
        using var runtime = new Runtime(File);
        Assert.All(whole.Zip(runtime.Run(given)["y"]), p => Assert.Equal(p.First, p.Second, 1e-5));
    }

    [Fact]
    public void Reading_takes_one_and_a_half_times_a_small_file_at_most()
    {
        Write("lstm", false);
        OnnxFile.Read(File);
        long before = GC.GetAllocatedBytesForCurrentThread();
        OnnxFile.Read(File);
        double allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)new FileInfo(File).Length;
        Assert.True(allocated < 1.6, $"{allocated:F2} times the file");
    }

    [Fact]
    public void A_constant_whose_bytes_do_not_fit_is_named_and_a_file_that_is_cut_is_none()
    {
        Write("lstm", false);
        var model = ModelProto.Parser.ParseFrom(System.IO.File.ReadAllBytes(File));
        var large = model.Graph.Initializer.First(t => t.RawData.Length > 1 << 16);
        large.Dims[0]++;
        System.IO.File.WriteAllBytes(File, model.ToByteArray());
        Assert.Contains($"tensor '{large.Name}'", Assert.Throws<SluiceFormatException>(() => OnnxFile.Read(File)).Message);
        System.IO.File.WriteAllBytes(File, model.ToByteArray()[..^1000]);
        Assert.Contains("expected an ONNX file", Assert.Throws<SluiceFormatException>(() => OnnxFile.Read(File)).Message);
    }

    private static Dictionary<string, Value> Given()
        => new() { ["x"] = Value.From([.. Enumerable.Range(0, 3 * 2 * Units).Select(i => MathF.Sin(i))], 3, 2, Units) };

    private void Write(string cell, bool bidirectional)
    {
        var stack = new RecurrentStack("rnn", new StackOptions(cell, Units, Units, 1, Bidirectional: bidirectional), 1);
        var linear = new Linear("output", Units * (bidirectional ? 2 : 1), 40, 2);
        var net = new NetworkBuilder();
        string x = net.Input("x", ElementType.Float, "time", "batch", $"{Units}");
        net.Output("y", net.Linear(linear, net.Stack(stack, x).Output), ElementType.Float, "time", "batch", "40");
        OnnxFile.Write(net.ToGraph(), File);
    }
}
