using System.CommandLine;
using Sluice.Data;
using Sluice.Readers;
using Sluice.Tasks;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice check FILE</c>: what is in a data file, before any training.</summary>
internal static class CheckCommand
{
    public static Command Create(TextWriter output)
    {
        var file = new Argument<string>("file") { Description = "a text or a table (CSV, TSV, JSON lines)" };
        var command = new Command("check", "Reports what is in a data file, before any training.") { file };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(file);
            if (DataFile.Sniff(path) == DataKind.Text) Text(output, TextFile.Read(path));
            else Table(output, DataFile.ReadTable(path));
            return CommandLine.Done;
        });
        return command;
    }

    private static void Text(TextWriter output, string text)
    {
        var tokens = new CharacterTokenizer().Tokenize(text).ToArray();
        var split = Split.ByShare(tokens.Length, new LanguageModelOptions().Validation);
        var known = tokens.Take(split.Train.End).ToHashSet();
        var unseen = tokens.Skip(split.Train.End).Where(t => !known.Contains(t)).ToArray();
        output.WriteLine($"characters                 {tokens.Length}");
        output.WriteLine($"different characters       {tokens.Distinct().Count()}");
        output.WriteLine($"words                      {new WordTokenizer().Tokenize(text).Count()}");
        output.WriteLine($"training part              {split.Train.Count}");
        output.WriteLine($"validation part            {split.Validation.Count}");
        output.WriteLine($"unseen in training         {unseen.Length}{(unseen.Length > 0 ? " (" + string.Join(" ", unseen.Distinct().Take(10)) + ")" : "")}");
    }

    private static void Table(TextWriter output, Table table)
    {
        output.WriteLine($"rows      {table.RowCount}");
        int repeated = table.RowCount - Enumerable.Range(0, table.RowCount).Select(r => string.Join('\u001f', table.Columns.Select(c => c.Text(r)))).Distinct().Count();
        output.WriteLine($"repeated  {repeated}");
        foreach (var column in table.Columns)
        {
            string values = column switch
            {
                NumberColumn number when number.MissingCount < number.Count => $"{number.Values.Where(double.IsFinite).Min():G6} to {number.Values.Where(double.IsFinite).Max():G6}",
                CategoryColumn category => string.Join(", ", category.Values.OfType<string>().GroupBy(v => v).OrderByDescending(g => g.Count()).Take(6).Select(g => $"{g.Key} {g.Count()}")),
                DateColumn date => Dates(date),
                _ => "",
            };
            output.WriteLine($"{column.Name,-16} {column.Kind.ToString().ToLowerInvariant(),-9} missing {column.MissingCount,-6} {values}");
        }
    }

    private static string Dates(DateColumn column)
    {
        var dates = column.Values.OfType<DateTime>().ToArray();
        if (dates.Length < 2) return "";
        var steps = dates.Zip(dates.Skip(1), (a, b) => b - a).ToArray();
        var usual = steps.GroupBy(s => s).OrderByDescending(g => g.Count()).First().Key;
        return $"{dates[0]:yyyy-MM-dd} to {dates[^1]:yyyy-MM-dd}, usually {usual:g} apart, {steps.Count(s => s > usual)} longer gaps, {steps.Count(s => s <= TimeSpan.Zero)} out of order";
    }
}
