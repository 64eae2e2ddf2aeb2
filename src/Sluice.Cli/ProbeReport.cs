using System.Net;
using System.Reflection;
using System.Text.Json;
using Sluice.Inspection;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Text;

namespace Sluice.Cli;

/// <summary>What a language model keeps track of, as tables, as an object and as a page.</summary>
/// <param name="File">The name of the text.</param>
/// <param name="Probe">What was found.</param>
/// <param name="Notes">What is to be known of the labels.</param>
/// <param name="Tokens">The symbols of the text as they are written.</param>
/// <param name="IsSpaced">Whether a space stands between symbols.</param>
internal sealed record ProbeReport(string File, TextProbe Probe, IReadOnlyList<string> Notes, string[] Tokens, bool IsSpaced)
{
    private const int ShownUnits = 10, Columns = 100;

    private static readonly JsonSerializerOptions s_names = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private bool IsNumber => Probe.Classes.Count == 0;

    private string About
        => $"{Probe.Feature} in {File}{(IsNumber ? "" : $" ({string.Join(", ", Probe.Classes)})")}: probes learn at {Probe.Learned} symbols of the first seven tenths and are measured at {Probe.Tested} of the rest. The model foresees the text with {Probe.Loss:F3} nats a symbol.";

    /// <summary>Writes the tables, and a passage of the text with the unit that tells most.</summary>
    /// <param name="output">Where they go.</param>
    /// <param name="shown">So many symbols of the passage.</param>
    public void Write(TextWriter output, int shown)
    {
        Screen.WriteLine(output, About, 0);
        foreach (string note in Notes) Screen.WriteLine(output, note, 0);
        output.WriteLine();
        string[] Row(string name, string units, BlockFigure figure, BlockFigure? balanced)
            => IsNumber ? [name, units, $"{figure.Value:F3} ± {figure.Margin:F3}"] : [name, units, Share(figure), balanced is { } b ? Share(b) : ""];
        string[] head = ["told from", "units", .. IsNumber ? new[] { "R²" } : ["right", "mean over the classes"]];
        MarkdownTable.Write(output,
        [
            head, .. Probe.Baselines.Select(b => Row(b.Name, "", b.Figure, b.Balanced)),
            .. Probe.States.Select(s => Row($"layer {s.Layer}, {s.State}", $"{s.Units}", s.Figure, s.Balanced)),
        ]);
        output.WriteLine();
        output.WriteLine("Single units, each with what was best for it in the first part:");
        output.WriteLine();
        MarkdownTable.Write(output,
        [
            IsNumber ? ["unit", "correlation"] : ["unit", "says", "where", "mean over both classes", "area"],
            .. Probe.Units.Take(ShownUnits).Select(u => IsNumber
                ? new[] { Name(u), $"{(u.Learned.Above ? u.Tested.Score : -u.Tested.Score):F3}" }
                : [Name(u), Probe.Classes[u.Learned.Class!.Value], $"{u.State} {(u.Learned.Above ? ">" : "≤")} {u.Learned.Threshold:F3}",
                    $"{100 * u.Tested.Score:F1} %", $"{u.Tested.Area:F3}"]),
        ]);
        if (Probe.Passage is not { } passage || Probe.Units.Count == 0) return;
        var best = Probe.Units[0];
        output.WriteLine();
        bool colour = Screen.HasColour(output);
        output.WriteLine(colour
            ? $"The text by {Name(best)}, orange above 0 and blue below:"
            : $"The text over {(IsNumber ? $"{Name(best)}, from 0, its lowest, to 9" : $"^ where {Name(best)} is on")}:");
        output.WriteLine();
        float[] values = Values(best, passage, Math.Min(shown, passage.Labels.Length));
        float scale = Math.Max(1e-6f, values.Max(Math.Abs)), low = values.Min(), range = Math.Max(1e-6f, values.Max() - low);
        foreach (var (from, to) in Lines(passage.From, passage.From + values.Length))
        {
            var line = Enumerable.Range(from, to - from).Select(t => (Text: Shown(Tokens[t]), Value: values[t - passage.From])).ToList();
            output.WriteLine(string.Concat(line.Select(s => colour ? ValueColour.Of(s.Value / scale, s.Text) : s.Text)).TrimEnd());
            if (colour || line.All(s => s.Text.Length == 0)) continue;
            string marks = string.Concat(line.Select(s => new string(
                IsNumber ? (char)('0' + (int)(9.99f * (s.Value - low) / range)) : best.Learned.IsOn(s.Value) ? '^' : ' ', Screen.Columns(s.Text))));
            output.WriteLine(marks.TrimEnd());
        }
    }

    /// <summary>Everything as an object for JSON.</summary>
    public object ToData() => new
    {
        Text = File,
        Probe.Feature,
        Probe.Classes,
        Notes,
        Loss = Number(Probe.Loss),
        Probe.Learned,
        Probe.Tested,
        Measure = IsNumber ? "r_squared" : "accuracy",
        Baselines = Probe.Baselines.Select(
            b => new { b.Name, b.Symbols, Figure = Figure(b.Figure), Balanced = b.Balanced is { } m ? Figure(m) : null }),
        States = Probe.States.Select(
            s => new { s.Layer, s.State, s.Units, Figure = Figure(s.Figure), Balanced = s.Balanced is { } m ? Figure(m) : null }),
        Units = Probe.Units.Select(u => new
        {
            u.Layer,
            u.State,
            u.Learned.Unit,
            Class = u.Learned.Class is { } k ? Probe.Classes[k] : null,
            u.Learned.Above,
            u.Learned.Threshold,
            Learned = u.Learned.Score,
            Tested = Number(u.Tested.Score),
            Area = Number(u.Tested.Area),
        }),
        Passage = Probe.Passage is not { } passage ? null : new
        {
            passage.From,
            Symbols = Tokens[passage.From..(passage.From + passage.Labels.Length)],
            IsSpaced,
            Labels = passage.Labels.Select(l => Number(l)),
            Units = Probe.Units.Take(ShownUnits).Select(u => Values(u, passage, passage.Labels.Length)),
        },
    };

    /// <summary>The page. What comes from the user goes in as JSON or encoded, so that no text can become part of the page's code.</summary>
    public string Html()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Sluice.Cli.ProbePage.html")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Replace("{{about}}", WebUtility.HtmlEncode(About)).Replace("{{data}}", JsonSerializer.Serialize(ToData(), s_names));
    }

    private static object Figure(BlockFigure figure) => new { Value = Number(figure.Value), Margin = Number(figure.Margin) };

    private static double? Number(double value) => double.IsFinite(value) ? value : null;

    private static string Share(BlockFigure figure) => $"{100 * figure.Value:F1} % ± {100 * figure.Margin:F1}";

    private static string Name(ProbedUnit unit) => $"layer {unit.Layer}, {unit.State}, unit {unit.Learned.Unit}";

    private string Shown(string token) => token == "\n" ? "" : token == "\t" ? " " : IsSpaced ? $"{token} " : token;

    private float[] Values(ProbedUnit unit, ProbePassage passage, int count)
    {
        int state = Probe.States.ToList().FindIndex(s => s.Layer == unit.Layer && s.State == unit.State);
        return passage.States[state].Unit(unit.Learned.Unit, 0, count);
    }

    /// <summary>The lines of the passage, broken where they are too long.</summary>
    private IEnumerable<(int From, int To)> Lines(int from, int to)
    {
        int columns = 0, begin = from;
        for (int t = from; t < to; t++)
        {
            columns += Screen.Columns(Shown(Tokens[t]));
            if (Tokens[t] != "\n" && columns < Columns && t + 1 < to) continue;
            yield return (begin, t + 1);
            (begin, columns) = (t + 1, 0);
        }
    }
}
