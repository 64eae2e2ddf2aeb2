using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Sluice.Readers;

/// <summary>
/// The text of a file in UTF-8 without its byte order mark, read forward and checked on the way, so that no more of it is in memory than is being
/// looked at.
/// </summary>
/// <param name="bytes">The content in UTF-8; closed with this.</param>
internal sealed class TextStream(Stream bytes) : Stream
{
    private const int Least = 4096;

    private readonly byte[] _open = new byte[4]; // the beginning of a character whose end was not read yet
    private byte[] _head = [], _first = [];
    private int _opened, _headAt, _headEnd;
    private bool _begun, _broken;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Whether the content is known to be text, so that it need not be read to its end for that.</summary>
    public bool IsChecked { get; init; }

    /// <summary>The next bytes, which are still to be read; fewer at the end.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        // What is no text is told where it is read.
        for (int read = 1; _headEnd - _headAt < count && read > 0 && !_broken; _headEnd += read)
        {
            if (_headEnd == _head.Length) Array.Resize(ref _head, Math.Max(Least, 2 * _head.Length));
            read = Next(_head.AsSpan(_headEnd));
        }

        return _head.AsSpan(_headAt, Math.Min(count, _headEnd - _headAt));
    }

    /// <summary>Passes over bytes that were peeked at.</summary>
    public void Skip(int count) => _headAt += count;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    /// <exception cref="DecoderFallbackException">The bytes are no text.</exception>
    public override int Read(Span<byte> buffer)
    {
        int peeked = Math.Min(_headEnd - _headAt, buffer.Length);
        if (peeked == 0) return Next(buffer);
        _head.AsSpan(_headAt, peeked).CopyTo(buffer);
        _headAt += peeked;
        if (_headAt == _headEnd) (_head, _headAt, _headEnd) = ([], 0, 0);
        return peeked;
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
        if (disposing) bytes.Dispose();
        base.Dispose(disposing);
    }

    private int Next(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        if (_broken) throw NoText();
        int read;
        if (!_begun)
        {
            _begun = true;
            _first = new byte[3];
            int count = bytes.ReadAtLeast(_first, _first.Length, throwOnEndOfStream: false);
            _first = _first.AsSpan() is [0xEF, 0xBB, 0xBF] ? [] : _first[..count];
        }

        if (_first.Length > 0)
        {
            read = Math.Min(_first.Length, buffer.Length);
            _first.AsSpan(0, read).CopyTo(buffer);
            _first = _first[read..];
        }
        else if ((read = bytes.Read(buffer)) == 0 && _opened > 0)
        {
            throw NoText();
        }

        int good = Good(buffer[..read]);
        _broken = good < read;
        return good > 0 || !_broken ? good : throw NoText();
    }

    /// <summary>How many bytes are text; a character at the end may have its other bytes in the next piece.</summary>
    private int Good(ReadOnlySpan<byte> piece)
    {
        int at = 0;
        for (; _opened > 0 && at < piece.Length; at++)
        {
            _open[_opened++] = piece[at];
            var status = Rune.DecodeFromUtf8(_open.AsSpan(0, _opened), out _, out _);
            if (status == OperationStatus.Done) _opened = 0;
            else if (status != OperationStatus.NeedMoreData) return at;
        }

        int open = Unfinished(piece[at..]);
        var whole = piece[at..^open];
        if (!Utf8.IsValid(whole))
        {
            while (Rune.DecodeFromUtf8(piece[at..], out _, out int length) == OperationStatus.Done) at += length;
            return at;
        }

        piece[^open..].CopyTo(_open.AsSpan(_opened));
        _opened += open;
        return piece.Length;
    }

    /// <summary>The bytes at the end that begin a character and do not finish it.</summary>
    private static int Unfinished(ReadOnlySpan<byte> piece)
    {
        for (int back = 1; back <= Math.Min(3, piece.Length); back++)
        {
            byte at = piece[^back];
            if ((at & 0xC0) == 0x80) continue;
            int length = at >= 0xF0 ? 4 : at >= 0xE0 ? 3 : at >= 0xC0 ? 2 : 1;
            return length > back ? back : 0;
        }

        return 0;
    }

    private static DecoderFallbackException NoText() => new("The bytes are not valid UTF-8.");
}
