using Sluice.Readers;
using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Text;

/// <summary>The text of a run: a file, or the built-in book.</summary>
internal static class TextSource
{
    /// <summary>What stands before the language of the built-in book.</summary>
    public const string Book = "book:";

    /// <summary>The text.</summary>
    public static string Read(string data)
    {
        if (!data.StartsWith(Book, StringComparison.Ordinal)) return TextFile.Read(data);
        return ChildrensBook.Text(Language(data), 2000, 1);
    }

    /// <summary>The language of the built-in book.</summary>
    public static BookLanguage Language(string data)
    {
        string language = data[Book.Length..];
        return Enum.TryParse<BookLanguage>(language, ignoreCase: true, out var known)
            ? known
            : throw new UsageException($"--book: expected english, simplified or traditional, got '{language}'.");
    }
}
