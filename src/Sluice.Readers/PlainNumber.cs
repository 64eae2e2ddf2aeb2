namespace Sluice.Readers;

/// <summary>
/// A number as most are written: a minus or none, digits, and one mark with digits behind it or none. With at most 15 digits, the value
/// m / 10^f of two exact doubles is the double nearest to the number (Clinger 1990), which is what parsing it in full gives.
/// </summary>
/// <param name="Digits">Its digits as a whole number.</param>
/// <param name="Whole">Digits before the mark.</param>
/// <param name="Fraction">Digits behind it; 0 where there is no mark.</param>
/// <param name="BeginsWithZero">Whether the first digit is 0.</param>
/// <param name="IsNegative">Whether a minus stands before it.</param>
/// <param name="Mark">The mark: a point or a comma; 0 for none.</param>
internal readonly record struct PlainNumber(long Digits, int Whole, int Fraction, bool BeginsWithZero, bool IsNegative, char Mark)
{
    /// <summary>So many digits a double keeps exactly, whatever they are.</summary>
    public const int MostDigits = 15;

    /// <summary>Bytes of the longest cell of such a number.</summary>
    public const int Longest = MostDigits + 2;

    private const int CountBits = 4, MarkBits = 2; // in Packed, below the digits

    private static ReadOnlySpan<double> Powers => [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>The number, the mark being the decimal one.</summary>
    public double Value => Digits / Powers[Fraction] is var value && IsNegative ? -value : value;

    /// <summary>All of it in one number that is not 0, from which the cell can be written anew.</summary>
    public ulong Packed
        => ((((ulong)Digits << CountBits | (uint)Whole) << CountBits | (uint)Fraction) << 1 | (IsNegative ? 1UL : 0)) << MarkBits
            | (Mark switch { '.' => 1UL, ',' => 2, _ => 0 });

    /// <summary>The number that was packed.</summary>
    public static PlainNumber Of(ulong packed)
    {
        const ulong Count = (1 << CountBits) - 1;
        char mark = (packed & 3) switch { 1 => '.', 2 => ',', _ => '\0' };
        bool negative = ((packed >>= MarkBits) & 1) != 0;
        int fraction = (int)((packed >>= 1) & Count), whole = (int)((packed >>= CountBits) & Count);
        long digits = (long)(packed >> CountBits);
        return new PlainNumber(digits, whole, fraction, digits < Powers[whole + fraction - 1], negative, mark);
    }

    /// <summary>Writes the cell that it was read from; gives its bytes.</summary>
    /// <param name="cell">At least <see cref="Longest"/> bytes.</param>
    public int Write(Span<byte> cell)
    {
        int length = 0;
        if (IsNegative) cell[length++] = (byte)'-';
        int first = length, end = first + Whole + Fraction + (Mark == '\0' ? 0 : 1);
        long rest = Digits;
        for (int at = end - 1; at >= first; at--)
        {
            if (Mark != '\0' && at == first + Whole)
            {
                cell[at] = (byte)Mark;
                continue;
            }

            (rest, long digit) = Math.DivRem(rest, 10);
            cell[at] = (byte)('0' + digit);
        }

        return end;
    }

    /// <summary>Reads a cell; says whether it is such a number.</summary>
    public static bool TryRead(ReadOnlySpan<byte> cell, out PlainNumber number)
    {
        number = default;
        int at = 0;
        bool negative = cell is [(byte)'-', ..];
        if (negative) at++;
        int first = at, mark = -1;
        if (cell.Length > Longest || at >= cell.Length || !char.IsAsciiDigit((char)cell[at]) || !char.IsAsciiDigit((char)cell[^1]))
            return false;
        long digits = 0;
        for (; at < cell.Length; at++)
        {
            uint digit = cell[at] - (uint)'0';
            if (digit <= 9) digits = 10 * digits + digit;
            else if (mark < 0 && cell[at] is (byte)'.' or (byte)',') mark = at;
            else return false;
        }

        int whole = (mark < 0 ? cell.Length : mark) - first, fraction = mark < 0 ? 0 : cell.Length - mark - 1;
        if (whole + fraction > MostDigits) return false;
        number = new PlainNumber(digits, whole, fraction, cell[first] == '0', negative, mark < 0 ? '\0' : (char)cell[mark]);
        return true;
    }
}
