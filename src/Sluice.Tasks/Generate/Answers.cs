using System.Globalization;
using Sluice.Data.Tables;
using Sluice.Tasks.Compose;
using Sluice.Tasks.Reports;

namespace Sluice.Tasks.Generate;

/// <summary>Sequences that were drawn, as a table, for machines, and as pictures.</summary>
internal static class Answers
{
    /// <summary>A row for each step.</summary>
    public static Table Table(StepForm form, IReadOnlyList<float[][]> sequences, int given)
    {
        var rows = sequences.SelectMany((s, i) => s.Select((step, t) => (Sequence: i + 1, Step: t + 1, Values: step))).ToList();
        List<Column> columns =
        [
            new NumberColumn("sequence", [.. rows.Select(r => (double)r.Sequence)]), new NumberColumn("step", [.. rows.Select(r => (double)r.Step)]),
            new CategoryColumn("by", [.. rows.Select(r => r.Step <= given ? "given" : "drawn")]),
        ];
        if (form.Kind is StepForm.Numbers or StepForm.Strokes)
            for (int c = 0; c < form.Width; c++) columns.Add(new NumberColumn(form.Columns[c], [.. rows.Select(r => (double)r.Values[c])]));
        else columns.Add(new CategoryColumn(form.Kind == StepForm.Music ? "keys" : form.Columns[0], [.. rows.Select(r => Text(form, r.Values))]));
        return new Table([.. columns]);
    }

    /// <summary>A step for people.</summary>
    public static string Text(StepForm form, float[] step) => form.Kind switch
    {
        StepForm.Music => string.Join(' ', StepForm.Keys(step)),
        StepForm.Values => form.Classes[Array.IndexOf(step, step.Max())],
        _ => string.Join(' ', step.Select(v => v.ToString("G5", CultureInfo.InvariantCulture))),
    };

    /// <summary>A step for machines: keys, a value, or numbers.</summary>
    public static object Value(StepForm form, float[] step) => form.Kind switch
    {
        StepForm.Music => StepForm.Keys(step),
        StepForm.Values => Text(form, step),
        _ => step,
    };

    /// <summary>A picture: strokes that draw themselves, a piano roll, or lines over the steps.</summary>
    public static string Picture(StepForm form, string source, IReadOnlyList<float[][]> sequences, int given)
    {
        string title = given > 0 ? $"{source}: {given} steps given, {sequences[0].Length - given} drawn" : $"{sequences[0].Length} steps drawn";
        return form.Kind switch
        {
            StepForm.Strokes => StrokePicture.Svg(title, sequences, given),
            StepForm.Music => RollPicture.Svg(title, [.. sequences[0].Select(StepForm.Keys)], given),
            StepForm.Values => LinePlot.Svg(title, "step", form.Columns[0], [.. sequences.Select((s, i) => new PlotLine(
                $"{i + 1}", [.. s.Select((x, t) => (t + 1.0, (double)Array.IndexOf(x, x.Max())))], i, 0))], false),
            _ => LinePlot.Svg(title, "step", "value", [.. sequences.SelectMany((s, i) => form.Columns.Select((name, c) => new PlotLine(
                sequences.Count > 1 ? $"{name} {i + 1}" : name, [.. s.Select((x, t) => (t + 1.0, (double)x[c]))], c, i)))], false, false),
        };
    }
}
