namespace Sluice.Formats;

/// <summary>
/// Which files the library and its readers may open. All, by habit; within a scope those that its check lets through, on every
/// thread and task that is begun within it. So one who reads files for others, such as a server, keeps them to a folder, whatever a table,
/// a configuration or a link leads to.
/// </summary>
/// <example><code>using (FileScope.Within(path => path.StartsWith(folder) ? path : throw new SluiceException("not in the folder"))) Read(file);</code></example>
public static class FileScope
{
    private static readonly AsyncLocal<Func<string, string>?> s_check = new();

    /// <summary>Begins a scope; disposing of it ends it.</summary>
    /// <param name="check">Gives the path under which a file is opened, or throws.</param>
    public static IDisposable Within(Func<string, string> check)
    {
        var scope = new Scope(s_check.Value);
        s_check.Value = check;
        return scope;
    }

    /// <summary>The path under which a file may be opened; every reader asks here.</summary>
    public static string Check(string path) => s_check.Value is { } check ? check(path) : path;

    private sealed class Scope(Func<string, string>? before) : IDisposable
    {
        public void Dispose() => s_check.Value = before;
    }
}
