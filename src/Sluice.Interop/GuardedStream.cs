using System.Runtime.CompilerServices;
using Sluice.Formats;

namespace Sluice.Interop;

/// <summary>
/// A file as a stream for a library that believes what it reads: lists that lead back to themselves, and sizes that lie, end in an exception
/// after so many bytes read, so much memory taken, or before the stack is used up. Reading behind the end is an exception too.
/// </summary>
internal sealed class GuardedStream(ByteSource source) : Stream
{
    private const long FreeBytes = 12L << 20, FreeReads = 1L << 20;

    private const int Page = 1 << 16;

    private long _bytes, _reads, _allocated, _pageAt;
    private ReadOnlyMemory<byte> _page;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => source.Length;

    public override long Position { get; set; }

    /// <summary>Gives a new allowance, for what is read next on this thread.</summary>
    public void Begin()
    {
        _bytes = FreeBytes + 4 * source.Length;
        _reads = FreeReads + source.Length;
        _allocated = GC.GetAllocatedBytesForCurrentThread();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if ((_bytes -= buffer.Length) < 0 || --_reads < 0
            || GC.GetAllocatedBytesForCurrentThread() - _allocated > FreeBytes + 300 * source.Length)
            throw source.Bad("reading it leads in circles or to sizes far beyond those of the file; this HDF5 file is damaged.");
        if (buffer.IsEmpty) return 0;
        if (Position < 0 || Position > Length - buffer.Length) throw source.Bad($"it leads to byte {Position}, and has {Length}. Is it cut short?");
        Fill(buffer);
        Position += buffer.Length;
        return buffer.Length;
    }

    // The library reads a few bytes at a time; the file is read by pages.
    private void Fill(Span<byte> buffer)
    {
        if (buffer.Length > Page)
        {
            source.Read(Position, buffer.Length).Span.CopyTo(buffer);
            return;
        }

        if (Position < _pageAt || Position + buffer.Length > _pageAt + _page.Length)
            (_pageAt, _page) = (Position, source.Read(Position, Math.Min(Page, Length - Position)));
        _page.Span.Slice((int)(Position - _pageAt), buffer.Length).CopyTo(buffer);
    }

    public override long Seek(long offset, SeekOrigin origin)
        => Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => Position + offset, _ => Length + offset };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
