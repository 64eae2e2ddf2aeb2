using System.Text;

namespace Sluice.Formats.PyTorch;

/// <summary>The names that a PyTorch file may use, and what each becomes: data, always. Every other name is refused.</summary>
internal static class PickleNames
{
    private static readonly Dictionary<string, ElementType> s_storages = new()
    {
        ["FloatStorage"] = ElementType.F32,
        ["DoubleStorage"] = ElementType.F64,
        ["HalfStorage"] = ElementType.F16,
        ["BFloat16Storage"] = ElementType.BF16,
        ["LongStorage"] = ElementType.I64,
        ["IntStorage"] = ElementType.I32,
        ["ShortStorage"] = ElementType.I16,
        ["CharStorage"] = ElementType.I8,
        ["ByteStorage"] = ElementType.U8,
        ["BoolStorage"] = ElementType.BOOL,
    };

    // Names that stand for themselves, such as a type of elements in the settings of an optimiser.
    private static readonly HashSet<string> s_plain =
    [
        .. s_storages.Keys.Select(k => $"torch.{k}"), "collections.OrderedDict", "torch.Size", "torch.device",
        "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_parameter",
        "torch.jit._pickle.build_intlist", "torch.jit._pickle.build_doublelist", "torch.jit._pickle.build_boollist",
        "torch.jit._pickle.build_tensorlist", "torch.jit._pickle.restore_type_tag",
        "torch.float32", "torch.float64", "torch.float16", "torch.bfloat16", "torch.int64", "torch.int32", "torch.int16", "torch.int8",
        "torch.uint8", "torch.bool", "torch.strided", "torch.contiguous_format",
    ];

    /// <summary>Whether a pickle may say this name.</summary>
    public static bool Allows(PickleName name) => s_plain.Contains(name.ToString()) || IsScripted(name);

    /// <summary>What the text of an error says of a name, however it is spelled.</summary>
    public static string Shown(string module, string name)
    {
        // The same functions go by the names of the systems on which they were pickled.
        string shown = $"{(module is "posix" or "nt" ? "os" : module is "__builtin__" ? "builtins" : module)}.{name}";
        return new StringBuilder().AppendJoin("", shown.Take(100).Select(c => char.IsControl(c) ? '?' : c)).ToString();
    }

    /// <summary>What a call of a name gives.</summary>
    /// <returns>Null where the arguments do not fit.</returns>
    public static object? Call(PickleName name, object?[] arguments) => (name.ToString(), arguments) switch
    {
        ("torch._utils._rebuild_tensor_v2", [TorchStorage storage, long offset, object?[] shape, object?[] strides, ..])
            when shape.All(s => s is long) && strides.All(s => s is long)
            => new TorchTensor(storage, offset, [.. shape.Cast<long>()], [.. strides.Cast<long>()]),
        ("torch._utils._rebuild_parameter", [TorchTensor tensor, ..]) => tensor,
        ("torch.jit._pickle.restore_type_tag", [{ } value, ..]) => value,
        ("torch.jit._pickle.build_intlist" or "torch.jit._pickle.build_doublelist" or "torch.jit._pickle.build_boollist"
            or "torch.jit._pickle.build_tensorlist", [List<object?> list]) => list,
        ("torch.Size", [object?[] sizes]) => sizes,
        ("torch.device", [string device, ..]) => device,
        ("collections.OrderedDict", []) => new PickleDictionary(),
        ("collections.OrderedDict", [List<object?> pairs]) when pairs.All(p => p is object?[] { Length: 2 }) => Filled(pairs),
        _ when IsScripted(name) && arguments.Length == 0 => new PickleDictionary { Class = name.ToString() },
        _ => null,
    };

    /// <summary>The storage that a persistent name stands for: ("storage", type, key, location, count).</summary>
    public static TorchStorage? Storage(object? id)
        => id is object?[] and ["storage", PickleName { Module: "torch" } type, string key, string, long count, ..]
            && s_storages.TryGetValue(type.Name, out var element) && count >= 0 ? new TorchStorage(element, key, count) : null;

    // Classes of TorchScript: their attributes are read, their code is not.
    private static bool IsScripted(PickleName name) => name.Module == "__torch__" || name.Module.StartsWith("__torch__.", StringComparison.Ordinal);

    private static PickleDictionary Filled(List<object?> pairs)
    {
        var dictionary = new PickleDictionary();
        foreach (object?[] pair in pairs.Cast<object?[]>()) dictionary.Pairs.Add((pair[0], pair[1]));
        return dictionary;
    }
}
