namespace Sluice.Tasks.Reports;

/// <summary>One self-contained page that runs no script.</summary>
internal static class Page
{
    /// <summary>The page.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="body">What stands below the title.</param>
    public static string Html(string title, string body) => $$"""
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>{{title}}</title>
        <style>
          :root { color-scheme: light dark; }
          body { font: 15px/1.5 system-ui, sans-serif; margin: 1.5rem auto; max-width: 76rem; padding: 0 1rem; }
          h1 { margin: 0; font-size: 1.6rem; } p { margin: .4rem 0; max-width: 48rem; }
          .plot { display: block; max-width: 100%; height: auto; margin: 1rem 0; }
          pre { overflow-x: auto; font: 13px/1.5 ui-monospace, monospace; }
        </style>
        <h1>{{title}}</h1>
        {{body}}
        </html>

        """;
}
