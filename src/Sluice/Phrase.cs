using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Sluice;

/// <summary>
/// A sentence whose values are kept apart. The pattern is the same whatever the values, so that a page can say it in another language.
/// The compiler makes it of an interpolated string.
/// </summary>
[InterpolatedStringHandler]
public readonly struct Phrase
{
    private readonly StringBuilder _pattern, _said;
    private readonly List<string> _values;

    /// <summary>Made by the compiler.</summary>
    /// <param name="literalLength">Characters outside of the values.</param>
    /// <param name="formattedCount">How many values.</param>
    public Phrase(int literalLength, int formattedCount)
        => (_pattern, _said, _values) = (new(literalLength + 3 * formattedCount), new(literalLength), new(formattedCount));

    /// <summary>
    /// The sentence with <c>{0}</c>, <c>{1}</c> and so on in the place of its values; its own braces are doubled, as for
    /// <see cref="string.Format(string, object[])"/>.
    /// </summary>
    public string Pattern => _pattern.ToString();

    /// <summary>The values, as they are said.</summary>
    public IReadOnlyList<string> Values => _values;

    /// <summary>The whole sentence.</summary>
    public override string ToString() => _said.ToString();

    /// <summary>A part outside of the values.</summary>
    public void AppendLiteral(string value)
    {
        _pattern.Append(value.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
        _said.Append(value);
    }

    /// <summary>A value.</summary>
    public void AppendFormatted<T>(T value, string? format = null) => AppendFormatted(value, 0, format);

    /// <summary>A value in a column.</summary>
    public void AppendFormatted<T>(T value, int alignment, string? format = null)
    {
        string said = value is IFormattable formattable ? formattable.ToString(format, CultureInfo.CurrentCulture) : value?.ToString() ?? "";
        Add(alignment >= 0 ? said.PadLeft(alignment) : said.PadRight(-alignment));
    }

    /// <summary>A value of no one type.</summary>
    public void AppendFormatted(object? value, int alignment = 0, string? format = null) => AppendFormatted<object?>(value, alignment, format);

    /// <summary>A text.</summary>
    public void AppendFormatted(string? value) => Add(value ?? "");

    /// <summary>A piece of a text.</summary>
    public void AppendFormatted(ReadOnlySpan<char> value) => Add(value.ToString());

    /// <summary>A text without values.</summary>
    public static Phrase Of(string text)
    {
        var phrase = new Phrase(text.Length, 0);
        phrase.AppendLiteral(text);
        return phrase;
    }

    private void Add(string said)
    {
        _pattern.Append('{').Append(_values.Count).Append('}');
        _values.Add(said);
        _said.Append(said);
    }
}
