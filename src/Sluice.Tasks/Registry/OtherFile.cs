using Sluice.Formats;
using Sluice.Formats.Foreign;
using Sluice.Readers;

namespace Sluice.Tasks.Registry;

/// <summary>What a file is that was named as a model and is none, by its content.</summary>
internal static class OtherFile
{
    /// <summary>Refuses a file that is known to be something else than a file of tensors; one that is not known is left to who reads it.</summary>
    /// <exception cref="SluiceFormatException">It is; the message says what, and what can be done with it.</exception>
    public static void Refuse(string path)
    {
        if (!File.Exists(FileScope.Check(path))) return;
        if (IsOnnx(path))
            throw new SluiceFormatException(
                "this is an ONNX file, a net that others run too; expected a model of Sluice's. 'sluice info FILE' says what it holds, 'sluice predict FILE' runs it.", path);
        if ((WeightsOf(path) ?? DataFile.KindOf(path)) is { } kind)
            throw new SluiceFormatException($"this is {kind}; expected a model: a run folder, or a model file (.safetensors).", path);
    }

    /// <summary>What a file of weights of others is called; null where it is none, or may be one of ours.</summary>
    private static string? WeightsOf(string path)
    {
        using var source = ByteSource.Open(path);
        return WeightFile.Formats.FirstOrDefault(f => f.Is(source)) is { } format and not SafeTensorsFormat ? format.Name : null;
    }

    /// <summary>Whether a file is an ONNX file, by its first bytes: the version of the format, then a field that follows it.</summary>
    public static bool IsOnnx(string path)
    {
        using var stream = File.OpenRead(FileScope.Check(path));
        Span<byte> first = stackalloc byte[3];
        return stream.ReadAtLeast(first, 3, throwOnEndOfStream: false) == 3 && first is [0x08, > 2 and < 32, 0x12 or 0x1A or 0x22 or 0x3A or 0x42];
    }
}
