using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using Sluice.Formats;
using Sluice.Kernels;
using Sluice.Tasks.Descriptor;

namespace Sluice.Fuzz;

/// <summary>Small model files to break.</summary>
internal static partial class SavedModel
{
    /// <summary>What a model saves, without its checksums, which would refuse every change before anything else is looked at.</summary>
    public static byte[] Bytes(Action<string> save)
    {
        string path = Path.GetTempFileName();
        try
        {
            save(path);
            byte[] bytes = File.ReadAllBytes(path);
            int length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
            byte[] header = Encoding.UTF8.GetBytes(Checksum().Replace(Encoding.UTF8.GetString(bytes, 8, length), ""));
            byte[] start = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(start, header.Length);
            return [.. start, .. header, .. bytes[(8 + length)..]];
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The model with weights of 8 bits; none where it has no matrix that can be reduced.</summary>
    public static byte[][] Reduced(TaskDescriptor task, Action<string> save)
    {
        byte[] floats = Bytes(save);
        var file = SafeTensorsFile.Parse(floats, "x");
        var parameters = task.Load(file, "x").Parameters.ToList();
        return parameters.Any(p => p.Reducible && p.Count > 0)
            ? [Bytes(path => ModelFile.Reduce(file, parameters, ReducedType.Int8).Write(path))]
            : [];
    }

    [GeneratedRegex("\"sluice\\.(data|metadata)_sha256\":\"[0-9a-f]*\",|,\"sluice\\.(data|metadata)_sha256\":\"[0-9a-f]*\"")]
    private static partial Regex Checksum();
}
