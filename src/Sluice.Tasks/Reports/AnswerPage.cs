using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Sluice.Data.Tables;

namespace Sluice.Tasks.Reports;

/// <summary>What a model answers, as a page or as one picture.</summary>
internal static partial class AnswerPage
{
    private const int MostRows = 200;

    /// <summary>One self-contained page, which runs no script.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="figures">Names and texts, or none.</param>
    /// <param name="pictures">Pictures (SVG), or none.</param>
    /// <param name="answers">The answers, or null.</param>
    public static string Html(string title, IEnumerable<(string Name, string Text)> figures, IReadOnlyList<string> pictures, Table? answers = null)
    {
        var body = new StringBuilder();
        string lines = string.Join('\n', figures.Select(f => $"{f.Name,-16} {f.Text}"));
        if (lines.Length > 0) body.Append($"<pre>{LinePlot.Text(lines)}</pre>\n");
        body.AppendJoin('\n', pictures);
        if (answers is not null) Add(body, answers);
        return Page.Html(LinePlot.Text(title), body.ToString());
    }

    /// <summary>Pictures one below the other as one.</summary>
    public static string Stacked(IReadOnlyList<string> pictures)
    {
        if (pictures.Count == 1) return pictures[0];
        var (body, width, height) = (new StringBuilder(), 0, 0);
        foreach (string picture in pictures)
        {
            var size = ViewBox().Match(picture);
            int own = int.Parse(size.Groups[2].Value, CultureInfo.InvariantCulture);
            body.Append($"<svg y=\"{height}\" height=\"{own}\"").Append(picture.AsSpan(picture.IndexOf("<svg", StringComparison.Ordinal) + 4));
            width = Math.Max(width, int.Parse(size.Groups[1].Value, CultureInfo.InvariantCulture));
            height += own;
        }

        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n{body}</svg>\n";
    }

    private static void Add(StringBuilder body, Table answers)
    {
        if (answers.RowCount > MostRows) body.Append($"<p>The first {MostRows} of {answers.RowCount} answers:</p>\n");
        body.Append("<table style=\"border-spacing:.8rem 0\"><tr>");
        foreach (var column in answers.Columns) body.Append($"<th align=\"{Side(column)}\">{LinePlot.Text(column.Name)}</th>");
        body.Append("</tr>\n");
        for (int row = 0; row < Math.Min(MostRows, answers.RowCount); row++)
        {
            body.Append("<tr>");
            foreach (var column in answers.Columns) body.Append($"<td align=\"{Side(column)}\">{LinePlot.Text(column.Written(row) ?? "")}</td>");
            body.Append("</tr>\n");
        }

        body.Append("</table>\n");
    }

    private static string Side(Column column) => column is NumberColumn ? "right" : "left";

    [GeneratedRegex("viewBox=\"0 0 ([0-9]+) ([0-9]+)\"")]
    private static partial Regex ViewBox();
}
