using System.Buffers;
using System.Text;

namespace Sluice.Readers;

/// <summary>Texts that stand for a missing value: those given, in every column; well-known marks, where a number or a date must be.</summary>
/// <param name="given">Those given.</param>
internal sealed class MissingTexts(IReadOnlyList<string> given)
{
    // Where a number or a date must be, these say that there is none; among texts they are texts.
    private static readonly HashSet<string> s_marks = new(
        [
            "NA", "N/A", "#N/A", "#NA", "n.a.", "<NA>", "NaN", "NaT", "null", "(null)", "none", "nil", "missing", "(blank)", "?", "-", "--", "---", "–", "—",
            ".", "..", "...", "…", ":", "\\N", "#DIV/0!", "#VALUE!", "#REF!", "#NUM!", "#NAME?", "#NULL!", "0000-00-00", "0000-00-00 00:00:00",
            // As spreadsheets and offices write them in German, French, Spanish, Italian and Portuguese.
            "k.A.", "k. A.", "n.v.", "#NV", "#WERT!", "#BEZUG!", "#ZAHL!", "#VALEUR!", "#NOMBRE!", "#¡VALOR!", "#VALOR!", "#¡REF!", "#¿NOMBRE?", "#N/D", "N/D",
            "n.d.", "s/d",
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> s_lookup = s_marks.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<char> s_starts =
        SearchValues.Create([.. s_marks.SelectMany(m => new[] { char.ToUpperInvariant(m[0]), char.ToLowerInvariant(m[0]) }).Distinct()]);

    private readonly byte[][] _given = [.. given.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Whether a text is a mark of a missing number or date; it must not be empty.</summary>
    public static bool IsMark(ReadOnlySpan<char> text)
        => text.Length <= 20
            && s_starts.Contains(text[0]) && (text[0] != '0' || text.StartsWith("0000-", StringComparison.Ordinal)) && s_lookup.Contains(text);

    /// <summary>Whether a cell is one of the texts given.</summary>
    public bool Contains(ReadOnlySpan<byte> cell) => _given.Length > 0 && IsGiven(cell);

    private bool IsGiven(ReadOnlySpan<byte> cell)
    {
        foreach (byte[] text in _given)
            if (cell.SequenceEqual(text)) return true;
        return false;
    }
}
