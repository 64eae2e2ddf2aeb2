using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Sluice.Formats;

namespace Sluice.Tests.Formats;

public sealed class SafeTensorsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static byte[] Bytes(string header, params byte[] data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return [.. length, .. text, .. data];
    }

    // 0, 1, 2, 3, 4, 5 as little-endian floats.
    private static readonly byte[] s_six = [0, 0, 0, 0, 0, 0, 128, 63, 0, 0, 0, 64, 0, 0, 64, 64, 0, 0, 128, 64, 0, 0, 160, 64];

    [Fact]
    public void Reads_the_bytes_of_the_published_format()
    {
        var file = SafeTensorsFile.Parse(Bytes("""{"attn.0":{"dtype":"F32","shape":[1,2,3],"data_offsets":[0,24]}}""", s_six));
        var tensor = Assert.Single(file.Tensors);
        Assert.Equal("attn.0", tensor.Name);
        Assert.Equal([1, 2, 3], tensor.Shape);
        Assert.Equal([0f, 1f, 2f, 3f, 4f, 5f], tensor.ToFloats());
        Assert.Empty(file.Metadata);
    }

    [Theory]
    [InlineData("F16", new ushort[] { 0x3C00, 0xC000, 0x3555, 0x0001 }, new[] { 1f, -2f, 0.33325195f, 5.9604645e-8f })]
    [InlineData("BF16", new ushort[] { 0x3F80, 0xC000, 0x3EAB, 0x0001 }, new[] { 1f, -2f, 0.33398438f, 9.183549615799121e-41f })]
    public void Half_precision_becomes_floats(string type, ushort[] bits, float[] values)
    {
        byte[] data = [.. bits.SelectMany(BitConverter.GetBytes)];
        Assert.Equal(
            values,
            SafeTensorsFile.Parse(Bytes("{\"a\":{\"dtype\":\"" + type + "\",\"shape\":[2,2],\"data_offsets\":[0,8]}}", data)).Tensors[0].ToFloats());
    }

    [Theory]
    [InlineData("F16", new byte[] { 0, 0, 0, 0x7C }, 4, "element 1 is not a finite number")]
    [InlineData("F16", new byte[] { 1, 0xFE, 0, 0 }, 4, "element 0 is not a finite number")]
    [InlineData("BF16", new byte[] { 0, 0, 0x80, 0xFF }, 4, "element 1 is not a finite number")]
    [InlineData("BF16", new byte[] { 0, 0, 0 }, 3, "takes 4 bytes")]
    public void Damaged_half_precision_is_refused(string type, byte[] data, int end, string part)
        => Assert.Contains(part, Assert.Throws<SluiceFormatException>(
            () => SafeTensorsFile.Parse(Bytes("{\"a\":{\"dtype\":\"" + type + "\",\"shape\":[2],\"data_offsets\":[0," + end + "]}}", data))).Message);

    [Fact]
    public void Writes_the_bytes_of_the_published_format()
    {
        var path = _folder.File("a.safetensors");
        new SafeTensorsFile(
            [
                NamedTensor.Of("flags", [2], [(byte)7, (byte)9]),
                NamedTensor.Of("attn.1", [], [1f]),
                NamedTensor.Of("attn.0", [1, 2, 3], [0f, 1f, 2f, 3f, 4f, 5f]),
            ],
            new Dictionary<string, string> { ["z"] = "{\"é\":1}", ["format"] = "1" }).Write(path);

        byte[] data = [.. s_six, 0, 0, 128, 63, 7, 9];
        var dataHash = Hash(data);
        var metadataHash = Hash(Encoding.UTF8.GetBytes($"format\01\0sluice.data_sha256\0{dataHash}\0z\0{{\"é\":1}}\0"));
        var header = $$$"""
            {"__metadata__":{"format":"1","sluice.data_sha256":"{{{dataHash}}}","sluice.metadata_sha256":"{{{metadataHash}}}","z":"{\"é\":1}"},
            "attn.0":{"dtype":"F32","shape":[1,2,3],"data_offsets":[0,24]},"attn.1":{"dtype":"F32","shape":[],"data_offsets":[24,28]},
            "flags":{"dtype":"U8","shape":[2],"data_offsets":[28,30]}}
            """.Replace("\n", "");
        while (Encoding.UTF8.GetByteCount(header) % 8 != 0) header += ' ';
        Assert.Equal(Bytes(header, data), File.ReadAllBytes(path));
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    [Fact]
    public void Round_trips_every_type_and_the_metadata()
    {
        var path = _folder.File("a.safetensors");
        new SafeTensorsFile(
            [
                NamedTensor.Of("f", [2], [1.5f, -2f]), NamedTensor.Of("d", [1, 1], [Math.PI]), NamedTensor.Of("i", [1], [-3]),
                NamedTensor.Of("l", [1], [1L << 40]), NamedTensor.Of("b", [3], new byte[] { 1, 2, 255 }), NamedTensor.Of<float>("empty", [0, 5], []),
            ],
            new Dictionary<string, string> { ["config"] = "看见\n\"x\"" }).Write(path);
        var file = SafeTensorsFile.Read(path);
        Assert.Equal([1.5f, -2f], file.Find("f")!.ToArray<float>());
        Assert.Equal([Math.PI], file.Find("d")!.ToArray<double>());
        Assert.Equal([-3], file.Find("i")!.ToArray<int>());
        Assert.Equal([1L << 40], file.Find("l")!.ToArray<long>());
        Assert.Equal([1f, 2f, 255f], file.Find("b")!.ToFloats());
        Assert.Equal([0, 5], file.Find("empty")!.Shape);
        Assert.Equal("看见\n\"x\"", file.Metadata["config"]);
        Assert.Null(file.Find("g"));
        Assert.Throws<SluiceException>(() => file.Find("f")!.ToArray<double>());
    }

    private const string One = """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""";

    [Theory]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "a appears twice")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12,
        "b: the data begin at 8, expected 4: there is a hole")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "overlap")]
    [InlineData(One, 5, "cut short or has bytes appended")]
    [InlineData(One, 3, "cut short or has bytes appended")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "a: shape [2] of F32 takes 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,4]}}""", 4, "too many")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483648],"data_offsets":[0,4]}}""", 4, "shape must hold whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "shape must hold whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "shape must hold whole numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}""", 4, "more than 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "rising")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "rising")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}""", 4, "'F8_E4M3' are not supported")]
    [InlineData("""{"a":{"dtype":"0","shape":[1],"data_offsets":[0,4]}}""", 4, "'0' are not supported")]
    [InlineData("""{"a":{"dtype":"8","shape":[0],"data_offsets":[0,0]}}""", 0, "'8' are not supported")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4, "needs dtype")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "'dtype' is unknown, appears twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}""", 4, "'x' is unknown")]
    [InlineData("""{"":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "printable text")]
    [InlineData("""{"a\u0007":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "printable text")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "not valid JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}}""", 4, "not valid JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}x""", 4, "not valid JSON")]
    [InlineData("""{"a":1}""", 0, "expected an object")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "expected a string")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", 0, "a appears twice")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0, "__metadata__ appears twice")]
    [InlineData("""{"__metadata__":{"sluice.data_sha256":"00"}}""", 0, "SHA-256")]
    [InlineData("[]", 0, "does not begin with '{'")]
    [InlineData("""{"a":{"dtype":""", 0, "not valid JSON")]
    public void Refuses_what_breaks_a_rule(string header, int dataBytes, string message)
    {
        var e = Assert.Throws<SluiceFormatException>(() => SafeTensorsFile.Parse(Bytes(header, new byte[dataBytes]), "m.safetensors"));
        Assert.StartsWith("m.safetensors: ", e.Message);
        Assert.Contains(message, e.Message);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(1L)]
    [InlineData(1000L)]
    [InlineData(-1L)]
    public void Refuses_a_header_length_that_cannot_be(long length)
    {
        var bytes = Bytes(One, 0, 0, 0, 0);
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        Assert.Contains("header length", Assert.Throws<SluiceFormatException>(() => SafeTensorsFile.Parse(bytes)).Message);
    }

    [Fact]
    public void Refuses_a_header_above_8_MiB_and_one_that_is_not_UTF_8()
    {
        Assert.Contains(
            "header length", Assert.Throws<SluiceFormatException>(() => SafeTensorsFile.Parse(Bytes("{}" + new string(' ', 8 << 20)))).Message);
        var bytes = Bytes(One, 0, 0, 0, 0);
        bytes[10] = 0xFF;
        Assert.Contains("UTF-8", Assert.Throws<SluiceFormatException>(() => SafeTensorsFile.Parse(bytes)).Message);
    }

    [Fact]
    public void Refuses_numbers_that_are_not_finite_unless_they_are_allowed()
    {
        var bytes = Bytes("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 0, 0, 0, 0, 0, 0, 0xC0, 0x7F);
        var e = Assert.Throws<SluiceFormatException>(() => SafeTensorsFile.Parse(bytes));
        Assert.Contains("tensor w: element 1", e.Message);
        Assert.True(float.IsNaN(SafeTensorsFile.Parse(bytes, allowNonFinite: true).Find("w")!.ToFloats()[1]));
    }

    [Fact]
    public void Notices_every_changed_and_every_missing_byte()
    {
        var path = _folder.File("a.safetensors");
        new SafeTensorsFile([NamedTensor.Of("w", [3], [1f, 2f, 3f])], new Dictionary<string, string> { ["config"] = "123" }).Write(path);
        var good = File.ReadAllBytes(path);
        int dataBegin = good.Length - 12, config = good.AsSpan().IndexOf("123"u8);
        foreach (int i in Enumerable.Range(dataBegin, 12).Concat(Enumerable.Range(config, 3)))
        {
            var altered = (byte[])good.Clone();
            altered[i] ^= 1;
            Assert.Throws<SluiceFormatException>(() => SafeTensorsFile.Parse(altered));
        }
        for (int length = 0; length < good.Length; length++)
            Assert.Throws<SluiceFormatException>(() => SafeTensorsFile.Parse(good.AsMemory(0, length)));
    }

    [Fact]
    public void Says_which_file_is_missing_or_is_none()
    {
        Assert.StartsWith(
            _folder.File("no.safetensors"), Assert.Throws<SluiceFormatException>(() => SafeTensorsFile.Read(_folder.File("no.safetensors"))).Message);
        Assert.Throws<SluiceFormatException>(() => SafeTensorsFile.Read(_folder.Path));
    }

    [Fact]
    public void Refuses_to_build_a_file_with_a_name_twice_or_a_wrong_count()
    {
        var tensor = NamedTensor.Of("w", [1], [1f]);
        Assert.Throws<SluiceException>(() => new SafeTensorsFile([tensor, tensor]));
        Assert.Throws<SluiceException>(() => NamedTensor.Of("w", [2], [1f]));
        Assert.Throws<SluiceException>(() => NamedTensor.Of("w", [1], ["c"[0]]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Allocates_at_most_twice_the_file_and_16_MB_for_the_worst_headers(bool tensors)
    {
        var header = new StringBuilder("{");
        if (tensors)
            for (int i = 0; i < 16_384; i++) header.Append($$"""{{(i == 0 ? "" : ",")}}"{{i}}":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}""");
        else
        {
            var text = new string('x', (8 << 20) - 200);
            var hash = SafeTensorsFile.HashOf([new("a", "\n" + text)]);
            header.Append($"\"__metadata__\":{{\"a\":\"\\n{text}\",\"{SafeTensorsFile.MetadataHashKey}\":\"{hash}\"}}");
        }
        var path = _folder.File("a.safetensors", Bytes(header.Append('}').ToString()));
        Assert.InRange(Allocation.Of(() => SafeTensorsFile.Read(path)), 0, 2 * new FileInfo(path).Length + (16 << 20) + 10_000);
    }
}
