using Sluice.Readers;
using ZstdSharp;

namespace Sluice.Files;

/// <summary>Files packed by zstd (RFC 8878).</summary>
internal sealed class Zstd : IUnpacking
{
    public string Name => "zstd";

    public IReadOnlyList<string> Extensions => [".zst", ".zstd"];

    public bool Is(ReadOnlySpan<byte> first) => first is [0x28, 0xB5, 0x2F, 0xFD, ..];

    public Stream Unpack(Stream packed) => new Unpacked(packed);

    // The library has an exception of its own for what is damaged.
    private sealed class Unpacked(Stream packed) : Stream
    {
        private readonly DecompressionStream _stream = new(packed, leaveOpen: true);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            try
            {
                return _stream.Read(buffer);
            }
            catch (ZstdException e)
            {
                throw new InvalidDataException(e.Message, e);
            }
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) _stream.Dispose();
            base.Dispose(disposing);
        }
    }
}
