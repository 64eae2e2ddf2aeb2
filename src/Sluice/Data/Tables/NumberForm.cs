using System.Globalization;
using System.Text;

namespace Sluice.Data.Tables;

/// <summary>
/// How the numbers of a column are written: the decimal mark, the mark between thousands, and a unit before or after. Its text is an
/// example: <c>1234.5</c>, <c>1.234,5</c>, <c>1'234.5</c>, <c>$1,234.5</c>, <c>1234,5 €</c>, <c>1234.5%</c>.
/// Brackets, a minus at the end and the minus sign of typesetters mean less than zero, whatever the form.
/// </summary>
/// <param name="Decimal">The decimal mark: a point or a comma.</param>
/// <param name="Group">The mark between thousands, or 0 for none.</param>
/// <param name="Before">What stands before the digits, such as $.</param>
/// <param name="After">What stands after them, such as %.</param>
public sealed record NumberForm(char Decimal = '.', char Group = '\0', string Before = "", string After = "")
{
    private const int Longest = 60;
    private const string Spaces = " \u00A0\u202F\u2009";

    /// <summary>Numbers as programs write them.</summary>
    public static NumberForm Plain { get; } = new();

    /// <summary>Reads an example.</summary>
    /// <exception cref="SluiceException">It is none.</exception>
    public static NumberForm Parse(string example)
    {
        int first = example.IndexOf('1'), last = example.LastIndexOf('5');
        string digits = first < 0 || last < first ? "" : example[first..(last + 1)];
        var form = new NumberForm(',', '\0', first > 0 ? example[..first] : "", last >= 0 ? example[(last + 1)..] : "");
        if (digits.Length is not (6 or 7) || digits[^2] is not ('.' or ',') || digits[^5..^2] != "234")
            throw new SluiceException($"expected the number 1234.5 as the column writes it, such as 1234,5 or $1,234.5, got '{example}'.");
        return form with { Decimal = digits[^2], Group = digits.Length == 7 ? digits[1] : '\0' };
    }

    /// <summary>The number of a cell, or null where it is none in this form. Units and marks between thousands may be absent.</summary>
    public double? Read(ReadOnlySpan<char> cell)
    {
        if (Decimal == '.' && double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double plain))
            return double.IsFinite(plain) ? plain : null;
        var parts = NumberParts.Of(cell);
        if (parts.Body.IsEmpty || !Unit(parts.Before, Before) || !Unit(parts.After, After)) return null;
        return Value(parts.Body, Decimal, out _) is { } value ? (parts.Negative ? -value : value) : null;
    }

    /// <summary>A number in this form.</summary>
    /// <param name="value">The number.</param>
    public string Write(double value)
    {
        string digits = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        int point = digits.IndexOfAny(['.', 'E']) is >= 0 and int at ? at : digits.Length;
        var text = new StringBuilder(digits);
        if (point < digits.Length && digits[point] == '.') text[point] = Decimal;
        if (Group != '\0' && !digits.Contains('E'))
            for (int i = point - 3; i > 0; i -= 3) text.Insert(i, Group);
        return $"{(value < 0 ? "-" : "")}{Before}{text}{After}";
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Before}1{(Group == '\0' ? "" : Group)}234{Decimal}5{After}";

    private static bool Unit(ReadOnlySpan<char> found, string unit) => found.IsEmpty || found.SequenceEqual(unit);

    /// <summary>The value of digits with marks: groups of three, or of two before the last three as in India.</summary>
    /// <param name="body">Digits and marks, without a sign.</param>
    /// <param name="point">The decimal mark.</param>
    /// <param name="group">The mark between thousands, or 0 where there is none.</param>
    internal static double? Value(ReadOnlySpan<char> body, char point, out char group)
    {
        group = '\0';
        int e = body.IndexOfAny('e', 'E');
        var mantissa = e < 0 ? body : body[..e];
        var exponent = e < 0 ? default : body[e..];
        int at = mantissa.IndexOf(point);
        var whole = at < 0 ? mantissa : mantissa[..at];
        var fraction = at < 0 ? default : mantissa[(at + 1)..];
        if (body.Length > Longest || fraction.ContainsAnyExceptInRange('0', '9')) return null;

        Span<char> text = stackalloc char[Longest + 1];
        int count = 0, run = 0, groups = 0;
        foreach (char c in whole)
        {
            if (char.IsAsciiDigit(c))
            {
                text[count++] = c;
                run++;
                continue;
            }

            // The first group has one to three digits and no zero in front, so 0.473 has none; the others have three, or two.
            bool mark = groups == 0 ? IsGroup(c) && run is >= 1 and <= 3 && text[0] != '0' : c == group && run is (2 or 3);
            if (!mark) return null;
            (group, run) = (c, 0);
            groups++;
        }

        if (groups > 0 && run != 3) return null;
        if (at >= 0) text[count++] = '.';
        fraction.CopyTo(text[count..]);
        count += fraction.Length;
        exponent.CopyTo(text[count..]);
        count += exponent.Length;
        return double.TryParse(text[..count], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : null;
    }

    private static bool IsGroup(char c) => c is '.' or ',' or '\'' or '’' || Spaces.Contains(c);
}
