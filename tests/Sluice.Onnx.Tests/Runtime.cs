using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Sluice.Networks;

namespace Sluice.Onnx.Tests;

/// <summary>The same file through ONNX Runtime: what Sluice's numbers are held against.</summary>
internal sealed class Runtime(string path) : IDisposable
{
    private readonly InferenceSession _session = new(path, new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 });

    public Dictionary<string, float[]> Run(IReadOnlyDictionary<string, Value> inputs)
    {
        var given = inputs.Select(i => Named(i.Key, i.Value)).ToList();
        using var outputs = _session.Run(given);
        return outputs.ToDictionary(o => o.Name, o => Numbers(o));
    }

    public void Dispose() => _session.Dispose();

    private static NamedOnnxValue Named(string name, Value value)
    {
        int[] shape = value.Shape.ToArray();
        return value.Type switch
        {
            ElementType.Int64 => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(value.ToIntegers(), shape)),
            ElementType.Int32 => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<int>(value.ToIntegers().Select(v => (int)v).ToArray(), shape)),
            ElementType.Bool => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<bool>(value.ToIntegers().Select(v => v != 0).ToArray(), shape)),
            _ => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(value.ToFloats(), shape)),
        };
    }

    private static float[] Numbers(DisposableNamedOnnxValue value) => value.ElementType switch
    {
        TensorElementType.Int64 => [.. value.AsEnumerable<long>().Select(v => (float)v)],
        TensorElementType.Int32 => [.. value.AsEnumerable<int>().Select(v => (float)v)],
        TensorElementType.Bool => [.. value.AsEnumerable<bool>().Select(v => v ? 1f : 0)],
        _ => [.. value.AsEnumerable<float>()],
    };
}
