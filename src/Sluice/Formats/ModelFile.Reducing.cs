using Sluice.Autodiff;
using Sluice.Kernels;

namespace Sluice.Formats;

public static partial class ModelFile
{
    /// <summary>The metadata key that says of how many bits the matrices are, where of fewer than 32.</summary>
    public const string ReducedKey = "sluice.reduced";

    /// <summary>The words for the types of reduced weights in files and commands.</summary>
    public static string WordOf(ReducedType type) => type == ReducedType.Int8 ? "int8" : "bf16";

    /// <summary>
    /// A model's file with its matrices in fewer bits: those that layers multiply by or look rows up in. Biases, peepholes and whatever else
    /// a model holds stay as they are.
    /// </summary>
    /// <param name="file">The model's file.</param>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="type">Of how many bits.</param>
    /// <param name="path">What messages call the file.</param>
    /// <exception cref="SluiceFormatException">It has been reduced before, or there is nothing to reduce.</exception>
    public static SafeTensorsFile Reduce(SafeTensorsFile file, IEnumerable<Parameter> parameters, ReducedType type, string? path = null)
    {
        if (file.Metadata.TryGetValue(ReducedKey, out string? before))
            throw new SluiceFormatException($"its weights are {before} already; expected the model as it was trained, with weights of 32 bits.", path);

        // A model of several nets has the parameters of each behind a prefix.
        string[] names = [.. parameters.Where(p => p.Reducible && p.Count > 0).Select(p => p.Name)];
        bool IsMatrix(NamedTensor tensor)
            => tensor.Type == ElementType.F32 && tensor.Shape.Count == 2 && names.Any(n => tensor.Name.EndsWith(n, StringComparison.Ordinal));
        if (!file.Tensors.Any(IsMatrix))
            throw new SluiceFormatException(
                $"it has no matrix that can be reduced: those of recurrent layers, linear layers and embeddings can, and it holds {string.Join(", ", file.Tensors.Select(t => t.Name).Take(5))}.", path);
        var tensors = file.Tensors.SelectMany(t => IsMatrix(t)
            ? ReducedTensors.Of(t.Name, ReducedMatrix.Of(type, t.Shape[0], t.Shape[1], t.ToFloats()))
            : [t]);
        return new(tensors, new Dictionary<string, string>(file.Metadata) { [ReducedKey] = WordOf(type) });
    }
}
