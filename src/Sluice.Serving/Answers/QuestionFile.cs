using Sluice.Formats;

namespace Sluice.Serving.Answers;

/// <summary>
/// The data of a request as a file of its own, so that it is read as <c>predict</c> reads it, whatever its form. Disposing removes it. While
/// it is read, no other file can be opened, whatever it names.
/// </summary>
internal sealed class QuestionFile : IDisposable
{
    private const string Words = "data";

    // The form in which data comes, as its content type says; of others the content decides.
    private static readonly Dictionary<string, string> s_endings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["text/csv"] = ".csv",
        ["text/tab-separated-values"] = ".tsv",
        ["text/plain"] = ".txt",
        ["application/json"] = ".json",
        ["application/x-ndjson"] = ".jsonl",
        ["application/jsonl"] = ".jsonl",
        ["audio/wav"] = ".wav",
        ["audio/x-wav"] = ".wav",
        ["audio/wave"] = ".wav",
        ["audio/vnd.wave"] = ".wav",
        ["audio/midi"] = ".mid",
        ["application/vnd.apache.parquet"] = ".parquet",
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] = ".xlsx",
        ["application/octet-stream"] = "",
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-").FullName;

    /// <summary>Keeps data.</summary>
    /// <param name="data">The data.</param>
    /// <param name="ending">The ending of the file, which says its form; or empty.</param>
    public QuestionFile(ReadOnlySpan<byte> data, string ending)
    {
        Path = System.IO.Path.Combine(_folder, Words + ending);
        using var file = File.Create(FileScope.Check(Path));
        file.Write(data);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The ending for a content type.</summary>
    /// <exception cref="ServingException">It is none of data.</exception>
    public static string Ending(string contentType) => s_endings.TryGetValue(contentType, out string? ending)
        ? ending
        : throw new ServingException(415, $"expected data of one of the content types {string.Join(", ", s_endings.Keys)}, got '{contentType}'.");

    /// <summary>Does some work on the file; errors name the data of the request, and no file.</summary>
    public T Read<T>(Func<T> work)
    {
        using var scope = FileScope.Within(path => path == Path || path == _folder
            ? path
            : throw new SluiceException($"expected all data in the request, got the name of a file: {System.IO.Path.GetFileName(path)}."));
        try
        {
            return work();
        }
        catch (SluiceException e) when (e is not ServingException)
        {
            throw ServingException.Bad(Named(e.Message));
        }
    }

    /// <summary>A message without the name of the file.</summary>
    public string Named(string message) => message.Replace(Path, "the data of the request", StringComparison.Ordinal)
        .Replace(System.IO.Path.GetFileName(Path), "the data of the request", StringComparison.Ordinal);

    /// <summary>Removes the file.</summary>
    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
