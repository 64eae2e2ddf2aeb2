using Sluice.Data.Reports;
using Sluice.Tasks.Reports;

namespace Sluice.Cli;

/// <summary>Reports on data as lines for people.</summary>
internal static class DataReport
{
    private const int LineWidth = 79;

    public static void Write(object report, TextWriter output)
    {
        if (report is SequenceReport sequences) Write(sequences, output);
        else if (report is TableReport table) Write(table, output);
        else Write((TextReport)report, output);
    }

    private static void Write(TextReport r, TextWriter output)
    {
        output.WriteLine($"characters        {r.Characters}, {r.Different} different");
        output.WriteLine($"words             {r.Words}");
        output.WriteLine($"lines             {r.Lines}, the longest has {r.LongestLine} characters");
        output.WriteLine($"training part     {r.Parts.Train.Count} characters");
        output.WriteLine($"validation part   {r.Parts.Validation.Count} characters");
        output.WriteLine(
            $"unseen            {r.Unseen.Count} characters of validation are not in training{(r.Unseen.Count > 0 ? ": " + string.Join(" ", r.Unseen.Take(10)) : "")}");
        output.WriteLine($"repeated lines    {r.Repeated:P1}; of those of validation, {r.Shared:P1} are in training too");
        Warn(r.Warnings, output);
    }

    private static void Write(TableReport r, TextWriter output)
    {
        output.WriteLine($"rows       {r.Rows}, {r.Repeated} the same as an earlier one");
        if (r.Target is not null || r.Parts.Train.Count < r.Rows)
        {
            output.WriteLine(
                $"parts      {r.Parts.Train.Count} for training, {r.Parts.Validation.Count} for validation, {r.Parts.Test.Count} for test");
            output.WriteLine($"shared     {r.Shared} rows of validation and test are in training too");
        }

        foreach (var c in r.Columns)
            if (c.Dates is { Step: { } step } d) output.WriteLine($"{c.Name,-10} {step} apart, {d.Gaps} {(d.Gaps == 1 ? "gap" : "gaps")}");
        output.WriteLine();
        foreach (string line in ColumnTable.Lines(r.Columns, r.Roles)) output.WriteLine(line);
        Balance($"rows with {r.Target}", r.Balance, output);
        if (r.Notes.Count > 0) output.WriteLine();
        foreach (string note in r.Notes) Screen.Write(output, $"note: {note}", 6, LineWidth);
        Warn(r.Warnings, output);
    }

    private static void Write(SequenceReport r, TextWriter output)
    {
        foreach (string note in r.Notes) Screen.Write(output, note, 2, LineWidth);
        if (r.Notes.Count > 0) output.WriteLine();
        output.WriteLine($"{"",-10}  {"sequences",9}  {"steps",9}  {"empty",5}  {"missing",7}  {"repeated",8}  {"shared",6}");
        foreach (var p in r.Parts)
            output.WriteLine(
                $"{p.Part.ToString().ToLowerInvariant(),-10}  {p.Count,9}  {p.Steps,9}  {p.Empty,5}  {p.Missing + p.Unlabelled,7}  {p.Repeated,8}  {p.Shared,6}");
        output.WriteLine("(repeated: the same as an earlier one of the part; shared: the same as one of an earlier part)");
        output.WriteLine();
        output.WriteLine(
            $"{"lengths",-10}{string.Concat(PartReport.Percentiles.Select(p => $"  {(p == 0 ? "least" : p == 100 ? "most" : $"{p} %"),7}"))}");
        foreach (var p in r.Parts) output.WriteLine($"{p.Part.ToString().ToLowerInvariant(),-10}{string.Concat(p.Lengths.Select(l => $"  {l,7}"))}");
        Balance(r.Labels > r.Balance.Count ? $"labels ({r.Balance.Count} of {r.Labels})" : "labels", r.Balance, output);
        Warn(r.Warnings, output);
    }

    private static void Balance(string title, IReadOnlyList<ClassBalance> balance, TextWriter output)
    {
        if (balance.Count == 0) return;
        int longest = Math.Max(title.Length, balance.Max(b => b.Category.Length));
        output.WriteLine();
        output.WriteLine($"{title.PadRight(longest)}  {"training",8}  {"validation",10}  {"test",6}");
        foreach (var b in balance) output.WriteLine($"{b.Category.PadRight(longest)}  {b.Training,8}  {b.Validation,10}  {b.Test,6}");
    }

    /// <summary>Each warning in lines that fit, broken between words.</summary>
    private static void Warn(IReadOnlyList<string> warnings, TextWriter output)
    {
        if (warnings.Count > 0) output.WriteLine();
        foreach (string warning in warnings) Screen.Write(output, $"warning: {warning}", 9, LineWidth);
    }
}
