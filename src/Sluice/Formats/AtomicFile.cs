using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Sluice.Formats;

/// <summary>
/// Writes a file so that its name holds either the complete former content or the complete new one, whatever fails
/// and whenever the power goes: everything is written under a temporary name in the same folder, flushed to the disk,
/// renamed over the old file, and the folder flushed. Without <see cref="Commit"/> nothing happens to the old file.
/// </summary>
/// <example><code>using var file = new AtomicFile(path); file.Write(bytes); file.Commit();</code></example>
public sealed partial class AtomicFile : Stream
{
    private const string TemporaryEnd = ".sluice-tmp";
    private static int s_count;

    /// <summary>Called before every operation on the disk; tests throw from it.</summary>
    [ThreadStatic]
    internal static Action? BeforeOperation;

    private readonly string _path, _folder, _temporary;
    private readonly SafeFileHandle _handle;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _buffered;
    private long _written;
    private bool _committed;

    /// <summary>Begins the new content of a file. The folder must exist.</summary>
    /// <exception cref="SluiceException">The temporary file cannot be made.</exception>
    public AtomicFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = FileScope.Check(Path.GetFullPath(path));
        _folder = Path.GetDirectoryName(_path) ?? throw new SluiceException($"Writing {path}: this is a folder; name a file.");
        var unique = $"{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}";
        _temporary = Path.Combine(_folder, $".{Path.GetFileName(_path)}.{unique}{TemporaryEnd}");
        _handle = Operate(() => File.OpenHandle(_temporary, FileMode.Create, FileAccess.Write, FileShare.None));
    }

    /// <summary>Replaces a file by these bytes.</summary>
    /// <exception cref="SluiceException">The disk refuses; the former file is untouched.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        using var file = new AtomicFile(path);
        file.Write(content);
        file.Commit();
    }

    /// <summary>Replaces a file by this text in UTF-8 without a byte order mark.</summary>
    /// <exception cref="SluiceException">The disk refuses; the former file is untouched.</exception>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Removes the temporary files that killed processes left in a folder. Call it while nobody writes there.</summary>
    public static void RemoveLeftovers(string folder)
    {
        // Behind a link are the files of others.
        if (new DirectoryInfo(FileScope.Check(folder)).LinkTarget is not null) return;
        foreach (var left in Directory.EnumerateFiles(folder, ".*" + TemporaryEnd)) File.Delete(left);
    }

    /// <summary>Removes a file that newer ones have replaced.</summary>
    internal static void Remove(string path)
    {
        BeforeOperation?.Invoke();
        File.Delete(FileScope.Check(path));
    }

    /// <summary>Appends bytes to the new content.</summary>
    public override void Write(ReadOnlySpan<byte> content)
    {
        if (content.Length > _buffer.Length - _buffered) Drain();
        if (content.Length > _buffer.Length)
        {
            Put(content);
            return;
        }
        content.CopyTo(_buffer.AsSpan(_buffered));
        _buffered += content.Length;
    }

    /// <summary>Makes the new content durable and puts it in the place of the old.</summary>
    /// <exception cref="SluiceException">The disk refuses. Only when the very last step, the flush of the folder, fails is the new content already in
    /// place.</exception>
    public void Commit()
    {
        Drain();
        Operate(() => RandomAccess.FlushToDisk(_handle));
        _handle.Dispose();
        Operate(() => File.Move(_temporary, _path, overwrite: true));
        _committed = true;
        Operate(FlushFolder);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_handle is { } handle && !_committed)
        {
            handle.Dispose();
            try { File.Delete(_temporary); }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException) { } // the first error is the one to report
        }
        base.Dispose(disposing);
    }

    private void Drain()
    {
        if (_buffered > 0) Put(_buffer.AsSpan(0, _buffered));
        _buffered = 0;
    }

    // In pieces, so that a fault can strike in the middle of a large file too.
    private void Put(ReadOnlySpan<byte> content)
    {
        while (content.Length > 0)
        {
            var piece = content[..Math.Min(content.Length, 1 << 20)];
            try
            {
                BeforeOperation?.Invoke();
                RandomAccess.Write(_handle, piece, _written);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw Failed(e);
            }
            _written += piece.Length;
            content = content[piece.Length..];
        }
    }

    private void Operate(Action operation) => Operate(() => { operation(); return true; });

    private T Operate<T>(Func<T> operation)
    {
        try
        {
            BeforeOperation?.Invoke();
            return operation();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }
    }

    private SluiceException Failed(Exception e) =>
        new($"Writing {_path}: {e.Message} {(_committed ? "The new content is in place." : "What was there before is unchanged.")}", e);

    // .NET cannot open a folder, so it cannot flush one: without this a rename may be lost when the power goes.
    private void FlushFolder()
    {
        if (OperatingSystem.IsWindows()) return; // NTFS journals the rename itself
        using var folder = new SafeFileHandle(Open(_folder, 0), ownsHandle: true);
        if (folder.IsInvalid) throw new IOException($"cannot open the folder {_folder}: {Marshal.GetLastPInvokeErrorMessage()}.");
        RandomAccess.FlushToDisk(folder);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string path, int flags);

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Does nothing: only <see cref="Commit"/> makes content durable.</summary>
    public override void Flush() { }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => _written + _buffered;

    /// <inheritdoc/>
    public override long Position { get => Length; set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
