using System.Runtime.InteropServices;

namespace Sluice.Formats;

/// <summary>
/// Which files the library and its readers may open. All, by habit; within a scope those that its check lets through, on every
/// thread and task that is begun within it. So one who reads files for others, such as a server, keeps them to a folder, whatever a table,
/// a configuration or a link leads to.
/// </summary>
/// <example><code>using (FileScope.Within(path => path.StartsWith(folder) ? path : throw new SluiceException("not in the folder")))
/// Read(file);</code></example>
public static partial class FileScope
{
    private static readonly AsyncLocal<Func<string, string>?> s_check = new();
    private static readonly AsyncLocal<Func<string, string?>?> s_alias = new();

    /// <summary>Begins a scope; disposing of it ends it.</summary>
    /// <param name="check">Gives the path under which a file is opened, or throws.</param>
    public static IDisposable Within(Func<string, string> check)
    {
        var before = s_check.Value;
        s_check.Value = check;
        return new Scope(() => s_check.Value = before);
    }

    /// <summary>
    /// Begins a scope in which names stand for files, as <c>-</c> for what standard input brings: readers open these files, and messages, settings
    /// and models have the names. A scope of <see cref="Within"/> in it knows no such names. Disposing ends it.
    /// </summary>
    /// <param name="file">Gives the file that a name stands for, or null where it stands for itself; asked whenever a name is opened or looked for, by
    /// any thread.</param>
    public static IDisposable Alias(Func<string, string?> file)
    {
        var before = s_alias.Value;
        s_alias.Value = file;
        return new Scope(() => s_alias.Value = before);
    }

    /// <summary>The path under which a file or folder may be opened; every reader and writer asks here.</summary>
    /// <exception cref="SluiceException">The scope does not let it through; or it is a pipe, at which one who reads for others would wait for
    /// ever.</exception>
    public static string Check(string path)
    {
        if (s_check.Value is not { } check) return s_alias.Value?.Invoke(path) ?? path;
        string real = check(path);
        return IsPipe(real) ? throw new SluiceException($"{Path.GetFileName(real)}: expected a file, got a pipe or a device.") : real;
    }

    /// <summary>As <see cref="Check"/>, for one who reads what comes as it comes, and once: a pipe stands for itself.</summary>
    /// <exception cref="SluiceException">As for <see cref="Check"/>.</exception>
    public static string CheckLive(string path) => s_check.Value is null ? path : Check(path);

    // Opened without waiting for the other end; a file has places to seek, a pipe has none.
    private static bool IsPipe(string path)
    {
        if (OperatingSystem.IsWindows()) return false;
        int file = Open(path, OperatingSystem.IsMacOS() ? 0x1000004 : 0x80800);
        if (file < 0) return false;
        bool pipe = Seek(file, 0, 1) < 0;
        _ = Close(file);
        return pipe;
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "lseek")]
    private static partial long Seek(int file, long offset, int from);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);

    private sealed class Scope(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
