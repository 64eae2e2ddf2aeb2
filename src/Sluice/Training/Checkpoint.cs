using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sluice.Autodiff;
using Sluice.Formats;
using Sluice.Optimizers;

namespace Sluice.Training;

/// <summary>
/// All that a run needs to go on as if it had never stopped: model, optimiser, carried states, schedule and the position in
/// the data. Random numbers are functions of seed and position, so none are saved.
/// </summary>
internal sealed class Checkpoint
{
    private const string ModelPrefix = "model.", CarriedPrefix = "carried.", OptimizerPrefix = "optimizer.", BestPrefix = "best.";

    private readonly Dictionary<string, double> _numbers = [];
    private readonly List<NamedTensor> _tensors = [];

    /// <summary>Steps done.</summary>
    public int Step => (int)_numbers["step"];

    /// <summary>A number by name.</summary>
    public double this[string name]
    {
        get => _numbers.TryGetValue(name, out double value) ? value : throw new SluiceFormatException($"the checkpoint has no '{name}'.");
        set => _numbers[name] = value;
    }

    /// <summary>All numbers.</summary>
    public IReadOnlyDictionary<string, double> Numbers => _numbers;

    /// <summary>Takes over the tensors of a run: write or hash it before the next step.</summary>
    public void Take(ITrainable task, Optimizer optimizer, KeptWeights? best)
    {
        _tensors.AddRange(ModelFile.Tensors(task.Parameters, ModelPrefix));
        if (best is not null) _tensors.AddRange(best.Tensors(BestPrefix));
        _tensors.AddRange(task.Carried.Select((c, i) => NamedTensor.Of(CarriedPrefix + i, c)));
        _tensors.AddRange(optimizer.State.Select(s => NamedTensor.Of(OptimizerPrefix + s.Key, s.Value)));
    }

    /// <summary>Gives them back.</summary>
    public static Checkpoint Read(string path, ITrainable task, Optimizer optimizer, KeptWeights? best)
        => Read(SafeTensorsFile.Read(path), path, task, optimizer, best);

    /// <summary>Gives back what a file that was read holds.</summary>
    /// <exception cref="SluiceFormatException">It is no checkpoint, or one of another configuration.</exception>
    public static Checkpoint Read(SafeTensorsFile file, string path, ITrainable task, Optimizer optimizer, KeptWeights? best)
    {
        var checkpoint = new Checkpoint();
        ReadNumbers(checkpoint._numbers, ModelFile.Metadata(file, "sluice.checkpoint", path), path);
        ModelFile.Restore(file, task.Parameters, path, ModelPrefix);
        best?.Take(p => Find(file, BestPrefix + p.Name, p.Shape, path));
        for (int i = 0; i < task.Carried.Count; i++) Restore(file, CarriedPrefix + i, task.Carried[i], path);
        optimizer.Prepare(task.Parameters);
        foreach (var (name, tensor) in optimizer.State) Restore(file, OptimizerPrefix + name, tensor, path);
        return checkpoint;
    }

    /// <summary>The numbers of a run, which stand in the metadata as texts.</summary>
    /// <exception cref="SluiceFormatException">They are no object of numbers, or count what cannot be counted.</exception>
    private static void ReadNumbers(Dictionary<string, double> numbers, string json, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (var property in document.RootElement.EnumerateObject())
                numbers[property.Name] = double.Parse(property.Value.GetString() ?? "", NumberStyles.Float, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is JsonException
            or FormatException or InvalidOperationException) // the last: of another kind, or half of a surrogate pair
        {
            throw new SluiceFormatException($"the numbers of the checkpoint cannot be read: {e.Message}", path, inner: e);
        }

        foreach (string counted in new[] { "epoch", "in_epoch", "step" })
        {
            if (!numbers.TryGetValue(counted, out double value)) throw new SluiceFormatException($"the checkpoint has no '{counted}'.", path);
            if (!(value >= 0 && value <= int.MaxValue && value == Math.Floor(value)))
                throw new SluiceFormatException($"the checkpoint has {value} as '{counted}'; expected a whole number from 0.", path);
        }
    }

    /// <summary>Writes the file.</summary>
    public void Write(string path)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();

            // As text: 17 digits give every double back, infinities included.
            foreach (var (name, value) in _numbers) json.WriteString(name, value.ToString("R", CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        new SafeTensorsFile(
            _tensors, new Dictionary<string, string> { ["sluice.checkpoint"] = Encoding.UTF8.GetString(buffer.ToArray()) }).Write(path);
    }

    /// <summary>A fingerprint of all that is in it: two runs with the same one go on in the same way.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, value) in _numbers.OrderBy(n => n.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name + '='));
            hash.AppendData(BitConverter.GetBytes(value));
        }

        foreach (var tensor in _tensors.OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{tensor.Name}[{string.Join(',', tensor.Shape)}]="));
            foreach (var piece in tensor.Pieces) hash.AppendData(piece.Span);
        }

        GC.KeepAlive(this); // spans of tensors do not keep their memory
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Restore(SafeTensorsFile file, string name, Tensor tensor, string path)
        => Find(file, name, tensor.Shape, path).CopyTo(tensor);

    private static NamedTensor Find(SafeTensorsFile file, string name, ReadOnlySpan<int> shape, string path)
    {
        var found =
            file.Find(name) ?? throw new SluiceFormatException($"the tensor '{name}' is missing: the checkpoint is of another configuration.", path);
        return found.Shape.SequenceEqual(shape.ToArray())
            ? found
            : throw new SluiceFormatException(
                $"the tensor '{name}' should be {Tensor.Describe(shape)}, and is [{string.Join(", ", found.Shape)}]: the checkpoint is of another configuration.",
                path);
    }
}
