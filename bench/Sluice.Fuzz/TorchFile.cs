using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Sluice.Fuzz;

/// <summary>Writes what torch.save writes, byte for byte by hand: a pickle of protocol 2 and the storages beside it in a ZIP archive.</summary>
public sealed class TorchFile
{
    private readonly MemoryStream _pickle = new();
    private readonly List<(string Name, byte[] Bytes)> _parts = [];

    public TorchFile() => Op(0x80, 2);

    /// <summary>Bytes of the pickle.</summary>
    public TorchFile Op(params byte[] bytes)
    {
        _pickle.Write(bytes);
        return this;
    }

    /// <summary>A text.</summary>
    public TorchFile Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text), length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, utf8.Length);
        return Op((byte)'X').Op(length).Op(utf8);
    }

    /// <summary>A whole number of 32 bits.</summary>
    public TorchFile Number(int number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return Op((byte)'J').Op(bytes);
    }

    /// <summary>A name, as of a function.</summary>
    public TorchFile Name(string module, string name) => Op((byte)'c').Op(Encoding.UTF8.GetBytes($"{module}\n{name}\n"));

    /// <summary>A tuple of numbers.</summary>
    public TorchFile Tuple(params int[] numbers)
    {
        Op((byte)'(');
        foreach (int number in numbers) Number(number);
        return Op((byte)'t');
    }

    /// <summary>A call of _rebuild_tensor_v2, and the storage where it is new.</summary>
    public TorchFile Tensor(string key, string storage, byte[] bytes, int count, int[] shape, int[] strides, int offset = 0)
    {
        if (_parts.TrueForAll(p => p.Name != $"data/{key}")) Part($"data/{key}", bytes);
        Name("torch._utils", "_rebuild_tensor_v2").Op((byte)'(', (byte)'(').Text("storage").Name("torch", storage).Text(key).Text("cpu").Number(count);
        Op((byte)'t', (byte)'Q').Number(offset).Tuple(shape).Tuple(strides).Op(0x89);
        return Name("collections", "OrderedDict").Op((byte)')', (byte)'R', (byte)'t', (byte)'R');
    }

    /// <summary>A tensor of floats whose last index is the fastest.</summary>
    public TorchFile Tensor(string key, float[] values, params int[] shape)
        => Tensor(key, "FloatStorage", MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), values.Length, shape, Strides(shape));

    /// <summary>A dictionary of tensors of floats, as of a module's state.</summary>
    public TorchFile State(IEnumerable<(string Name, int[] Shape, float[] Values)> tensors)
    {
        Name("collections", "OrderedDict").Op((byte)')', (byte)'R', (byte)'(');
        foreach (var (name, shape, values) in tensors) Text(name).Tensor($"{_parts.Count}", values, shape);
        return Op((byte)'u');
    }

    /// <summary>Another file of the archive.</summary>
    public TorchFile Part(string name, byte[] bytes)
    {
        _parts.Add((name, bytes));
        return this;
    }

    /// <summary>The archive.</summary>
    public byte[] Bytes(string root = "archive", bool packed = false)
        => Archive([($"{root}/data.pkl", [.. _pickle.ToArray(), (byte)'.']), .. _parts.Select(p => ($"{root}/{p.Name}", p.Bytes)), ($"{root}/version", "3\n"u8.ToArray())], packed);

    /// <summary>A ZIP archive.</summary>
    public static byte[] Archive(IEnumerable<(string Name, byte[] Bytes)> files, bool packed = false)
    {
        using var content = new MemoryStream();
        using (var archive = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                using var entry = archive.CreateEntry(name, packed ? CompressionLevel.Optimal : CompressionLevel.NoCompression).Open();
                entry.Write(bytes);
            }
        }

        return content.ToArray();
    }

    private static int[] Strides(int[] shape)
    {
        int[] strides = new int[shape.Length];
        for (int d = shape.Length - 1, step = 1; d >= 0; step *= shape[d--]) strides[d] = step;
        return strides;
    }
}
