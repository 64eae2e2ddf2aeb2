namespace Sluice.Readers;

/// <summary>A way to pack files that is known by its first bytes, such as gzip. Any number of threads may use it.</summary>
internal interface IUnpacking
{
    /// <summary>What messages call it, such as "gzip".</summary>
    string Name { get; }

    /// <summary>What the names of such files end with, such as ".gz".</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>Whether a file is packed in this way.</summary>
    /// <param name="first">Its first bytes, 512 of them where it has so many.</param>
    bool Is(ReadOnlySpan<byte> first);

    /// <summary>
    /// The content, unpacked while it is read; closing it leaves the packed stream open. What is damaged throws <see cref="InvalidDataException"/>.
    /// </summary>
    Stream Unpack(Stream packed);
}
