using Sluice.Formats;
using Sluice.Formats.Foreign;

namespace Sluice.Interop;

/// <summary>Where a layer stands: within which models, by its name and by what Keras 3 calls it, and what lies inside it.</summary>
/// <param name="Names">The names of the models around it, and its own.</param>
/// <param name="Places">The same by class.</param>
/// <param name="Within">What lies inside a layer that wraps another, such as "forward_layer/cell"; "" for its own arrays.</param>
internal sealed record KerasPath(IReadOnlyList<string> Names, IReadOnlyList<string> Places, string Within = "")
{
    /// <summary>What messages and weights call it.</summary>
    public string Name => string.Join('/', Names);

    /// <summary>A layer inside this one.</summary>
    public KerasPath Of(KerasEntry entry) => new([.. Names, entry.Name], [.. Places, entry.Place]);
}

/// <summary>The arrays of a Keras file by layer.</summary>
/// <param name="tensors">All arrays of the file.</param>
internal sealed class KerasWeights(IReadOnlyList<NamedTensor> tensors)
{
    private readonly bool _numbered = tensors.Any(t => t.Name.StartsWith("layers/", StringComparison.Ordinal));
    private readonly Dictionary<string, NamedTensor> _byName = tensors.ToDictionary(t => t.Name);

    /// <summary>The numbers of an array.</summary>
    /// <param name="path">The layer.</param>
    /// <param name="array">The array's name, as in .h5 files.</param>
    /// <param name="number">Its place among the layer's arrays, by which Keras 3 names it.</param>
    /// <param name="shape">The shape that it must have; -1 for any size.</param>
    /// <exception cref="SluiceException">It is not there, or has another shape.</exception>
    public (float[] Numbers, int[] Shape) Take(KerasPath path, string array, int number, params int[] shape)
    {
        var found = Find(path, array, number) ?? throw new SluiceException(
            $"layer '{path.Name}' wants an array '{array}', and the file has none for it. Are its weights in another file?");
        int[] own = [.. found.Shape];
        if (own.Length != shape.Length || own.Where((s, i) => shape[i] >= 0 && shape[i] != s).Any())
        {
            string wanted = string.Join(", ", shape.Select(s => s < 0 ? "any" : $"{s}"));
            throw new SluiceException($"'{found.Name}' is [{string.Join(", ", own)}]; layer '{path.Name}' expects [{wanted}].");
        }

        return (found.ToFloats(), own);
    }

    /// <summary>Whether an array is there.</summary>
    public NamedTensor? Find(KerasPath path, string array, int number)
    {
        if (_numbered)
        {
            string end = $"{(path.Within == "" ? "" : "/" + path.Within)}/vars/{number}";
            return _byName.GetValueOrDefault($"layers/{string.Join("/layers/", path.Places)}{end}")
                ?? _byName.GetValueOrDefault($"layers/{string.Join("/layers/", path.Names)}{end}");
        }

        bool backward = path.Within.StartsWith("backward", StringComparison.Ordinal);
        foreach (var tensor in tensors)
        {
            string[] parts = [.. tensor.Name.Split('/').SkipWhile(p => p == "model_weights")];
            if (parts.Length < 2 || parts[^1].Split(':')[0] != array || parts[0] != path.Names[0]) continue;
            if (Array.Exists(parts, p => p.StartsWith("backward_", StringComparison.Ordinal)) != backward) continue;

            // The models around it and its own name, in this order.
            int at = 0;
            foreach (string part in parts[..^1]) if (at < path.Names.Count && part == path.Names[at]) at++;
            if (at == path.Names.Count) return tensor;
        }

        return null;
    }
}
