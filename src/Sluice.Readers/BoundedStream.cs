namespace Sluice.Readers;

/// <summary>
/// Content while it is unpacked, read forward. A small file that unpacks to an enormous one is refused: data packs to a tenth or a
/// fiftieth, and only what was made to fill a memory to a thousandth.
/// </summary>
/// <param name="unpacked">What unpacks; closed with this.</param>
/// <param name="title">What messages call the file, such as "this file, packed by gzip,".</param>
/// <param name="packed">The bytes of the packed content.</param>
/// <param name="path">The file.</param>
/// <param name="source">What it is unpacked from, closed with this too; null where nothing else is to be closed.</param>
internal sealed class BoundedStream(Stream unpacked, string title, long packed, string path, Stream? source = null) : Stream
{
    /// <summary>What may be unpacked from any file, in bytes.</summary>
    public const long Free = 64L << 20;

    /// <summary>Beyond that, how many bytes may come of each packed one.</summary>
    public const int MostOfAByte = 250;

    private long _read;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => _read; set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    /// <exception cref="SluiceFormatException">The content is damaged, or too large for its packed size.</exception>
    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = unpacked.Read(buffer);
        }
        catch (Exception e) when (e is InvalidDataException
            or EndOfStreamException or NotSupportedException or ArgumentException or InvalidOperationException)
        {
            throw new SluiceFormatException($"{title} is damaged after {_read} unpacked bytes. Was it copied whole?", path, inner: e);
        }

        _read += read;
        if (_read > Free && _read / MostOfAByte > packed)
            throw new SluiceFormatException(
                $"{title} unpacks from {packed} bytes to more than {MostOfAByte} times as many, which data hardly does. Unpack it yourself if that is meant.",
                path);
        return read;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacked.Dispose();
            source?.Dispose();
        }

        base.Dispose(disposing);
    }
}
