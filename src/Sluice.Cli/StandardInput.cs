using System.Collections.Concurrent;
using Sluice.Formats;
using Sluice.Tasks.Descriptor;

namespace Sluice.Cli;

/// <summary>
/// Standard input and pipes in place of files, wherever one is read: where <c>-</c>, a named pipe or what a shell puts in the place of
/// <c>&lt;(command)</c> is first opened, it is read to its end into a file of its own, so that it may hold whatever a file may hold and be read more
/// than once. Disposing removes these files.
/// </summary>
internal sealed class StandardInput : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<string?>> _copies = new(StringComparer.Ordinal);
    private readonly Lazy<string> _folder = new(() => Directory.CreateTempSubdirectory("sluice-").FullName);
    private int _files;
    private readonly IDisposable _scope;

    /// <summary>Lets <c>-</c> stand for standard input, and pipes for what they bring.</summary>
    /// <param name="open">Opens standard input.</param>
    /// <param name="written">Paths that are written: a pipe among them is not read.</param>
    public StandardInput(Func<Stream> open, IReadOnlyCollection<string> written) => _scope = FileScope.Alias(
        name => name == Inquiry.Standard || (MayBePipe(name) && !written.Contains(name))
            ? _copies.GetOrAdd(name, n => new Lazy<string?>(() => n == Inquiry.Standard ? Copy(open()) : Pipe(n))).Value
            : null);

    /// <summary>Whether a name stands for what can be read but once.</summary>
    public static bool ComesOnce(string name) => name == Inquiry.Standard || (MayBePipe(name) && FileScope.Check(name) != name);

    /// <summary>Whether a path may be that of a pipe: it is there and has no length, or is a link to what has no name.</summary>
    private static bool MayBePipe(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file is { Exists: true, LinkTarget: not null }) file = (FileInfo)(file.ResolveLinkTarget(returnFinalTarget: true) ?? file);
            return file.Exists ? file.Length == 0 : file.FullName != Path.GetFullPath(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false; // no path at all, or a circle of links: whoever reads it says so
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _scope.Dispose();
        if (_folder.IsValueCreated) Directory.Delete(_folder.Value, recursive: true);
    }

    private string? Pipe(string path)
    {
        FileStream pipe;
        try
        {
            pipe = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // whoever reads it says why it cannot be read
        }

        using (pipe) return pipe.CanSeek ? null : Copy(pipe);
    }

    private string Copy(Stream content)
    {
        string path = Path.Combine(_folder.Value, $"input {Interlocked.Increment(ref _files)}");
        using (content)
        using (var copy = new FileStream(path, FileMode.CreateNew)) content.CopyTo(copy);
        return path;
    }
}
