using System.Runtime.InteropServices;
using PureHDF;
using Sluice.Formats;
using Sluice.Formats.Foreign;

namespace Sluice.Interop;

/// <summary>The arrays of an HDF5 file by their paths, and the texts at its top.</summary>
internal sealed class HdfWeights
{
    private const int MostObjects = 50_000, Deepest = 32;
    private const long FreeBytes = 64L << 20, BytesOfAByte = 250;

    // Texts of Keras at the top of a file, by the names under which they are kept here.
    private static readonly (string Attribute, string Key)[] s_texts =
        [("model_config", KerasConfig.Key), ("keras_version", "keras_version"), ("backend", "backend")];

    private readonly ByteSource _source;
    private readonly GuardedStream _stream;
    private readonly Lock _reading = new(); // the library reads one thing at a time
    private readonly List<NamedTensor> _tensors = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _metadata = [];
    private int _objects;

    private HdfWeights(ByteSource source) => (_source, _stream) = (source, new GuardedStream(source));

    /// <summary>Reads what a file says of its arrays; their numbers are read when they are asked for.</summary>
    /// <exception cref="SluiceFormatException">It is damaged.</exception>
    public static WeightContent Read(ByteSource source)
    {
        var weights = new HdfWeights(source);
        weights.Guard(() =>
        {
            var file = H5File.Open(weights._stream, leaveOpen: true);
            foreach (var (attribute, key) in s_texts)
                if (file.AttributeExists(attribute) && weights.Text(file.Attribute(attribute)) is { } text) weights._metadata[key] = text;
            weights.Walk(file, "", 0);
            return true;
        });
        return new WeightContent(weights._tensors, weights._metadata);
    }

    private string? Text(IH5Attribute attribute)
        => attribute.Type.Class switch
        {
            H5DataTypeClass.VariableLength => attribute.Read<string>(),
            H5DataTypeClass.String when attribute.Type.Size <= _source.Length => attribute.Read<string>(),
            _ => null,
        };

    private void Walk(IH5Group group, string path, int depth)
    {
        if (depth > Deepest) throw _source.Bad("its groups lie within each other without end; this HDF5 file is damaged.");
        foreach (var child in group.Children())
        {
            if (++_objects > MostObjects) throw _source.Bad($"it has more than {MostObjects} groups and arrays, or some again and again; this HDF5 file is damaged.");
            string name = path + child.Name;
            if (child is IH5Group inner) Walk(inner, name + "/", depth + 1);
            else if (child is IH5Dataset array) Add(name, array);
        }
    }

    private void Add(string name, IH5Dataset array)
    {
        var type = array.Type;
        ElementType? element = (type.Class, type.Size) switch
        {
            (H5DataTypeClass.FloatingPoint, 4) => ElementType.F32,
            (H5DataTypeClass.FloatingPoint, 8) => ElementType.F64,
            (H5DataTypeClass.FloatingPoint, 2) => ElementType.F16,
            (H5DataTypeClass.FixedPoint, 8) => ElementType.I64,
            (H5DataTypeClass.FixedPoint, 4) => ElementType.I32,
            (H5DataTypeClass.FixedPoint, 2) => ElementType.I16,
            (H5DataTypeClass.FixedPoint, 1) => type.FixedPoint.IsSigned ? ElementType.I8 : ElementType.U8,
            _ => null,
        };
        if (element is not { } kind) return; // texts and records
        ulong[] sizes = array.Space.Dimensions;
        if (sizes.Length > 32 || Array.Exists(sizes, s => s > int.MaxValue)) throw Lying(name, sizes);
        int[] shape = Array.ConvertAll(sizes, s => (int)s);
        long bytes = NamedTensor.ByteCount(kind, shape);

        // What is not packed is no larger than the file; what is packed in chunks not much larger.
        long most = array.Layout.Class == H5DataLayoutClass.Chunked ? FreeBytes + BytesOfAByte * _source.Length : _source.Length;
        if (bytes < 0 || bytes > most) throw Lying(name, sizes);
        if (!_names.Add(name)) throw _source.Bad($"the name '{name}' appears twice; this HDF5 file is damaged.");
        _tensors.Add(new NamedTensor(name, kind, shape, () => Guard<ReadOnlyMemory<byte>>(() => Numbers(array, kind))));
    }

    private static byte[] Numbers(IH5Dataset array, ElementType kind) => kind switch
    {
        ElementType.F32 => Bytes<float>(array),
        ElementType.F64 => Bytes<double>(array),
        ElementType.F16 => Bytes<Half>(array),
        ElementType.I64 => Bytes<long>(array),
        ElementType.I32 => Bytes<int>(array),
        ElementType.I16 => Bytes<short>(array),
        ElementType.I8 => Bytes<sbyte>(array),
        _ => Bytes<byte>(array),
    };

    private static byte[] Bytes<T>(IH5Dataset array) where T : unmanaged
        => MemoryMarshal.AsBytes<T>(array.Space.Dimensions.Length == 0 ? [array.Read<T>()] : array.Read<T[]>()).ToArray();

    /// <summary>Reads with a new allowance; whatever the library throws on a damaged file becomes a sentence.</summary>
    private T Guard<T>(Func<T> read)
    {
        lock (_reading)
        {
            _stream.Begin();
            try
            {
                return read();
            }
            catch (Exception e) when (e is not SluiceException)
            {
                for (var inner = e; inner is not null; inner = inner.InnerException)
                    if (inner is SluiceFormatException known) throw known;
                throw new SluiceFormatException("this HDF5 file is damaged, or uses what is not read here. Was it copied whole?", _source.File, inner: e);
            }
        }
    }

    private SluiceFormatException Lying(string name, ulong[] sizes)
        => _source.Bad($"array '{name}' says that it is [{string.Join(", ", sizes.Take(40))}], in a file of {_source.Length} bytes; this HDF5 file is damaged.");
}
