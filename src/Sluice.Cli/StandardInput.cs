using Sluice.Formats;
using Sluice.Tasks.Descriptor;

namespace Sluice.Cli;

/// <summary>
/// Standard input in place of a file, wherever one is read: where <c>-</c> is first opened, it is read to its end into a file of its own, so that it
/// may hold whatever a file may hold and be read more than once. Disposing removes that file.
/// </summary>
internal sealed class StandardInput : IDisposable
{
    private readonly IDisposable _scope;
    private readonly Lazy<string> _file;

    /// <summary>Lets <c>-</c> stand for standard input.</summary>
    /// <param name="open">Opens it.</param>
    public StandardInput(Func<Stream> open)
    {
        _file = new Lazy<string>(() => Copy(open));
        _scope = FileScope.Alias(Inquiry.Standard, () => _file.Value);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _scope.Dispose();
        if (_file.IsValueCreated) Directory.Delete(Path.GetDirectoryName(_file.Value)!, recursive: true);
    }

    private static string Copy(Func<Stream> open)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("sluice-").FullName, "standard input");
        using var input = open();
        using var copy = File.Create(path);
        input.CopyTo(copy);
        return path;
    }
}
