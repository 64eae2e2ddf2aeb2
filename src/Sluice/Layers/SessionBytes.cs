using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Layers;

/// <summary>
/// The states of a session as bytes: "SLUICES1", the number of layers; of each its cell's name, its sequences and of each state its
/// units and values; and at the end the first 8 bytes of the SHA-256 of all before.
/// </summary>
internal static class SessionBytes
{
    private const int CheckBytes = 8;

    private static ReadOnlySpan<byte> Magic => "SLUICES1"u8;

    public static byte[] Write(RecurrentStack stack, State[] states)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(states.Length);
        for (int l = 0; l < states.Length; l++)
        {
            writer.Write(stack.Layers[l].Cell);
            writer.Write(states[l].Batch);
            foreach (var value in states[l].Values)
            {
                writer.Write(value.Columns);
                foreach (float number in value.ToArray()) writer.Write(number);
            }
        }

        writer.Flush();
        writer.Write(SHA256.HashData(memory.ToArray()).AsSpan(0, CheckBytes));
        return memory.ToArray();
    }

    public static State[] Read(RecurrentStack stack, ReadOnlySpan<byte> bytes, int batch)
    {
        if (bytes.Length < Magic.Length + CheckBytes || !bytes[..Magic.Length].SequenceEqual(Magic))
            throw new SluiceFormatException($"Session.Restore: expected the bytes of a session, got {bytes.Length} others.");
        if (!SHA256.HashData(bytes[..^CheckBytes]).AsSpan(0, CheckBytes).SequenceEqual(bytes[^CheckBytes..]))
            throw new SluiceFormatException("Session.Restore: the checksum is wrong: the bytes are damaged or cut off.");
        var rest = bytes[Magic.Length..^CheckBytes];
        var states = stack.NewState(batch);
        Expect("layers", states.Length, Number(ref rest));
        for (int l = 0; l < states.Length; l++)
        {
            string cell = Text(ref rest);
            if (cell != stack.Layers[l].Cell) throw new SluiceFormatException($"Session.Restore: expected the cell '{stack.Layers[l].Cell}' in layer {l}, got '{cell}'.");
            Expect($"sequences in layer {l}", batch, Number(ref rest));
            foreach (var value in states[l].Values)
            {
                Expect($"units in layer {l}", value.Columns, Number(ref rest));
                var numbers = Take(ref rest, checked(4 * (int)value.Count));
                if (BitConverter.IsLittleEndian) value.Set(MemoryMarshal.Cast<byte, float>(numbers));
                else for (int i = 0; i < value.Count; i++) value[i / value.Columns, i % value.Columns] = BinaryPrimitives.ReadSingleLittleEndian(numbers[(4 * i)..]);
            }
        }

        Expect("bytes at the end", 0, rest.Length);
        return states;
    }

    private static void Expect(string what, int expected, int got)
    {
        if (expected != got) throw new SluiceFormatException($"Session.Restore: expected {expected} {what}, got {got}.");
    }

    private static int Number(ref ReadOnlySpan<byte> rest) => BinaryPrimitives.ReadInt32LittleEndian(Take(ref rest, 4));

    /// <summary>A text as <see cref="BinaryWriter"/> writes it: its length in 7 bits a byte, and UTF-8.</summary>
    private static string Text(ref ReadOnlySpan<byte> rest)
    {
        int length = 0;
        for (int shift = 0; shift < 28; shift += 7)
        {
            byte part = Take(ref rest, 1)[0];
            length |= (part & 0x7F) << shift;
            if (part < 0x80) return Encoding.UTF8.GetString(Take(ref rest, length));
        }

        throw new SluiceFormatException("Session.Restore: a name is too long.");
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int count)
    {
        if (count > rest.Length) throw new SluiceFormatException($"Session.Restore: expected {count} more bytes, got {rest.Length}.");
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
