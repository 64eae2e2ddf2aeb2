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
            bool truth => Of(truth),
            DateTimeOffset date => Written(date.UtcDateTime),
            char c => c.ToString(),
            IFormattable one and (sbyte
                or byte or short or ushort or int or uint or long or ulong or float or double or decimal or Half or System.Numerics.BigInteger
                or DateTime or DateOnly or TimeSpan or TimeOnly or Guid) => Written(one),
            _ => "\uFFFF",
        };
        return cell != "\uFFFF";
    }

    /// <summary>The cell of a truth value.</summary>
    public static string Of(bool truth) => truth ? "true" : "false";

    /// <summary>The form in which a value is a cell, as formatting takes it.</summary>
    public static string? Form<T>(T value) => value switch
    {
        DateTime date => date.TimeOfDay == default ? "yyyy-MM-dd" : date.Ticks % TimeSpan.TicksPerSecond == 0 ? "s" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF",
        DateOnly => "O",
        TimeSpan => "c",
        TimeOnly => "HH:mm:ss.FFFFFFF",
        _ => null,
    };

    private static string Written(IFormattable value) => value.ToString(Form(value), CultureInfo.InvariantCulture);
}
