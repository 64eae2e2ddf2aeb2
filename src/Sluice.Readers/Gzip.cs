using System.IO.Compression;

namespace Sluice.Readers;

/// <summary>Files packed by gzip (RFC 1952).</summary>
internal sealed class Gzip : IUnpacking
{
    public string Name => "gzip";

    public IReadOnlyList<string> Extensions => [".gz", ".gzip"];

    public bool Is(ReadOnlySpan<byte> first) => first is [0x1F, 0x8B, 8, ..];

    public Stream Unpack(Stream packed) => new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
}
