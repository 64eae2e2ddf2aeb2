using System.Globalization;
using System.Net;
using System.Text;
using Sluice.Tasks;

namespace Sluice.Cli;

/// <summary>One self-contained page: a heat-map, symbols by units, of every gate and state of every layer.</summary>
internal static class GatePage
{
    private const string Style = """
        :root { color-scheme: light dark; } body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
        h2 { margin-top: 2rem; } figure { margin: 1rem 0; overflow-x: auto; } svg { display: block; } text { font: 11px system-ui, sans-serif; fill: currentColor; }
        figcaption { font-weight: 600; }
        """;

    /// <summary>The page for a text.</summary>
    public static string Html(LanguageModel model, int[] symbols)
    {
        var (recordings, probabilities) = model.Inspect(symbols);
        var page = new StringBuilder();
        page.Append($"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Gates over a text</title><style>{Style}</style>");
        page.Append($"<h1>What the gates did</h1><p>{WebUtility.HtmlEncode(model.Options.Cell)}, {model.Options.Layers} layers of {model.Options.Hidden} units. A row is a symbol of the text, a column a unit. Orange is positive, blue negative, pale is 0. Point at a square to read its number.</p>");
        page.Append("<p>How well each symbol was foreseen: ");
        for (int t = 1; t < symbols.Length; t++) page.Append(CultureInfo.InvariantCulture, $"{Label(model, symbols[t])} {100 * probabilities[t]:F0} % · ");
        page.Append("</p>");
        foreach (var recording in recordings)
        {
            page.Append($"<h2>{recording.Name}</h2>");
            foreach (string name in recording.Blocks.Concat(recording.States).Distinct()) Map(page, model, symbols, name, recording.Value(name));
        }

        return page.Append("</html>\n").ToString();
    }

    private static void Map(StringBuilder page, LanguageModel model, int[] symbols, string name, Autodiff.Tensor values)
    {
        const int Left = 90, Row = 16;
        double cell = Math.Clamp(900.0 / values.Columns, 3, 16);
        page.Append(CultureInfo.InvariantCulture, $"<figure><figcaption>{WebUtility.HtmlEncode(name)}</figcaption><svg width=\"{Left + cell * values.Columns:F0}\" height=\"{Row * symbols.Length}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(name)} by symbol and unit\">");
        for (int t = 0; t < symbols.Length; t++)
        {
            page.Append($"<text x=\"0\" y=\"{t * Row + 12}\">{Label(model, symbols[t])}</text>");
            for (int u = 0; u < values.Columns; u++)
            {
                float value = values[t, u];
                string colour = value < 0 ? "33,102,172" : "230,97,1";
                page.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Left + u * cell:F1}\" y=\"{t * Row}\" width=\"{cell:F1}\" height=\"{Row - 1}\" fill=\"rgba({colour},{Math.Min(1, Math.Abs(value)):F2})\"><title>{WebUtility.HtmlEncode(name)} unit {u}: {value:F4}</title></rect>");
            }
        }

        page.Append("</svg></figure>");
    }

    private static string Label(LanguageModel model, int symbol) => WebUtility.HtmlEncode(model.Vocabulary[symbol].Replace("\n", "\\n"));
}
