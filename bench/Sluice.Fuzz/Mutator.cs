using System.Buffers.Binary;
using System.Text;
using Sluice.Kernels;

namespace Sluice.Fuzz;

/// <summary>
/// Makes broken inputs from good ones, with an eye for what the formats are made of: numbers, words of the format, lines,
/// and the header length of safetensors. Input i is a function of (seed, i) alone, so a finding needs two numbers to repeat.
/// </summary>
public sealed class Mutator(ulong seed)
{
    private static readonly string[] s_numbers =
    [
        "0", "1", "-1", "2", "7", "8", "9", "16", "255", "256", "65535", "65536", "2147483647", "2147483648", "4294967296",
        "9223372036854775807", "9223372036854775808", "18446744073709551616", "1e9", "1e308", "1e999", "-0", "0.5", "00", "NaN", "Infinity",
    ];

    private static readonly ulong[] s_lengths =
        [0, 1, 2, 7, 8, 9, 8 << 20, (8 << 20) + 1, int.MaxValue, 1UL << 32, 1UL << 62, 1UL << 63, ulong.MaxValue];

    private RandomStream _random;
    private uint _drawn;

    /// <summary>The input of a number: a sample with one to six changes.</summary>
    public byte[] Make(Target target, uint number)
    {
        _random = new RandomStream(seed, Purpose.Data, epoch: number);
        _drawn = 0;
        var bytes = new List<byte>(Pick(target.Samples));
        for (int changes = 1 + Below(1 + Below(6)); changes > 0; changes--)
        {
            if (target.HasHeaderLength && bytes.Count >= 8) ChangeBehindLength(bytes, target);
            else Change(bytes, target);
        }
        return [.. bytes];
    }

    // Keeps the length in step with the header in most cases, or nothing behind it would ever be reached.
    private void ChangeBehindLength(List<byte> bytes, Target target)
    {
        var prefix = bytes.GetRange(0, 8).ToArray();
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        switch (Below(10))
        {
            case 0:
                BinaryPrimitives.WriteUInt64LittleEndian(prefix, Below(2) == 0 ? Pick(s_lengths) : length + (ulong)Below(17) - 8);
                break;
            case 1:
                var data = bytes.GetRange(8, bytes.Count - 8);
                Change(data, target);
                Replace(bytes, 8, bytes.Count - 8, data);
                break;
            default:
                int end = (int)Math.Min(length, (ulong)(bytes.Count - 8));
                var header = bytes.GetRange(8, end);
                Change(header, target);
                Replace(bytes, 8, end, header);
                BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Count);
                break;
        }
        Replace(bytes, 0, 8, prefix);
    }

    private void Change(List<byte> bytes, Target target)
    {
        int at = Below(bytes.Count + 1), length = Math.Min(Below(1 << Below(10)), bytes.Count - at);
        switch (Below(11))
        {
            case 0: if (at < bytes.Count) bytes[at] ^= (byte)(1 << Below(8)); break;
            case 1: if (at < bytes.Count) bytes[at] = (byte)Below(256); break;
            case 2: bytes.RemoveRange(at, length); break;
            case 3: bytes.RemoveRange(at, bytes.Count - at); break;
            case 4: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
            case 5: bytes.InsertRange(Below(bytes.Count + 1), bytes.GetRange(at, length)); break;
            case 6: bytes.InsertRange(at, Enumerable.Repeat((byte)Below(256), 1 << Below(10))); break;
            case 7: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pick(target.Words))); break;
            case 8:
                var other = Pick(target.Samples);
                int from = Below(other.Length);
                bytes.InsertRange(at, other.AsSpan(from, Below(other.Length - from) + 1).ToArray());
                break;
            case 9: ChangeLine(bytes, at); break;
            default: ChangeNumber(bytes, at); break;
        }
    }

    // Removes or repeats the line (or the element between two commas) around a place.
    private void ChangeLine(List<byte> bytes, int at)
    {
        byte end = Below(2) == 0 ? (byte)'\n' : (byte)',';
        if (bytes.Count == 0) return;
        int first = bytes.LastIndexOf(end, Math.Min(at, bytes.Count - 1)) + 1, next = bytes.IndexOf(end, first);
        int count = (next < 0 ? bytes.Count : next + 1) - first;
        if (Below(2) == 0) bytes.RemoveRange(first, count);
        else bytes.InsertRange(first, bytes.GetRange(first, count));
    }

    private void ChangeNumber(List<byte> bytes, int at)
    {
        int first = bytes.FindIndex(Math.Min(at, bytes.Count), b => b is >= (byte)'0' and <= (byte)'9');
        if (first < 0) return;
        int end = bytes.FindIndex(first, b => b is < (byte)'0' or > (byte)'9');
        Replace(bytes, first, (end < 0 ? bytes.Count : end) - first, Encoding.ASCII.GetBytes(Pick(s_numbers)));
    }

    private static void Replace(List<byte> bytes, int at, int count, IEnumerable<byte> by)
    {
        bytes.RemoveRange(at, count);
        bytes.InsertRange(at, by);
    }

    private int Below(int n) => _random.Below(n, _drawn++);

    private T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];
}
