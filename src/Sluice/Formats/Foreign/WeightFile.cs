using Sluice.Formats.PyTorch;

namespace Sluice.Formats.Foreign;

/// <summary>
/// A file of weights that anyone trained: PyTorch (.pt, .pth, .tar, TorchScript), safetensors, NumPy (.npz, .npy), the JSON of RTNeural; and
/// Keras (.h5, .keras) where the package Sluice.Interop is registered. It is known by its content, whatever its name says; it is read as
/// data, and nothing in it is run. Tensors are read from the file when they are asked for. Any number of threads may read one file.
/// </summary>
/// <example><code>
/// using var file = WeightFile.Open("model.pt");
/// float[] kernel = file.Find("encoder.rnn.weight_ih_l0")!.ToFloats();
/// </code></example>
public sealed class WeightFile : IDisposable
{
    private static readonly Lock s_lock = new();

    private readonly ByteSource _source;
    private readonly Dictionary<string, NamedTensor> _byName;
    private readonly Lazy<Findings> _findings;

    private WeightFile(ByteSource source)
    {
        _source = source;
        var format = Formats.FirstOrDefault(f => f.Is(source)) ?? throw source.Bad(Unknown(source));
        Kind = format.Name;
        var content = format.Read(source);
        (Tensors, Metadata) = (content.Tensors, content.Metadata);
        _byName = Tensors.ToDictionary(t => t.Name, StringComparer.Ordinal);
        _findings = new(Recognise);
    }

    /// <summary>What kind of file it is, such as "a PyTorch file".</summary>
    public string Kind { get; }

    /// <summary>The file, as messages call it; null where it was read from memory.</summary>
    public string? Path => _source.File;

    /// <summary>Its arrays, in the order of the file.</summary>
    public IReadOnlyList<NamedTensor> Tensors { get; }

    /// <summary>Texts that stand beside them, such as the epoch of a checkpoint or the configuration of a Keras model.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The recurrent layers that were recognised by the names and shapes of their arrays.</summary>
    public IReadOnlyList<FoundLayer> Layers => _findings.Value.Layers;

    /// <summary>Layers whose names were recognised, but whose shapes do not fit.</summary>
    public IReadOnlyList<Misfit> Misfits => _findings.Value.Misfits;

    /// <summary>The arrays that belong to no recognised layer.</summary>
    public IReadOnlyList<NamedTensor> Rest
    {
        get
        {
            var known = Layers.SelectMany(l => l.Tensors).ToHashSet();
            return [.. Tensors.Where(t => !known.Contains(t))];
        }
    }

    /// <summary>The formats that are known.</summary>
    internal static IReadOnlyList<IWeightFormat> Formats { get; private set; } =
        [new SafeTensorsFormat(), new PyTorchFile(), new NumpyFormat(), new RtNeuralFormat()];

    /// <summary>Opens a file; its tensors are read when they are asked for, until it is disposed of.</summary>
    /// <exception cref="SluiceFormatException">It is of another kind, damaged, or asks for what is refused; the message says which.</exception>
    public static WeightFile Open(string path)
    {
        var source = ByteSource.Open(path);
        try
        {
            return new WeightFile(source);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Reads a content that is in memory.</summary>
    /// <param name="bytes">The whole content.</param>
    /// <param name="file">What messages call it.</param>
    /// <exception cref="SluiceFormatException">As for <see cref="Open"/>.</exception>
    public static WeightFile Parse(ReadOnlyMemory<byte> bytes, string? file = null) => new(new ByteSource(bytes, file));

    /// <summary>Whether a file is one of these, by its first bytes; whether it is whole shows when it is opened.</summary>
    /// <exception cref="SluiceFormatException">It cannot be read.</exception>
    public static bool Is(string path)
    {
        using var source = ByteSource.Open(path);
        try
        {
            return Formats.Any(f => f.Is(source)) || IsHdf(source) || IsOldPickle(source);
        }
        catch (SluiceFormatException)
        {
            return false; // a damaged archive of whatever kind
        }
    }

    /// <summary>The tensor of this name, or null.</summary>
    public NamedTensor? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>A recognised layer that can be run.</summary>
    /// <param name="name">Its name; null for the only one.</param>
    /// <param name="cell">The cell, where the weights leave a choice; null for what was found.</param>
    /// <exception cref="SluiceException">There is no such layer, several where none is named, or one that cannot be run; the message says why.</exception>
    internal FoundLayer Layer(string? name, string? cell)
    {
        string[] names = [.. Layers.Select(l => l.Name)];
        if (Misfits.FirstOrDefault(m => m.Name == name) is { } misfit) throw new SluiceFormatException($"{name}: {misfit.Why}", Path);
        if (name is null && Layers.Count != 1)
            throw new SluiceFormatException($"expected the name of one of its recurrent layers.{Nearest.Hint("", names)}{(Misfits.Count > 0 ? $" {Misfits[0].Name}: {Misfits[0].Why}" : "")}", Path);
        var found = name is null ? Layers[0] : Layers.FirstOrDefault(l => l.Name == name) ?? Layers.FirstOrDefault(l => l.OtherName == name)
            ?? throw new SluiceFormatException($"there is no recurrent layer '{name}'.{Nearest.Hint(name, names)}", Path);
        if (found.Refusal is { } refusal) throw new SluiceFormatException($"{found.Name}: {refusal}.", Path);
        return cell is null || cell == found.Cell ? found : found.As(cell);
    }

    private Findings Recognise()
    {
        var (torch, keras) = (PyTorchLayers.Find(Tensors), KerasLayers.Find(Tensors, KerasConfig.Of(Metadata)));
        return new Findings([.. torch.Layers, .. keras.Layers], [.. torch.Misfits, .. keras.Misfits]);
    }

    /// <summary>Closes the file; tensors that were not read yet can no longer be.</summary>
    public void Dispose() => _source.Dispose();

    /// <summary>Adds formats, once for the whole program; those of a type that is there already are passed over.</summary>
    internal static void Register(IEnumerable<IWeightFormat> formats)
    {
        lock (s_lock) Formats = [.. Formats.Concat(formats).DistinctBy(f => f.GetType())];
    }

    private static bool IsHdf(ByteSource source) => source.First.Span is [0x89, (byte)'H', (byte)'D', (byte)'F', 13, 10, 26, 10, ..];

    private static bool IsOldPickle(ByteSource source) => source.First.Span is [0x80, >= 2 and <= 5, ..];

    private static string Unknown(ByteSource source)
    {
        const string Package = "It is read by the package Sluice.Interop: call KerasFiles.Register() once.";
        if (IsHdf(source)) return $"this is an HDF5 file, as Keras writes (.h5). {Package}";
        return source.Zip?.Find("model.weights.h5") is not null
            ? $"this is a Keras file (.keras). {Package}"
            : $"expected a file of weights ({string.Join(", ", Formats.Select(f => f.Name))}), got {(source.Length == 0 ? "an empty file" : "another kind of file")}.";
    }
}
