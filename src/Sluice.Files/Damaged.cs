using System.Data.Common;
using Sluice.Data.Text;

namespace Sluice.Files;

/// <summary>The libraries of formats throw whatever comes on damaged files; here it becomes a sentence.</summary>
internal static class Damaged
{
    /// <summary>Does something with a file of which any byte may be wrong.</summary>
    /// <param name="title">What messages call it, such as "this Parquet file".</param>
    /// <param name="path">The file.</param>
    /// <param name="read">What reads.</param>
    public static T Guard<T>(string title, string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not SluiceException)
        {
            var cause = e is AggregateException { InnerException: { } inner } ? inner : e;
            if (cause is SluiceException) throw cause;
            throw new SluiceFormatException(
                cause is IOException or DbException ? $"{title} cannot be read: {Line(cause)}" : $"{title} is damaged. Was it copied whole?", path,
                inner: cause);
        }
    }

    /// <summary>The rows of a file, of which any may be the first that is damaged.</summary>
    public static IEnumerable<T> Guard<T>(string title, string path, IEnumerable<T> rows)
    {
        using var at = rows.GetEnumerator();
        while (Guard(title, path, at.MoveNext)) yield return at.Current;
    }

    private static string Line(Exception e)
    {
        string text = TextLines.Of(e.Message).FirstOrDefault("").Trim();
        if (text.Length > 200) text = text[..200] + "…";
        return text.EndsWith('.') ? text : text + ".";
    }
}
