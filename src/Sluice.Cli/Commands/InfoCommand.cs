using System.CommandLine;
using System.Runtime.InteropServices;
using Sluice.Cells;
using Sluice.Data;
using Sluice.Devices;
using Sluice.Readers;
using Sluice.Vectors;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice info [MODEL|DATA]</c>: this machine, a model, or how the columns of a table become numbers.</summary>
internal static class InfoCommand
{
    public static Command Create(TextWriter output)
    {
        var subject = new Argument<string?>("subject") { Description = "a run folder, a model file, 'last', or a table; nothing for this machine", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("info", "Describes a model, a table as numbers, or this machine.") { subject };
        command.SetAction(parsed =>
        {
            string? name = parsed.GetValue(subject);
            if (name is null) Machine(output);
            else if (name == "last" || Directory.Exists(name) || name.EndsWith(".safetensors", StringComparison.Ordinal)) Model(output, name);
            else Table(output, DataFile.ReadTable(name));
            return CommandLine.Done;
        });
        return command;
    }

    private static void Machine(TextWriter output)
    {
        output.WriteLine($"- Sluice {typeof(Device).Assembly.GetName().Version?.ToString(3)}");
        output.WriteLine($"- {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
        output.WriteLine($"- {VectorWidth.Bits}-bit vectors, fused multiply-add: {(VectorWidth.HasFma ? "yes" : "no")}, {Device.Current.Threads} threads");
        output.WriteLine($"- cells: {string.Join(", ", Catalog.Names)}");
    }

    private static void Model(TextWriter output, string name)
    {
        var model = ModelPath.Text(name);
        output.WriteLine($"task        text, by {model.Options.Tokenizer}");
        output.WriteLine($"cell        {model.Options.Cell}");
        output.WriteLine($"sizes       {model.Options.Layers} layers of {model.Options.Hidden} units, embedding {model.Options.Embedding}");
        output.WriteLine($"parameters  {model.Parameters.Sum(p => p.Value.Count)}");
        output.WriteLine($"vocabulary  {model.Vocabulary.Count}: {string.Join(" ", model.Vocabulary.Symbols.Take(12).Select(s => s == "\n" ? "\\n" : s))}{(model.Vocabulary.Count > 12 ? " ..." : "")}");
        output.WriteLine();
        output.WriteLine(Catalog.Shape(model.Options.Cell).Equation);
    }

    private static void Table(TextWriter output, Table table)
    {
        var encoder = TableEncoder.Fit(table, table.Columns.Select(c => c.Name), new RowRange(0, table.RowCount));
        output.WriteLine($"Each row becomes {encoder.Width} numbers. The first row:");
        float[] row = encoder.Encode(table, 0);
        int at = 0;
        foreach (var column in encoder.Columns)
        {
            output.WriteLine($"{column.Name} = {table.Column(column.Name).Text(0) ?? "(missing)"}");
            foreach (string entry in column.Entries) output.WriteLine($"    {row[at++],9:F4}   {entry}");
        }
    }
}
