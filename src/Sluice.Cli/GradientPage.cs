using Sluice.Tasks.Reports;

namespace Sluice.Cli;

/// <summary>One self-contained page: how gradients flow back, in pictures and numbers.</summary>
internal static class GradientPage
{
    /// <summary>The page; it runs no script.</summary>
    public static string Html(MeasuredGradients measured)
    {
        using var numbers = new StringWriter();
        measured.Write(numbers);
        return Page.Html("How gradients flow back", $"""
            <p>{LinePlot.Text(measured.About)}</p>
            <p>The loss stands at the last step alone. How large is its gradient with respect to the states some steps before? Where
            it falls by a steady factor, what lies far back can hardly be learned; where it rises, training becomes unstable.</p>
            {string.Concat(measured.Pictures().Select(p => p.Svg))}
            <details><summary>The numbers</summary><pre>{LinePlot.Text(numbers.ToString())}</pre></details>
            """);
    }
}
