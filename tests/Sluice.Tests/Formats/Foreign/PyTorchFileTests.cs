using Sluice.Formats;
using Sluice.Formats.Foreign;
using Sluice.Fuzz;

namespace Sluice.Tests.Formats.Foreign;

public class PyTorchFileTests
{
    private static readonly float[] s_values = [1, 2, 3, 4, 5, 6];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Dictionaries_within_each_other_give_names_with_dots(bool packed)
    {
        byte[] bytes = new TorchFile().Op((byte)'}', (byte)'(').Text("epoch").Number(87).Text("model")
            .State([("a.weight", [2, 3], s_values), ("a.bias", [1], [0.5f])]).Text("state").Op((byte)']', (byte)'(').Tensor("7", s_values, 6).Op((byte)'e', (byte)'u').Bytes("name", packed);
        using var file = WeightFile.Parse(bytes);
        Assert.Equal("a PyTorch file", file.Kind);
        Assert.Equal(["model.a.weight", "model.a.bias", "state.0"], file.Tensors.Select(t => t.Name));
        Assert.Equal("87", file.Metadata["epoch"]);
        Assert.Equal([2, 3], file.Tensors[0].Shape);
        Assert.Equal(s_values, file.Find("model.a.weight")!.ToFloats());
    }

    public static TheoryData<string, byte[], ElementType, float[]> Storages => new()
    {
        { "FloatStorage", Bytes(1f, -2.5f), ElementType.F32, [1, -2.5f] },
        { "DoubleStorage", Bytes(1d, -2.5d), ElementType.F64, [1, -2.5f] },
        { "HalfStorage", Bytes((Half)1, (Half)(-2.5)), ElementType.F16, [1, -2.5f] },
        { "BFloat16Storage", [0x80, 0x3F, 0x20, 0xC0], ElementType.BF16, [1, -2.5f] },
        { "LongStorage", Bytes(7L, -8L), ElementType.I64, [7, -8] },
        { "IntStorage", Bytes(7, -8), ElementType.I32, [7, -8] },
        { "ShortStorage", Bytes((short)7, (short)-8), ElementType.I16, [7, -8] },
        { "CharStorage", [7, 0xF8], ElementType.I8, [7, -8] },
        { "ByteStorage", [7, 248], ElementType.U8, [7, 248] },
        { "BoolStorage", [0, 1], ElementType.BOOL, [0, 1] },
    };

    [Theory, MemberData(nameof(Storages))]
    public void Every_kind_of_storage_is_read(string storage, byte[] bytes, ElementType type, float[] expected)
    {
        using var file = WeightFile.Parse(new TorchFile().Op((byte)'}').Text("x").Tensor("0", storage, bytes, 2, [2], [1]).Op((byte)'s').Bytes());
        Assert.Equal((type, "x"), (file.Tensors[0].Type, file.Tensors[0].Name));
        Assert.Equal(expected, file.Tensors[0].ToFloats());
    }

    [Theory]
    [InlineData(new[] { 3, 2 }, new[] { 1, 3 }, 0, new float[] { 1, 4, 2, 5, 3, 6 })]
    [InlineData(new[] { 2 }, new[] { 2 }, 1, new float[] { 2, 4 })]
    [InlineData(new[] { 1, 3 }, new[] { 77, 2 }, 1, new float[] { 2, 4, 6 })]
    [InlineData(new int[0], new int[0], 5, new float[] { 6 })]
    [InlineData(new[] { 0, 4 }, new[] { 4, 1 }, 0, new float[0])]
    public void Views_of_a_storage_are_copied_by_their_strides(int[] shape, int[] strides, int offset, float[] expected)
    {
        foreach (bool big in new[] { false, true })
        {
            byte[] storage = Bytes(s_values);
            if (big) for (int i = 0; i < storage.Length; i += 4) storage.AsSpan(i, 4).Reverse();
            var torch = new TorchFile().Op((byte)'}').Text("x").Tensor("0", "FloatStorage", storage, 6, shape, strides, offset).Op((byte)'s');
            if (big) torch.Part("byteorder", "big"u8.ToArray());
            using var file = WeightFile.Parse(torch.Bytes());
            Assert.Equal(shape, file.Tensors[0].Shape);
            Assert.Equal(expected, file.Tensors[0].ToFloats());
        }
    }

    [Theory]
    [InlineData(new[] { 7 }, new[] { 1 }, 0)]
    [InlineData(new[] { 2 }, new[] { 1 }, 5)]
    [InlineData(new[] { 2, 2 }, new[] { 5, 1 }, 0)]
    [InlineData(new[] { 2 }, new[] { -1 }, 1)]
    [InlineData(new[] { 2 }, new[] { 1 }, -1)]
    [InlineData(new[] { 1000000, 1000000 }, new[] { 0, 0 }, 0)]
    [InlineData(new[] { int.MaxValue, int.MaxValue, int.MaxValue }, new[] { int.MaxValue, int.MaxValue, 1 }, 0)]
    public void A_view_beyond_its_storage_is_refused(int[] shape, int[] strides, int offset)
        => Refused(new TorchFile().Op((byte)'}').Text("x").Tensor("0", "FloatStorage", Bytes(s_values), 6, shape, strides, offset).Op((byte)'s').Bytes(), "tensor x: ");

    public static TheoryData<byte[], string> Hostile => new()
    {
        { new TorchFile().Name("posix", "system").Text("rm -rf /").Op(0x85, (byte)'R').Bytes(), "refused: the file wants to call os.system." },
        { new TorchFile().Name("os", "system").Bytes(), "refused: the file wants to call os.system." },
        { new TorchFile().Name("builtins", "eval").Bytes(), "refused: the file wants to call builtins.eval." },
        { new TorchFile().Name("__main__", "Net").Op((byte)')', 0x81).Bytes(), "refused: the file wants to call __main__.Net." },
        { new TorchFile().Text("os").Text("system").Op(0x93).Bytes(), "refused: the file wants to call os.system." },
        { new TorchFile().Name("torch._utils", "_rebuild_tensor_v2\u001b[2J").Bytes(), "refused: the file wants to call torch._utils._rebuild_tensor_v2?[2J." },
        { new TorchFile().Op((byte)'i').Bytes(), "refused: the file uses instruction 0x69 ('i')" },
        { new TorchFile().Op(0x82, 1).Bytes(), "refused: the file uses instruction 0x82" },
        { new TorchFile().Text("x").Op((byte)'Q').Bytes(), "refused: the file uses a reference that is no storage" },
        { new TorchFile().Name("torch", "Size").Text("x").Op(0x85, (byte)'R').Bytes(), "refused: the file calls torch.Size with arguments that do not fit" },
        { new TorchFile().Op((byte)'R').Bytes(), "its pickle is damaged" },
        { new TorchFile().Op((byte)'h', 3).Bytes(), "its pickle is damaged" },
        { new TorchFile().Op((byte)'X', 255, 255, 255, 127).Bytes(), "its pickle is damaged" },
        { [0x80, 4, 0x95, 1, 0, 0, 0, 0, 0, 0, 0, (byte)'N', (byte)'.'], "this is a Python pickle" },
        { [0x80, 2, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20], "before version 1.6" },
    };

    [Theory, MemberData(nameof(Hostile))]
    public void What_is_no_data_is_refused_by_name(byte[] bytes, string message) => Refused(bytes, message);

    [Fact]
    public void Lists_that_hold_themselves_or_double_end_in_a_sentence()
    {
        // l = []; l.append(l)
        Refused(new TorchFile().Op((byte)']', (byte)'q', 0, (byte)'h', 0, (byte)'a').Bytes(), "without end");

        // Forty lists, each holding the one before twice: 2^40 places.
        var torch = new TorchFile().Op((byte)']', (byte)'q', 0);
        for (byte i = 1; i < 40; i++) torch.Op((byte)'(', (byte)'h', (byte)(i - 1), (byte)'h', (byte)(i - 1), (byte)'t', (byte)'q', i);
        byte[] bytes = torch.Bytes();
        Assert.Throws<SluiceFormatException>(() => WeightFile.Parse(bytes));
    }

    [Fact]
    public void A_file_cut_short_anywhere_ends_in_a_sentence()
    {
        byte[] bytes = new TorchFile().State([("a", [2, 3], s_values)]).Bytes();
        for (int length = 0; length < bytes.Length; length++)
            Assert.Throws<SluiceFormatException>(() => WeightFile.Parse(bytes.AsMemory(0, length)));
    }

    [Fact]
    public void Attributes_of_scripted_modules_are_names()
    {
        var torch = new TorchFile().Name("__torch__", "Net").Op((byte)')', 0x81, (byte)'}', (byte)'(').Text("training").Op(0x88).Text("lstm");
        torch.Name("__torch__.torch.nn.modules.rnn", "LSTM").Op((byte)')', 0x81).State([("weight_ih_l0", [6], s_values)]).Op((byte)'b', (byte)'u', (byte)'b');
        using var file = WeightFile.Parse(torch.Part("constants.pkl", [0x80, 2, (byte)')', (byte)'.']).Bytes());
        Assert.Equal("TorchScript", file.Metadata["format"]);
        Assert.Equal(["lstm.weight_ih_l0"], file.Tensors.Select(t => t.Name));
    }

    [Fact]
    public void Tensors_are_read_from_a_file_when_they_are_asked_for()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "x.anything");
        File.WriteAllBytes(path, new TorchFile().State([("a", [6], s_values)]).Bytes());
        var file = WeightFile.Open(path);
        Assert.Equal(s_values, file.Tensors[0].ToFloats());
        file.Dispose();
        Assert.Contains("closed", Assert.Throws<SluiceFormatException>(() => file.Tensors[0].ToFloats()).Message);
    }

    private static void Refused(byte[] bytes, string message)
        => Assert.Contains(message, Assert.Throws<SluiceFormatException>(() => WeightFile.Parse(bytes, "x.pt")).Message);

    private static byte[] Bytes<T>(params T[] values) where T : unmanaged
        => System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
