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
        using var reader = new BinaryReader(new MemoryStream(bytes[Magic.Length..^CheckBytes].ToArray()), Encoding.UTF8);
        try
        {
            return Read(stack, reader, batch);
        }
        catch (Exception e) when (e is IOException or FormatException)
        {
            throw new SluiceFormatException($"Session.Restore: the states cannot be read: {e.Message}", inner: e);
        }
    }

    private static State[] Read(RecurrentStack stack, BinaryReader reader, int batch)
    {
        var states = stack.NewState(batch);
        Expect("layers", states.Length, reader.ReadInt32());
        for (int l = 0; l < states.Length; l++)
        {
            string cell = reader.ReadString();
            if (cell != stack.Layers[l].Cell)
                throw new SluiceFormatException($"Session.Restore: expected the cell '{stack.Layers[l].Cell}' in layer {l}, got '{cell}'.");
            Expect($"sequences in layer {l}", batch, reader.ReadInt32());
            foreach (var value in states[l].Values)
            {
                Expect($"units in layer {l}", value.Columns, reader.ReadInt32());
                for (int r = 0; r < value.Rows; r++)
                    foreach (ref float number in value.Row(r)) number = reader.ReadSingle();
            }
        }

        Expect("bytes at the end", 0, (int)(reader.BaseStream.Length - reader.BaseStream.Position));
        return states;
    }

    private static void Expect(string what, int expected, int got)
    {
        if (expected != got) throw new SluiceFormatException($"Session.Restore: expected {expected} {what}, got {got}.");
    }
}
