using System.Globalization;
using Sluice.Formats;
using Sluice.Formats.Foreign;

namespace Sluice.Cli;

/// <summary>What is in a file of weights that others trained.</summary>
internal static class WeightReport
{
    private const int MostTensors = 40, LongestText = 60;

    /// <summary>Whether a file is one of these: of a kind that holds nothing else, or arrays in which a recurrent layer is recognised.</summary>
    public static bool IsFor(string path)
    {
        if (!File.Exists(path) || !WeightFile.Is(path)) return false;
        if (!path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase) && !path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase)) return true;
        using var file = WeightFile.Open(path);
        return file.Layers.Count + file.Misfits.Count > 0; // other arrays are tables
    }

    /// <summary>What can be done with such a file, where a command is for models that Sluice trained, or for data.</summary>
    public static void Refuse(string path)
    {
        if (Path.GetExtension(path).ToLowerInvariant() is ".pkl" or ".pickle" || !IsFor(path) || BeginsAsOwn(path)) return; // data, as it seems; or ours
        using var file = WeightFile.Open(path);
        if (IsOwn(file)) return;
        throw new SluiceFormatException(
            $"this is {file.Kind} with weights that others trained, and no {(file.Layers.Count == 0 ? "recurrent layer of it was recognised" : "model of Sluice's")}. "
            + "'sluice info FILE' lists what is in it; in C#, Recurrent.From(file, layer) and RecurrentStack.From(file, layer) run its recurrent layers.",
            path);
    }

    /// <summary>Whether Sluice wrote the file.</summary>
    public static bool IsOwn(WeightFile file) => file.Metadata.Keys.Any(k => k is "sluice.task" or "sluice.version");

    // The texts of our models stand first in the file: most need not be read twice.
    private static bool BeginsAsOwn(string path)
    {
        using var stream = File.OpenRead(FileScope.Check(path));
        byte[] start = new byte[1 << 16];
        int length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return start.AsSpan(0, length).IndexOf("\"sluice.task\""u8) >= 0;
    }

    /// <summary>The report for programs.</summary>
    public static object Json(WeightFile file) => new
    {
        file.Kind,
        Metadata = file.Metadata.Where(m => m.Key != "config").ToDictionary(m => m.Key, m => m.Value),
        Layers = file.Layers.Select(l => new
        {
            l.Name,
            l.OtherName,
            l.Cell,
            l.Layout,
            l.Input,
            l.Hidden,
            l.Projection,
            l.Layers,
            Directions = l.Bidirectional ? 2 : 1,
            l.Note,
            l.Refusal,
        }),
        Misfits = file.Misfits.Select(m => new { m.Name, m.Why }),
        Tensors = file.Tensors.Select(t => new { t.Name, Type = t.Type.ToString(), t.Shape }),
        NotRecognised = file.Rest.Select(t => t.Name),
    };

    /// <summary>The report for people.</summary>
    public static void Write(WeightFile file, TextWriter output)
    {
        long numbers = file.Tensors.Sum(t => t.Count), bytes = file.Tensors.Sum(t => t.Count * NamedTensor.Size(t.Type));
        output.WriteLine($"{file.Kind}: {file.Tensors.Count} arrays, {Number(numbers)} numbers, {Number((bytes + 999) / 1000)} kB");
        foreach (var (key, value) in file.Metadata.Where(m => m.Key != "format"))
            output.WriteLine($"{key}: {(value.Length > LongestText ? $"{Number(value.Length)} characters" : value)}");
        if (file.Layers.Count > 0)
        {
            output.WriteLine();
            MarkdownTable.Write(output,
            [
                ["layer", "cell", "input", "hidden", "layers", "directions", "projection", "layout"],
                .. file.Layers.Select(l => new[]
                {
                    l.Name.Length == 0 ? "(no name)" : l.OtherName is { } other && other != l.Name ? $"{l.Name} ({other})" : l.Name,
                    l.Cell, Number(l.Input), Number(l.Hidden), Number(l.Layers), l.Bidirectional ? "2" : "1",
                    l.Projection is { } p ? Number(p) : "", l.Layout switch { WeightLayout.PyTorch => "PyTorch", WeightLayout.Keras => "Keras", _ => "Keras, cuDNN" },
                }),
            ]);
        }

        foreach (var notes in file.Layers.Where(l => l.Note is not null).GroupBy(l => l.Note))
            output.WriteLine($"- {Names([.. notes.Select(l => l.Name)])}: {notes.Key}.");
        foreach (var layer in file.Layers.Where(l => l.Refusal is not null)) output.WriteLine($"- {layer.Name} cannot be run: {layer.Refusal}.");
        foreach (var (name, why) in file.Misfits) output.WriteLine($"- {name} is not recognised: {why}");
        if (file.Layers.Count == 0) output.WriteLine("\nNo recurrent layer was recognised.");
        Arrays(file.Layers.SelectMany(l => l.Tensors), "Of recurrent layers", output);
        Arrays(file.Rest, "Not recognised", output);
    }

    private static void Arrays(IEnumerable<NamedTensor> tensors, string title, TextWriter output)
    {
        NamedTensor[] all = [.. tensors];
        if (all.Length == 0) return;
        output.WriteLine($"\n{title}: {all.Length} arrays");
        MarkdownTable.Write(output,
        [
            ["array", "type", "shape"],
            .. all.Take(MostTensors).Select(t => new[] { t.Name, t.Type.ToString(), $"[{string.Join(", ", t.Shape)}]" }),
        ]);
        if (all.Length > MostTensors) output.WriteLine($"and {all.Length - MostTensors} more; --json lists them all.");
    }

    private static string Names(IReadOnlyList<string> names)
        => names.Count <= 3 ? string.Join(", ", names.Select(n => n.Length == 0 ? "(no name)" : n)) : $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
