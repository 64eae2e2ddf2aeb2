using System.Globalization;

namespace Sluice.Readers;

/// <summary>Values as cells: numbers as 1234.5, dates as 2024-12-31T23:59:59.</summary>
internal static class CellText
{
    /// <summary>The cell of a value; null where it is missing or not a number, and where it is nothing that a cell holds.</summary>
    public static bool TryGet(object? value, out string? cell)
    {
        cell = value switch
        {
            null or DBNull or double.NaN or float.NaN => null,
            string text => text,
            ReadOnlyMemory<char> text => text.ToString(),
            bool truth => truth ? "true" : "false",
            DateTime date => Date(date),
            DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTimeOffset date => Date(date.UtcDateTime),
            TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
            TimeOnly time => time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
            Guid guid => guid.ToString(),
            char c => c.ToString(),
            IFormattable number and (sbyte
                or byte or short or ushort or int or uint or long or ulong or float or double or decimal or Half or System.Numerics.BigInteger)
                => number.ToString(null, CultureInfo.InvariantCulture),
            _ => "\uFFFF",
        };
        return cell != "\uFFFF";
    }

    private static string Date(DateTime date)
        => date.ToString(date.TimeOfDay == default ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
}
