using System.Globalization;
using System.Text;

namespace Sluice.Formats.PyTorch;

/// <summary>
/// A file that <c>torch.save</c> or TorchScript wrote: a ZIP archive with <c>root/data.pkl</c>, which says what there is, and the numbers in
/// <c>root/data/0</c> and so on. Dictionaries within dictionaries, such as a checkpoint with its optimiser, give names with dots.
/// </summary>
internal sealed class PyTorchFile : IWeightFormat
{
    private const string Ending = "/data.pkl";
    private const int MostTensors = 65_536, MostVisits = 2_000_000, Deepest = 64, LongestName = 1000;

    // The first bytes of what PyTorch wrote before version 1.6: a pickled number.
    private static readonly byte[] s_old = [0x80, 2, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9];

    public string Name => "a PyTorch file";

    public bool Is(ByteSource source)
        => source.First.Span.StartsWith(s_old) || IsPickle(source.First.Span)
            || source.Zip?.Parts.Any(p => p.Name.EndsWith(Ending, StringComparison.Ordinal)) == true;

    public WeightContent Read(ByteSource source)
    {
        if (source.First.Span.StartsWith(s_old))
            throw source.Bad("this is a PyTorch file of before version 1.6 (2020). Write it again in Python: torch.save(torch.load('old.pt', map_location='cpu'), 'new.pt').");
        if (source.Zip is not { } zip)
            throw source.Bad("this is a Python pickle, which can run any program when it is read, and is not. Save the weights in Python: torch.save(model.state_dict(), 'weights.pt'), or numpy.savez('weights.npz', **arrays).");
        string root = zip.Parts.First(p => p.Name.EndsWith(Ending, StringComparison.Ordinal)).Name[..^"data.pkl".Length];
        bool big = zip.Find($"{root}byteorder") is { } order && Encoding.ASCII.GetString(zip.Start(order, 16).Span).Trim() == "big";
        object? value = Pickle.Parse(zip.Read(zip.Find($"{root}data.pkl")!.Value).Span, source.File, source.Length);
        var walk = new Walk(source, zip, root, big);
        walk.Visit("", value, 0);
        var metadata = walk.Texts;
        metadata["format"] = zip.Find($"{root}constants.pkl") is null ? "PyTorch" : "TorchScript";
        return new WeightContent(walk.Tensors, metadata);
    }

    private static bool IsPickle(ReadOnlySpan<byte> first) => first is [0x80, >= 2 and <= 5, >= (byte)'(' and <= 0x95, ..];

    /// <summary>Finds the tensors in what a pickle built.</summary>
    private sealed class Walk(ByteSource source, ZipDirectory zip, string root, bool big)
    {
        private readonly HashSet<string> _names = new(StringComparer.Ordinal);
        private int _visits;

        public List<NamedTensor> Tensors { get; } = [];

        /// <summary>Numbers and texts at the top, such as the epoch of a checkpoint.</summary>
        public Dictionary<string, string> Texts { get; } = new(StringComparer.Ordinal);

        public void Visit(string name, object? value, int depth)
        {
            if (depth > Deepest || ++_visits > MostVisits || name.Length > LongestName)
                throw source.Bad("its lists lie within each other without end. It is damaged, or no file of weights.");
            switch (value)
            {
                case TorchTensor tensor: Add(name.Length == 0 ? "tensor" : name, tensor); break;
                case PickleDictionary dictionary:
                    foreach (var (key, item) in dictionary.Pairs)
                        if (key is string or long) Visit(Joined(name, key is long n ? Text(n) : (string)key), item, depth + 1);
                    break;
                case List<object?> list:
                    for (int i = 0; i < list.Count; i++) Visit(Joined(name, Text(i)), list[i], depth + 1);
                    break;
                case object?[] tuple:
                    for (int i = 0; i < tuple.Length; i++) Visit(Joined(name, Text(i)), tuple[i], depth + 1);
                    break;
                case string or long or double or bool when depth == 1 && Texts.Count < 1000:
                    Texts.TryAdd(name, Convert.ToString(value, CultureInfo.InvariantCulture)!);
                    break;
            }
        }

        private void Add(string name, TorchTensor tensor)
        {
            if (Tensors.Count == MostTensors) throw source.Bad($"it has more than {MostTensors} tensors.");
            if (name.Any(char.IsControl) || !_names.Add(name)) throw source.Bad($"the name of tensor {Tensors.Count + 1} appears twice, or is no text.");
            Tensors.Add(TorchNumbers.Tensor(name, tensor, source, zip, root, big));
        }

        private static string Joined(string name, string key) => name.Length == 0 ? key : $"{name}.{key}";

        private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
