using System.Buffers.Binary;
using System.Text;

namespace Sluice.Formats.PyTorch;

/// <summary>
/// Reads a Python pickle as data. A pickle is a program for a machine with a stack; here only those of its instructions are followed that
/// build numbers, texts, lists and dictionaries, and names are compared with a list of allowed ones and never looked up. So nothing runs,
/// whatever the bytes say; what is not on the lists is refused by name.
/// </summary>
internal ref struct Pickle
{
    private const long FreeBytes = 12L << 20;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly string? _file;
    private readonly Stack<object?> _stack = [];
    private readonly Stack<int> _marks = [];
    private readonly Dictionary<int, object?> _memo = [];
    private long _left;
    private int _at;

    private Pickle(ReadOnlySpan<byte> bytes, string? file, long length)
    {
        _bytes = bytes;
        (_file, _left) = (file, FreeBytes + length);
    }

    /// <summary>What a pickle builds.</summary>
    /// <param name="bytes">The pickle.</param>
    /// <param name="file">What messages call it.</param>
    /// <param name="length">Bytes of the file that it is from: what it builds may take as many, and 12 MB more.</param>
    /// <exception cref="SluiceFormatException">It is damaged, or wants what is refused.</exception>
    public static object? Parse(ReadOnlySpan<byte> bytes, string? file, long length) => new Pickle(bytes, file, length).Run();

    private object? Run()
    {
        while (true)
        {
            byte code = Take(1)[0];
            switch (code)
            {
                case (byte)'.': return _stack.Count == 1 ? Pop() : throw Damaged("it does not end with one value");
                case 0x80: Take(1); break; // the version
                case 0x95: Take(8); break; // a frame
                case (byte)'(': _marks.Push(_stack.Count); Pay(8); break;
                case (byte)'N': Push(null, 8); break;
                case 0x88: Push(true, 24); break;
                case 0x89: Push(false, 24); break;
                case (byte)'K': Push((long)Take(1)[0], 32); break;
                case (byte)'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)), 32); break;
                case (byte)'J': Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4)), 32); break;
                case 0x8A: Push(Long(Take(Take(1)[0])), 32); break;
                case (byte)'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8)), 32); break;
                case (byte)'X': Text(Length32()); break;
                case 0x8C or (byte)'U': Text(Take(1)[0]); break;
                case (byte)'B': PushBytes(Length32()); break;
                case (byte)'C': PushBytes(Take(1)[0]); break;
                case (byte)'}': Push(new PickleDictionary(), 120); break;
                case (byte)']' or 0x8F: Push(new List<object?>(), 40); break; // a set is read as a list
                case (byte)')': Push(Array.Empty<object?>(), 8); break;
                case 0x85: Push(Top(1), 40); break;
                case 0x86: Push(Top(2), 48); break;
                case 0x87: Push(Top(3), 56); break;
                case (byte)'t': Push(FromMark(), 0); break;
                case (byte)'q': Remember(Take(1)[0]); break;
                case (byte)'r': Remember(Length32()); break;
                case 0x94: Remember(_memo.Count); break;
                case (byte)'h': Recall(Take(1)[0]); break;
                case (byte)'j': Recall(Length32()); break;
                case (byte)'a': Append([Pop()]); break;
                case (byte)'e' or 0x90: Append(FromMark()); break;
                case (byte)'s': Set(Top(2)); break;
                case (byte)'u': Set(FromMark()); break;
                case (byte)'c': Name(Line(), Line()); break;
                case 0x93: (string name, string module) = (PopText(), PopText()); Name(module, name); break;
                case (byte)'Q': Push(PickleNames.Storage(Pop()) ?? throw Refused("a reference that is no storage of numbers"), 64); break;
                case (byte)'R' or 0x81: Call(); break;
                case (byte)'b': Build(); break;
                default: throw Refused($"instruction 0x{code:X2}{(code is > 32 and < 127 ? $" ('{(char)code}')" : "")} at byte {_at - 1} of its pickle");
            }
        }
    }

    private void Name(string module, string name)
    {
        var wanted = new PickleName(module, name);
        if (!PickleNames.Allows(wanted))
            throw Bad($"refused: the file wants to call {PickleNames.Shown(module, name)}. Files are read as data here and nothing in them is run. If you trust it, save the weights alone in Python: torch.save(model.state_dict(), 'weights.pt').");
        Push(wanted, 64);
    }

    private void Call()
    {
        object? arguments = Pop(), callee = Pop();
        if (arguments is not object?[] list || callee is not PickleName name) throw Damaged("it calls what is no function");
        Push(
            PickleNames.Call(name, list) ?? throw Bad($"refused: the file calls {PickleNames.Shown(name.Module, name.Name)} with arguments that do not fit."),
            160);
    }

    // Attributes of an object become its pairs; those of a dictionary (the versions of modules, in PyTorch) say nothing of weights.
    private void Build()
    {
        object? state = Pop();
        if (Peek() is PickleDictionary { Class.Length: > 0 } target && state is PickleDictionary attributes && target != attributes)
        {
            Pay(16 * attributes.Pairs.Count);
            target.Pairs.AddRange(attributes.Pairs);
        }
    }

    private void Set(object?[] items)
    {
        if (Peek() is not PickleDictionary dictionary || items.Length % 2 != 0) throw Damaged("it fills what is no dictionary");
        Pay(24 * items.Length);
        for (int i = 0; i < items.Length; i += 2) dictionary.Pairs.Add((items[i], items[i + 1]));
    }

    private void Append(object?[] items)
    {
        if (Peek() is not List<object?> list) throw Damaged("it fills what is no list");
        Pay(24 * items.Length);
        list.AddRange(items);
    }

    private void Text(int length)
    {
        var bytes = Take(length);
        Pay(2 * length);
        Push(Encoding.UTF8.GetString(bytes), 40);
    }

    private void PushBytes(int length)
    {
        var bytes = Take(length);
        Pay(length);
        Push(bytes.ToArray(), 40);
    }

    // Numbers too long for 64 bits stand in no weights; the times of some optimisers are stored so.
    private readonly object Long(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 8) throw Refused("a whole number of more than 64 bits");
        long value = bytes.Length > 0 && bytes[^1] > 127 ? -1 : 0;
        for (int i = bytes.Length - 1; i >= 0; i--) value = value << 8 | bytes[i];
        return value;
    }

    private void Remember(int place)
    {
        Pay(48);
        _memo[place] = Peek();
    }

    private void Recall(int place) => Push(_memo.TryGetValue(place, out object? value) ? value : throw Damaged($"it recalls value {place}, which is not there"), 8);

    private object?[] FromMark()
    {
        if (!_marks.TryPop(out int mark) || mark > _stack.Count) throw Damaged("a mark is missing");
        return Top(_stack.Count - mark);
    }

    private object?[] Top(int count)
    {
        if (count > _stack.Count) throw Damaged("its stack is empty");
        Pay(24 + 8 * count);
        var items = new object?[count];
        for (int i = count - 1; i >= 0; i--) items[i] = _stack.Pop();
        return items;
    }

    private void Push(object? value, int bytes)
    {
        Pay(bytes + 8);
        _stack.Push(value);
    }

    private void Pay(long bytes)
    {
        if ((_left -= bytes) < 0) throw Bad("its pickle builds far more values than weights have names and sizes. It is damaged, or no file of weights.");
    }

    private object? Pop() => _stack.TryPop(out object? value) ? value : throw Damaged("its stack is empty");

    private string PopText() => Pop() as string ?? throw Damaged("a name is no text");

    private readonly object? Peek() => _stack.TryPeek(out object? value) ? value : throw Damaged("its stack is empty");

    private string Line()
    {
        int end = _bytes[_at..].IndexOf((byte)'\n');
        if (end is < 0 or > 1000) throw Damaged("a name has no end");
        string line = Encoding.UTF8.GetString(_bytes.Slice(_at, end));
        _at += end + 1;
        return line;
    }

    private int Length32()
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(Take(4));
        return length >= 0 ? length : throw Damaged("a length is negative");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - _at) throw Damaged("it ends too early");
        _at += count;
        return _bytes.Slice(_at - count, count);
    }

    private readonly SluiceFormatException Refused(string what)
        => Bad($"refused: the file uses {what}, which files of weights do not need. Save the weights alone in Python: torch.save(model.state_dict(), 'weights.pt').");

    private readonly SluiceFormatException Damaged(string what) => Bad($"its pickle is damaged at byte {_at}: {what}. Copy the file again.");

    private readonly SluiceFormatException Bad(string what) => new(what, _file);
}
