namespace Sluice.Cluster.Store;

/// <summary>What the store has of a session: its memory after the last request that was taken, and the answer to that.</summary>
/// <param name="Version">The version of the model that it stays on.</param>
/// <param name="Last">The last request that was taken; no other has this number.</param>
/// <param name="Ended">Whether it ended with that.</param>
/// <param name="Rows">The rows taken so far.</param>
/// <param name="Before">The rows taken before the last request.</param>
/// <param name="Digest">SHA-256 of the rows of the last request.</param>
/// <param name="Answers">The answers to these, as <c>RowBytes</c> writes them.</param>
/// <param name="State">The memory.</param>
internal sealed record KeptSession(string Version, Guid Last, bool Ended, long Rows, long Before, byte[] Digest, byte[] Answers, byte[] State)
{
    public byte[] ToBytes()
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write(Last.ToByteArray());
        writer.Write(Ended);
        writer.Write(Rows);
        writer.Write(Before);
        foreach (byte[] part in (byte[][])[Digest, Answers, State])
        {
            writer.Write(part.Length);
            writer.Write(part);
        }

        writer.Flush();
        return memory.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote; the bytes are authenticated, so they are whole.</summary>
    public static KeptSession Of(string version, byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes, writable: false));
        return new(
            version, new Guid(reader.ReadBytes(16)), reader.ReadBoolean(), reader.ReadInt64(), reader.ReadInt64(),
            reader.ReadBytes(reader.ReadInt32()), reader.ReadBytes(reader.ReadInt32()), reader.ReadBytes(reader.ReadInt32()));
    }
}
