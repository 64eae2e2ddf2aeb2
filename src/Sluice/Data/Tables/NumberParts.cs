using System.Globalization;

namespace Sluice.Data.Tables;

/// <summary>The parts of a cell that may hold a number: sign, unit before, digits with marks, unit after.</summary>
internal readonly ref struct NumberParts(bool negative, ReadOnlySpan<char> before, ReadOnlySpan<char> body, ReadOnlySpan<char> after)
{
    private const int LongestUnit = 8;

    private static readonly string[] s_currencies = ["Rs", "Rs.", "Fr.", "SFr", "SFr.", "kr", "kr.", "Rp", "RM", "DM", "Kč", "zł"];

    /// <summary>Whether it is less than zero: by a minus, brackets, or a minus at the end.</summary>
    public bool Negative { get; } = negative;

    /// <summary>The unit before, with a space where it has one.</summary>
    public ReadOnlySpan<char> Before { get; } = before;

    /// <summary>Digits and marks; empty where the cell is no number.</summary>
    public ReadOnlySpan<char> Body { get; } = body;

    /// <summary>The unit after, with a space where it has one.</summary>
    public ReadOnlySpan<char> After { get; } = after;

    /// <summary>Takes a cell apart.</summary>
    public static NumberParts Of(ReadOnlySpan<char> cell)
    {
        cell = cell.Trim();
        bool negative = cell is ['(', .., ')'];
        if (negative) cell = cell[1..^1].Trim();
        if (cell.Length > 1 && IsMinus(cell[^1]) && !negative)
        {
            negative = true;
            cell = cell[..^1].TrimEnd();
        }

        Signed(ref cell, ref negative);
        int start = 0, end = cell.Length;
        while (start < cell.Length && !char.IsAsciiDigit(cell[start])) start++;
        if (start == cell.Length) return default;
        if (start > 0 && cell[start - 1] is '.' or ',' && (start == 1 || !char.IsLetter(cell[start - 2]))) start--; // .5, but Fr.5
        while (!char.IsAsciiDigit(cell[end - 1])) end--;
        var before = cell[..start];
        var after = cell[end..];
        // The sign may stand between unit and digits: $ -5.
        if (before.Length > 0 && before[^1] is '+' or '-' or '\u2212' && !negative)
        {
            negative = before[^1] != '+';
            before = before[..^1];
        }

        if (after is "." or ",") after = default;
        return IsUnit(before, first: true) && IsUnit(after, first: false) ? new NumberParts(negative, before, cell[start..end], after) : default;
    }

    private static void Signed(ref ReadOnlySpan<char> cell, ref bool negative)
    {
        if (cell.Length < 2 || !(IsMinus(cell[0]) || cell[0] == '+')) return;
        negative ^= IsMinus(cell[0]);
        cell = cell[1..].TrimStart();
    }

    private static bool IsMinus(char c) => c is '-' or '\u2212' or '\u2013';

    // Before the digits stands a currency: a sign, or its three letters; letters of other kinds make codes, such as A12.
    private static bool IsUnit(ReadOnlySpan<char> text, bool first)
    {
        text = text.Trim();
        if (text.Length > LongestUnit) return false;
        foreach (string currency in s_currencies)
            if (text.SequenceEqual(currency)) return true;
        int letters = 0, signs = 0;
        foreach (char c in text)
        {
            if (char.IsLetter(c)) letters++;
            else if (IsSign(c)) signs++;
            else if (first || c is not ('/' or '²' or '³' or '·')) return false;
        }

        return !first || letters == 0 || signs > 0 || letters == 3 && IsUpper(text);
    }

    private static bool IsUpper(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
            if (!char.IsAsciiLetterUpper(c)) return false;
        return true;
    }

    /// <summary>A sign of currency, of a share or of degrees.</summary>
    internal static bool IsSign(char c) => c is '%' or '‰' or '°' || char.GetUnicodeCategory(c) == UnicodeCategory.CurrencySymbol;
}
