using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Sluice.Studio.Tests;

/// <summary>A sheet of an .xlsx file, whose formulas are computed anew by the few rules that they need.</summary>
internal sealed partial class SheetReader
{
    private static readonly XNamespace s_main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private readonly Dictionary<string, double> _values = [];

    private SheetReader(XElement sheet)
    {
        foreach (var cell in sheet.Descendants(s_main + "c"))
        {
            string place = (string)cell.Attribute("r")!;
            double? value = (string?)cell.Attribute("t") is null or "n" && cell.Element(s_main + "v") is { } v ? double.Parse(v.Value, CultureInfo.InvariantCulture) : null;
            if (cell.Element(s_main + "f") is { } formula) Formulas[place] = (formula.Value, value);
            else if (value is { } number) _values[place] = number;
        }
    }

    /// <summary>The formulas by their places, each with the value that stands beside it.</summary>
    public Dictionary<string, (string Formula, double? Value)> Formulas { get; } = [];

    /// <summary>The sheets of a file.</summary>
    public static IReadOnlyList<SheetReader> Of(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        return [.. zip.Entries.Where(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)).OrderBy(e => e.FullName, StringComparer.Ordinal).Select(e =>
        {
            using var stream = e.Open();
            return new SheetReader(Placed(XDocument.Load(stream).Root!));
        })];
    }

    /// <summary>What stands, or comes out, at a place.</summary>
    public double At(string place)
    {
        place = place.Replace("$", "", StringComparison.Ordinal);
        if (!_values.ContainsKey(place) && Formulas.TryGetValue(place, out var own)) _values[place] = new Expression(this, own.Formula).Value();
        return _values.GetValueOrDefault(place);
    }

    // Rows and cells may leave their places out: then each is one further than the one before.
    private static XElement Placed(XElement sheet)
    {
        int row = 0;
        foreach (var r in sheet.Descendants(s_main + "row"))
        {
            row = (int?)r.Attribute("r") ?? row + 1;
            int column = 0;
            foreach (var c in r.Elements(s_main + "c"))
            {
                if ((string?)c.Attribute("r") is { } place) column = Column(Place().Match(place).Groups[1].Value);
                else c.SetAttributeValue("r", Letters(column) + row);
                column++;
            }
        }

        return sheet;
    }

    private static int Column(string letters) => letters.Aggregate(0, (n, c) => n * 26 + c - 'A' + 1) - 1;

    private static string Letters(int column) => column < 26 ? $"{(char)('A' + column)}" : Letters(column / 26 - 1) + (char)('A' + column % 26);

    [GeneratedRegex(@"^\$?([A-Z]+)\$?(\d+)")]
    private static partial Regex Place();

    [GeneratedRegex(@"\G(?:(\d+(?:\.\d+)?(?:E[+-]?\d+)?)|([A-Z]+)\(|(\$?[A-Z]+\$?\d+)(?::(\$?[A-Z]+\$?\d+))?)")]
    private static partial Regex Token();

    /// <summary>A formula: + − * / and &lt;, brackets, functions, places and ranges downwards.</summary>
    private sealed class Expression(SheetReader sheet, string text)
    {
        private int _at;

        public double Value()
        {
            double value = Sum()[0];
            return _at == text.Length ? value : throw new FormatException($"{text} at {_at}");
        }

        private double[] Sum()
        {
            double[] left = Product();
            while (_at < text.Length && text[_at] is '+' or '-') left = text[_at++] == '+' ? [left[0] + Product()[0]] : [left[0] - Product()[0]];
            return left;
        }

        private double[] Product()
        {
            double[] left = Factor();
            while (_at < text.Length && text[_at] is '*' or '/') left = text[_at++] == '*' ? [left[0] * Factor()[0]] : [left[0] / Factor()[0]];
            return left;
        }

        private double[] Factor()
        {
            if (text[_at] == '-') return [.. Next(Factor).Select(v => -v)];
            if (text[_at] == '(') return Closed(Next(Sum));
            var token = Token().Match(text, _at);
            if (!token.Success) throw new FormatException($"{text} at {_at}");
            _at += token.Length;
            if (token.Groups[1].Success) return [double.Parse(token.Groups[1].Value, CultureInfo.InvariantCulture)];
            if (token.Groups[2].Success) return Called(token.Groups[2].Value);
            return token.Groups[4].Success ? Range(token.Groups[3].Value, token.Groups[4].Value) : [sheet.At(token.Groups[3].Value)];
        }

        private double[] Called(string name)
        {
            List<double[]> given = [];
            do
            {
                double[] one = Sum();
                if (_at < text.Length && text[_at] == '<') one = [one[0] < Next(Sum)[0] ? 1 : 0];
                given.Add(one);
            }
            while (text[_at++] == ',');
            double[] first = given[0];
            return name switch
            {
                "SUMPRODUCT" => [Enumerable.Range(0, first.Length).Sum(i => given.Aggregate(1.0, (p, g) => p * g[i]))],
                "EXP" => [.. first.Select(Math.Exp)],
                "IF" => first[0] != 0 ? given[1] : given[2],
                "TANH" => [Math.Tanh(first[0])],
                "LN" => [Math.Log(first[0])],
                "SQRT" => [Math.Sqrt(first[0])],
                "ABS" => [Math.Abs(first[0])],
                "MAX" => [given.Max(g => g[0])],
                "MIN" => [given.Min(g => g[0])],
                _ => throw new FormatException(name),
            };
        }

        private double[] Range(string from, string to)
        {
            var (first, last) = (Place().Match(from), Place().Match(to));
            int top = int.Parse(first.Groups[2].Value, CultureInfo.InvariantCulture), bottom = int.Parse(last.Groups[2].Value, CultureInfo.InvariantCulture);
            return [.. Enumerable.Range(top, bottom - top + 1).Select(r => sheet.At(first.Groups[1].Value + r))];
        }

        private double[] Next(Func<double[]> read)
        {
            _at++;
            return read();
        }

        private double[] Closed(double[] value)
        {
            if (text[_at++] != ')') throw new FormatException($"{text} at {_at - 1}");
            return value;
        }
    }
}
