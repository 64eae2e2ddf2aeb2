using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Sources;

namespace Sluice.Cli;

/// <summary>
/// Standard input, read to its end into a file of its own, so that it may hold whatever a file may hold. Disposing removes the file.
/// </summary>
internal sealed class StandardInput : IDisposable
{
    private const string Words = "standard input";

    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-").FullName;

    private StandardInput(TableSource source)
    {
        string file = Path.Combine(_folder, Words);
        using (var input = Console.OpenStandardInput())
        using (var copy = File.Create(file)) input.CopyTo(copy);
        Source = source with { File = file };
    }

    /// <summary>The data.</summary>
    public TableSource Source { get; }

    /// <summary>Reads standard input where the data is <c>-</c>; else null.</summary>
    public static StandardInput? Of(TableSource source) => source.File == Inquiry.Standard ? new StandardInput(source) : null;

    /// <summary>Does some work; errors in the data name standard input, not the file.</summary>
    public static void Named(StandardInput? input, Action work)
    {
        try
        {
            work();
        }
        catch (SluiceFormatException e) when (input is not null && e.Message.Contains(input._folder, StringComparison.Ordinal))
        {
            throw new SluiceFormatException(e.Message.Replace(input.Source.File, Words, StringComparison.Ordinal), inner: e);
        }
    }

    /// <summary>Removes the file.</summary>
    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
