using Sluice.Autodiff;

namespace Sluice.Formats;

/// <summary>
/// A model on disk: a safetensors file with one tensor a parameter, and what is needed to build the model again in the
/// header's metadata (<c>sluice.task</c>, <c>sluice.version</c> and the task's own keys).
/// </summary>
public static partial class ModelFile
{
    /// <summary>
    /// The version of the layout of model files: one more whenever files of the one before can no longer be read. What is new and
    /// has a default takes none.
    /// </summary>
    public const int Version = 2;

    /// <summary>The tensors of parameters, each name with a prefix; integers of 8 bits have their scales in a tensor beside them.</summary>
    public static IEnumerable<NamedTensor> Tensors(IEnumerable<Parameter> parameters, string prefix = "")
        => parameters.SelectMany(
            p => p.Reduced is { } reduced ? ReducedTensors.Of(prefix + p.Name, reduced) : [NamedTensor.Of(prefix + p.Name, p.Value)]);

    /// <summary>Saves parameters with a task's metadata; the former file stays until the new one is complete.</summary>
    public static void Save(string path, string task, IEnumerable<Parameter> parameters, IReadOnlyDictionary<string, string> metadata)
        => Save(path, task, Tensors(parameters), metadata);

    /// <summary>Saves tensors with a task's metadata: for a model that has more to keep than its parameters.</summary>
    public static void Save(string path, string task, IEnumerable<NamedTensor> tensors, IReadOnlyDictionary<string, string> metadata)
        => Content(task, tensors, metadata).Write(path);

    /// <summary>Tensors with a task's metadata, as a file not yet written.</summary>
    internal static SafeTensorsFile Content(string task, IEnumerable<NamedTensor> tensors, IReadOnlyDictionary<string, string> metadata)
        => new(tensors, new Dictionary<string, string>(metadata) { ["sluice.task"] = task, ["sluice.version"] = $"{Version}" });

    /// <summary>Opens a model file and checks that it is one, and for which task.</summary>
    /// <param name="path">The file.</param>
    /// <param name="task">The task, or null for any.</param>
    /// <param name="oldest">The oldest layout version that the task can read.</param>
    /// <exception cref="SluiceFormatException">It is not a model file of this task.</exception>
    public static SafeTensorsFile Open(string path, string? task = null, int oldest = 1)
    {
        var file = Check(SafeTensorsFile.Open(path), path, task, oldest);

        // Where their names are altered, the checksums would not be looked at.
        foreach (string key in new[] { SafeTensorsFile.HashKey, SafeTensorsFile.MetadataHashKey }) Metadata(file, key, path);
        return file;
    }

    internal static SafeTensorsFile Check(SafeTensorsFile file, string path, string? task, int oldest = 1)
    {
        if (!file.Metadata.TryGetValue("sluice.task", out string? found))
            throw new SluiceFormatException("expected a model saved by Sluice, got a safetensors file without 'sluice.task' in its metadata.", path);
        if (!int.TryParse(Metadata(file, "sluice.version", path), out int version) || version > Version || version < oldest)
        {
            string from = version > Version ? "it was saved by a newer Sluice" : "it was saved by an older Sluice; train the model again";
            throw new SluiceFormatException($"expected layout version {Version}, got {file.Metadata["sluice.version"]}: {from}.", path);
        }

        if (task is not null && found != task)
            throw new SluiceFormatException($"expected a model for the task '{task}', got one for '{found}'.", path);
        return file;
    }

    /// <summary>A value of the metadata.</summary>
    /// <exception cref="SluiceFormatException">It is missing.</exception>
    public static string Metadata(SafeTensorsFile file, string key, string? path = null)
        => file.Metadata.TryGetValue(key, out string? value)
            ? value
            : throw new SluiceFormatException($"expected '{key}' in the metadata; the file is not complete.", path);

    /// <summary>Builds a model by what a file says; whatever is wrong with that becomes one message, which names the file.</summary>
    internal static M Build<M>(string path, Func<M> build)
    {
        try
        {
            return build();
        }
        catch (SluiceException e) when (e is not SluiceFormatException { File: not null })
        {
            throw new SluiceFormatException(e.Message, path, inner: e);
        }
    }

    /// <summary>Checks that the tensors hold at least so many numbers, before any memory is taken for the model.</summary>
    internal static void CheckSize(SafeTensorsFile file, Int128 weights, string path)
    {
        long held = file.Tensors.Sum(t => t.Count);
        if (weights > held)
            throw new SluiceFormatException($"the sizes in the metadata take {weights} weights or more, the tensors hold {held}.", path);
    }

    /// <summary>Sets parameters to what the file holds.</summary>
    /// <exception cref="SluiceFormatException">A tensor is missing, superfluous (with the prefix), or of another shape.</exception>
    public static void Restore(SafeTensorsFile file, IReadOnlyList<Parameter> parameters, string? path = null, string prefix = "")
    {
        var expected = parameters.SelectMany(p => ReducedTensors.Names(file, prefix + p.Name)).ToHashSet();
        if (file.Tensors.FirstOrDefault(t => t.Name.StartsWith(prefix, StringComparison.Ordinal) && !expected.Contains(t.Name)) is { } extra)
            throw new SluiceFormatException($"the tensor '{extra.Name}' has no place in this model.", path);

        // All are checked before any is set, so that a bad file leaves the model as it was.
        var found = parameters.Select(
            p => file.Find(prefix + p.Name) ?? throw new SluiceFormatException($"the tensor '{prefix + p.Name}' is missing.", path)).ToList();
        for (int i = 0; i < found.Count; i++)
        {
            if (!found[i].Shape.SequenceEqual(parameters[i].Shape.ToArray()))
                throw new SluiceFormatException(
                    $"the tensor '{found[i].Name}' should be {Tensor.Describe(parameters[i].Shape)}, and is [{string.Join(", ", found[i].Shape)}].",
                    path);
        }

        var reduced = found.Select((tensor, i) => parameters[i].Reducible ? ReducedTensors.Read(file, tensor, path) : null).ToList();
        for (int i = 0; i < found.Count; i++)
        {
            if (reduced[i] is { } matrix) parameters[i].Set(matrix);
            else parameters[i].Set(found[i].CopyTo);
        }
    }
}
