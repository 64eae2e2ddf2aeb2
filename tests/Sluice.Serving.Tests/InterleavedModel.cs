using System.Runtime.InteropServices;
using Sluice.Formats;
using Sluice.Serving.Models;
using Sluice.Tasks.Live;
using Sluice.Tasks.Registry;

namespace Sluice.Serving.Tests;

/// <summary>A live model in two versions, of which its file has one at a time; rows for it, and a net of each that nobody else uses.</summary>
internal sealed class InterleavedModel
{
    private static readonly string[] s_texts = ["the ", "cat", "a", " sat on the mat. ", "x", "my fish "];

    private readonly byte[][] _files;
    private readonly Dictionary<string, LiveNet> _lone = [];

    /// <summary>Makes the versions: a model, and the same with its matrices a quarter larger.</summary>
    /// <param name="name">What the model is called.</param>
    /// <param name="model">Its file.</param>
    /// <param name="folder">Where the file is that is served.</param>
    public InterleavedModel(string name, string model, string folder)
    {
        (Name, Path) = (name, System.IO.Path.Combine(folder, $"{name}.safetensors"));
        _files = [File.ReadAllBytes(model), Larger(SafeTensorsFile.Read(model))];
        for (int which = _files.Length - 1; which >= 0; which--)
        {
            Put(which);
            _lone[ModelVersion.VersionOf(Path)] = ((ILiveModel)TaskRegistry.Load(Path).Model).Live!;
        }

        Form = _lone.Values.First().Form;
    }

    public string Name { get; }

    /// <summary>The file that is served.</summary>
    public string Path { get; }

    public LiveForm Form { get; }

    /// <summary>The versions.</summary>
    public IReadOnlyCollection<string> Versions => _lone.Keys;

    /// <summary>Writes a version into the file.</summary>
    public void Put(int which) => AtomicFile.Write(Path, _files[which]);

    /// <summary>The net of a version, in the hands of lone runs.</summary>
    public LiveNet Lone(string version) => _lone[version];

    /// <summary>A row that fits.</summary>
    public LiveRow Row(Random random) => new([.. Form.Inputs.Select(Array? (field) => field switch
    {
        { IsOptional: true } => null,
        { IsText: true } => new[] { s_texts[random.Next(s_texts.Length)] },
        { Length: < 0 } => Enumerable.Range(0, random.Next(4)).Select(_ => (double)random.Next(55, 80)).ToArray(),
        _ => Enumerable.Range(0, field.Length).Select(_ => 2 * random.NextDouble() - 1).ToArray(),
    })]);

    private static byte[] Larger(SafeTensorsFile file)
    {
        var tensors = file.Tensors.Select(tensor =>
        {
            if (tensor is not { Type: ElementType.F32, Shape.Count: 2 }) return tensor;
            float[] values = MemoryMarshal.Cast<byte, float>(tensor.Bytes.Span).ToArray();
            foreach (ref float value in values.AsSpan()) value *= 1.25f;
            return NamedTensor.Of<float>(tensor.Name, [.. tensor.Shape], values);
        });
        using var written = new MemoryStream();
        new SafeTensorsFile(tensors, file.Metadata).Write(written);
        return written.ToArray();
    }
}
