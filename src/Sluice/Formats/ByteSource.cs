using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Sluice.Formats;

/// <summary>The bytes of a file of which parts are read when they are asked for; or bytes in memory. Any number of threads may read.</summary>
internal sealed class ByteSource : IDisposable
{
    // A piece stays in the second-level cache between reading and hashing.
    private const int Start = 512, Piece = 1 << 18;

    private readonly SafeFileHandle? _handle;
    private readonly DateTime _written;
    private readonly ReadOnlyMemory<byte> _memory;
    private readonly Lazy<ZipDirectory?> _zip;

    /// <summary>Bytes in memory.</summary>
    /// <param name="bytes">The whole content.</param>
    /// <param name="file">What messages call it.</param>
    public ByteSource(ReadOnlyMemory<byte> bytes, string? file) : this(file)
    {
        (_memory, Length) = (bytes, bytes.Length);
        First = bytes[..Math.Min(Start, bytes.Length)];
    }

    private ByteSource(string? file)
    {
        File = file;
        _zip = new(() => First.Span is [(byte)'P', (byte)'K', 3, 4, ..] ? ZipDirectory.Read(this) : null);
    }

    private ByteSource(SafeFileHandle handle, string file) : this(file)
    {
        (_handle, Length, _written) = (handle, RandomAccess.GetLength(handle), System.IO.File.GetLastWriteTimeUtc(handle));
        First = Read(0, Math.Min(Start, Length));
    }

    /// <summary>What messages call it.</summary>
    public string? File { get; }

    /// <summary>Bytes in all.</summary>
    public long Length { get; }

    /// <summary>The first 512 bytes, or as many as there are.</summary>
    public ReadOnlyMemory<byte> First { get; }

    /// <summary>The directory of a ZIP archive; null where the content is none.</summary>
    /// <exception cref="SluiceFormatException">It is one, and damaged.</exception>
    public ZipDirectory? Zip => _zip.Value;

    /// <summary>Opens a file.</summary>
    /// <exception cref="SluiceFormatException">It cannot be read.</exception>
    public static ByteSource Open(string path)
    {
        try
        {
            // While it is open it may be replaced or removed, which changes nothing of what is read here.
            var handle = System.IO.File.OpenHandle(
                FileScope.Check(path), share: FileShare.Read | FileShare.Delete, options: FileOptions.RandomAccess);
            try
            {
                return new ByteSource(handle, path);
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException) // the last: a pipe
        {
            throw new SluiceFormatException($"cannot be read: {e.Message}", path, inner: e);
        }
    }

    /// <summary>Bytes from a place on: a view of what is in memory, or what is read now.</summary>
    /// <exception cref="SluiceFormatException">The content ends before, or the file was closed.</exception>
    public ReadOnlyMemory<byte> Read(long at, long count)
    {
        if (at < 0 || count < 0 || at > Length - count)
            throw Bad($"{count} bytes at {at} were to be read, but the file has {Length}. Is it cut short?");
        if (count > Array.MaxLength) throw Bad($"{count} bytes at {at} are more than one array can hold ({Array.MaxLength}).");
        if (_handle is null) return _memory.Slice((int)at, (int)count);
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)count);
        Read(at, bytes);
        return bytes;
    }

    /// <summary>An array whose numbers stand in a row from a place on; they are read when they are asked for.</summary>
    /// <exception cref="SluiceFormatException">The content ends before.</exception>
    public NamedTensor Tensor(string name, ElementType type, int[] shape, long at, long bytes)
    {
        if (_handle is null) return new NamedTensor(name, type, shape, Read(at, bytes));
        if (at < 0 || bytes < 0 || at > Length - bytes) throw Bad($"tensor {name}: {bytes} bytes at {at}, but the file has {Length}. Is it cut short?");
        if (bytes > Array.MaxLength) throw Bad($"tensor {name}: {bytes} bytes are more than one array can hold ({Array.MaxLength}).");
        return new NamedTensor(name, type, shape, (into, from) => Read(at + from, into));
    }

    /// <summary>Bytes from a place on, one piece after the other; each is good until the next.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces(long at, long count)
    {
        if (_handle is null)
        {
            yield return Read(at, count);
            yield break;
        }

        byte[] piece = ArrayPool<byte>.Shared.Rent((int)Math.Min(Piece, count));
        try
        {
            for (long done = 0; done < count;)
            {
                int next = (int)Math.Min(piece.Length & -sizeof(double), count - done);
                Read(at + done, piece.AsSpan(0, next));
                yield return piece.AsMemory(0, next);
                done += next;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    /// <summary>Reads bytes from a place on to where they are wanted.</summary>
    /// <exception cref="SluiceFormatException">The content ends before, or the file was closed or changed.</exception>
    public void Read(long at, Span<byte> bytes)
    {
        if (_handle is null)
        {
            Read(at, (long)bytes.Length).Span.CopyTo(bytes);
            return;
        }

        try
        {
            for (int have = 0; have < bytes.Length;)
            {
                int got = RandomAccess.Read(_handle, bytes[have..], at + have);
                if (got == 0) throw Bad("the file shrank while it was being read.");
                have += got;
            }

            // What was checked before must still be what is read now.
            if (System.IO.File.GetLastWriteTimeUtc(_handle) != _written) throw Bad("the file changed while it was read; read it again.");
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw new SluiceFormatException(e is IOException ? $"cannot be read: {e.Message}" : "the file was closed.", File, inner: e);
        }
    }

    /// <summary>What is wrong with this file.</summary>
    public SluiceFormatException Bad(string what) => new(what, File);

    public void Dispose() => _handle?.Dispose();
}
