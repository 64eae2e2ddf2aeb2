using System.Globalization;
using System.Text;
using Sluice.Inspection;
using Sluice.Tasks.Reports;

namespace Sluice.Cli;

/// <summary>For each gate a bar: the share of its values that are nearly shut, between, and nearly open.</summary>
internal static class GateBars
{
    private const int Left = 220, Top = 64, Width = 420, Line = 22;

    /// <summary>The picture.</summary>
    public static string Svg(IReadOnlyList<(string Net, GateSaturation Gate)> gates)
    {
        int height = Top + Line * gates.Count + 12;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" class="plot" viewBox="0 0 760 {height}" width="760" role="img" aria-label="Saturation of the gates">
            <style>{LinePlot.Style}.plot .shut{"{fill:#0072b2}"}.plot .between{"{fill:#8886}"}.plot .open{"{fill:#d55e00}"}</style>
            <rect class="paper" width="100%" height="100%"/>
            <text class="title" x="12" y="22">How far the gates are open</text>
            <rect class="shut" x="{Left}" y="36" width="12" height="12"/><text x="{Left + 18}" y="46">below 0.1: shut</text>
            <rect class="between" x="{Left + 130}" y="36" width="12" height="12"/><text x="{Left + 148}" y="46">between</text>
            <rect class="open" x="{Left + 220}" y="36" width="12" height="12"/><text x="{Left + 238}" y="46">above 0.9: open</text>

            """);
        for (int i = 0; i < gates.Count; i++)
        {
            var (net, gate) = gates[i];
            double shut = Width * gate.Shut, open = Width * gate.Open;
            int y = Top + Line * i;
            svg.Append(
                CultureInfo.InvariantCulture,
                $"""<text x="{Left - 10}" y="{y + 12}" text-anchor="end">{LinePlot.Text($"{net}: {gate.Gate}")}</text>""");
            svg.Append(
                CultureInfo.InvariantCulture,
                $"""<rect class="shut" x="{Left}" y="{y}" width="{shut:F1}" height="16"/><rect class="between" x="{Left + shut:F1}" y="{y}" width="{Width - shut - open:F1}" height="16"/><rect class="open" x="{Left + Width - open:F1}" y="{y}" width="{open:F1}" height="16"/>""");
            svg.Append(CultureInfo.InvariantCulture, $"""<text x="{Left + Width + 10}" y="{y + 12}">mean {gate.Mean:F2}</text>""").Append('\n');
        }

        return svg.Append("</svg>\n").ToString();
    }
}
