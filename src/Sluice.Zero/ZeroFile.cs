using System.Globalization;
using Sluice.Formats;

namespace Sluice.Zero;

/// <summary>The net as a file: weights in safetensors, sizes in the metadata.</summary>
internal static class ZeroFile
{
    /// <summary>What the metadata call it.</summary>
    public const string Task = "zero";

    /// <summary>Writes it.</summary>
    public static void Save(string path, ZeroNet net)
        => ModelFile.Save(path, Task, net.Parameters, new Dictionary<string, string>
        {
            ["model.cell"] = net.Options.Cell,
            ["model.hidden"] = Text(net.Options.Hidden),
            ["model.layers"] = Text(net.Options.Layers),
            ["model.head"] = Text(net.Options.Head),
        });

    /// <summary>Reads it.</summary>
    /// <exception cref="SluiceFormatException">It is no such file.</exception>
    public static ZeroNet Load(string path) => Build(ModelFile.Open(path, Task), path);

    /// <summary>The net that this library carries.</summary>
    public static ZeroNet Own()
    {
        using var stream = typeof(ZeroFile).Assembly.GetManifestResourceStream("Sluice.Zero.zero.safetensors")
            ?? throw new SluiceException("Sluice.Zero: expected weights in the library, and it was built without them.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Build(SafeTensorsFile.Parse(bytes.ToArray(), "the weights of Sluice.Zero"), "the weights of Sluice.Zero");
    }

    private static ZeroNet Build(SafeTensorsFile file, string path)
    {
        int Number(string key) => int.TryParse(ModelFile.Metadata(file, key, path), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new SluiceFormatException($"expected a number as '{key}', got '{file.Metadata[key]}'.", path);
        var net = new ZeroNet(new ZeroOptions(
            ModelFile.Metadata(file, "model.cell", path), Number("model.hidden"), Number("model.layers"), Number("model.head")));
        ModelFile.Restore(file, [.. net.Parameters], path);
        return net;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
