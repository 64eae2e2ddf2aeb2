using System.Globalization;
using Sluice.Networks;
using Sluice.Tasks.Imported;

namespace Sluice.Studio.Views.Inside;

/// <summary>A text as the numbers that a net of others wants. Which symbol is which number only its maker knows: the alphabet says it.</summary>
internal static class TypedText
{
    private const int Most = 2000;

    /// <summary>The symbols of a text or an alphabet, one by one; \n is a new line.</summary>
    public static string[] Symbols(string text)
    {
        if (text.Length > Most) throw new SluiceException($"studio: expected a text of at most {Most} characters, got {text.Length}.");
        List<string> symbols = [];
        for (var all = StringInfo.GetTextElementEnumerator(text.Replace("\\n", "\n", StringComparison.Ordinal)); all.MoveNext();) symbols.Add(all.GetTextElement());
        return [.. symbols];
    }

    /// <summary>The value for the one input of a net: numbers of symbols, one-hot rows, or rows of the net's own embedding.</summary>
    /// <param name="symbols">The text.</param>
    /// <param name="alphabet">The symbols in the order of the net's numbers.</param>
    /// <param name="open">The inputs of the net that want a value.</param>
    /// <param name="embedding">A row for each symbol, or null.</param>
    /// <exception cref="SluiceException">What was given does not fit.</exception>
    public static Dictionary<string, Value> Of(string[] symbols, string[] alphabet, IReadOnlyList<Port> open, float[]? embedding)
    {
        if (open is not [var port]) throw new SluiceException($"studio: a text can be given to a net of one input, got one of {open.Count}.");
        if (symbols.Length == 0) throw new SluiceException("studio: expected a text of a symbol or more, got none.");
        int[] numbers = [.. symbols.Select(s => Array.IndexOf(alphabet, s))];
        if (numbers.IndexOf(-1) is >= 0 and var at)
            throw new SluiceException($"studio: expected symbols of the alphabet, got '{symbols[at]}', which is not in it.");
        int steps = numbers.Length;
        if (!NetworkArrays.IsFloat(port.Type))
        {
            bool stepsFirst = port.Shape is [_, "1" or "batch"];
            return new() { [port.Name] = Value.From([.. numbers.Select(n => (long)n)], stepsFirst ? [steps, 1] : [1, steps]).As(port.Type) };
        }

        int width = port.Shape is [.., var last] && int.TryParse(last, out int size) ? size : alphabet.Length;
        if (embedding is null && width != alphabet.Length)
            throw new SluiceException($"studio: expected an alphabet of {width} symbols, got {alphabet.Length}.");
        var rows = new float[steps * width];
        for (int t = 0; t < steps; t++)
        {
            if (width == alphabet.Length) rows[t * width + numbers[t]] = 1;
            else embedding.AsSpan(numbers[t] * width, width).CopyTo(rows.AsSpan(t * width));
        }

        return new() { [port.Name] = NetworkArrays.OfRows(rows, steps, width, port) };
    }
}
