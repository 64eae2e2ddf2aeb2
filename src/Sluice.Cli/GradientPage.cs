namespace Sluice.Cli;

/// <summary>One self-contained page: how gradients flow back, in pictures and numbers.</summary>
internal static class GradientPage
{
    /// <summary>The page; it runs no script.</summary>
    public static string Html(MeasuredGradients measured)
    {
        using var numbers = new StringWriter();
        measured.Write(numbers);
        return $$"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>How gradients flow back</title>
            <style>
              :root { color-scheme: light dark; }
              body { font: 15px/1.5 system-ui, sans-serif; margin: 1.5rem auto; max-width: 76rem; padding: 0 1rem; }
              h1 { margin: 0; font-size: 1.6rem; } p { margin: .4rem 0; max-width: 48rem; }
              .plot { display: block; max-width: 100%; height: auto; margin: 1rem 0; }
              pre { overflow-x: auto; font: 13px/1.5 ui-monospace, monospace; }
            </style>
            <h1>How gradients flow back</h1>
            <p>{{LinePlot.Text(measured.About)}}</p>
            <p>The loss stands at the last step alone. How large is its gradient with respect to the states some steps before? Where
            it falls by a steady factor, what lies far back can hardly be learned; where it rises, training becomes unstable.</p>
            {{string.Concat(measured.Pictures().Select(p => p.Svg))}}
            <details><summary>The numbers</summary><pre>{{LinePlot.Text(numbers.ToString())}}</pre></details>
            </html>

            """;
    }
}
