using System.CommandLine;
using System.Runtime.InteropServices;
using Sluice.Cells;
using Sluice.Data.Tables;
using Sluice.Devices;
using Sluice.Formats;
using Sluice.Formats.Foreign;
using Sluice.Inspection;
using Sluice.Interop;
using Sluice.Readers;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;
using Sluice.Vectors;

namespace Sluice.Cli.Commands;

/// <summary>
/// <c>sluice info [MODEL|DATA]</c>: this machine, a model, weights that others trained, or how the columns of a table become numbers.
/// </summary>
internal static class InfoCommand
{
    public static Command Create(TextWriter output)
    {
        var subject = new Argument<string?>("subject")
        {
            Description = "a run folder, a model file, 'last', weights and nets that others trained (.pt, .h5, .keras, .npz, .safetensors, .onnx), a table, or a cell; nothing for this machine",
            Arity = ArgumentArity.ZeroOrOne
        };
        var layers = new Option<bool>("--layers") { Description = "of a model: its layers, output shapes, parameters and operations a step" };
        var json = JsonLine.Option();
        var network = new NetworkOptions();
        var command = new Command("info", "Describes a model, a table as numbers, a cell, or this machine.") { subject, layers, json };
        network.AddTo(command, data: false);
        command.SetAction(parsed =>
        {
            string? name = parsed.GetValue(subject);
            if (parsed.GetValue(layers))
                Layers(output, ModelPath.File(name ?? throw new UsageException("info --layers: expected a model.")), parsed.GetValue(json));
            else if (name is not null && IsCell(name)) output.Write(CellPage.Of(name));
            else if (name is null) Machine(output, parsed.GetValue(json));
            else if (NetworkReport.IsOnnx(name)) Network(output, name, network, parsed, parsed.GetValue(json));
            else if (WeightReport.IsFor(name) && Weights(output, name, network, parsed, parsed.GetValue(json))) return CommandLine.Done;
            else if (name == "last" || Directory.Exists(name) || name.EndsWith(".safetensors", StringComparison.Ordinal))
                Model(output, ModelPath.File(name), parsed.GetValue(json));
            else Table(output, DataFile.ReadTable(name), parsed.GetValue(json));
            return CommandLine.Done;
        });
        return command;
    }

    /// <summary>Whether it is the name of a cell, and of no file.</summary>
    private static bool IsCell(string name) => !File.Exists(name) && Catalog.Names.Contains(name.Split('+', ':')[0]);

    private static void Machine(TextWriter output, bool json)
    {
        string? version = typeof(Device).Assembly.GetName().Version?.ToString(3);
        if (json)
        {
            output.WriteLine(
                JsonLine.Of(new
                {
                    Version = version,
                    Runtime = RuntimeInformation.FrameworkDescription,
                    System = RuntimeInformation.OSDescription,
                    Architecture = RuntimeInformation.ProcessArchitecture,
                    Processor = Processor.Name,
                    VectorBits = VectorWidth.Bits,
                    FusedMultiplyAdd = VectorWidth.HasFma,
                    Device.Current.Threads,
                    Cells = Catalog.Names
                }));
            return;
        }

        output.WriteLine($"- Sluice {version}");
        output.WriteLine(
            $"- {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
        output.WriteLine(
            $"- {Processor.Name}: {VectorWidth.Bits}-bit vectors, fused multiply-add: {(VectorWidth.HasFma ? "yes" : "no")}, {Device.Current.Threads} threads");
        output.WriteLine($"- cells: {string.Join(", ", Catalog.Names)}");
    }

    private static void Model(TextWriter output, string path, bool json)
    {
        var (task, model) = TaskRegistry.Load(path);
        var facts = task.Facts(model).ToList();
        if (model.Parameters.FirstOrDefault(p => p.Bits is not null)?.Bits is { } bits)
            facts.Add(("matrices", ModelFile.WordOf(bits), $"{ModelFile.WordOf(bits)}, written by 'sluice quantize'"));
        if (json)
        {
            output.WriteLine(JsonLine.Of(facts.ToDictionary(f => f.Name, f => f.Value)));
            return;
        }

        foreach (var (name, _, text) in facts) output.WriteLine($"{name,-11} {text}");
        output.WriteLine();
        output.WriteLine(Catalog.Shape((string)facts.First(f => f.Name == "cell").Value).Equation);
    }

    /// <summary>Says what is in weights that others trained; false where Sluice trained them.</summary>
    private static bool Weights(TextWriter output, string path, NetworkOptions options, ParseResult parsed, bool json)
    {
        using var file = WeightFile.Open(path);
        if (WeightReport.IsOwn(file)) return false;
        if (json) output.WriteLine(JsonLine.Of(WeightReport.Json(file)));
        else WeightReport.Write(file, output);
        if (json || !NetworkFile.IsNamedSo(path) || !KerasFiles.HasNetwork(file)) return true;
        output.WriteLine();
        try
        {
            NetworkReport.Write(NetworkFile.Of(file), options, parsed, output);
        }
        catch (SluiceException e)
        {
            output.WriteLine($"as a net      does not run: {e.Message}");
        }

        return true;
    }

    private static void Network(TextWriter output, string path, NetworkOptions options, ParseResult parsed, bool json)
    {
        var file = NetworkFile.Read(path);
        if (json) output.WriteLine(JsonLine.Of(NetworkReport.Json(file, options, parsed)));
        else NetworkReport.Write(file, options, parsed, output);
    }

    private static void Layers(TextWriter output, string path, bool json)
    {
        var summary = ModelSummary.Of(TaskRegistry.Load(path).Model);
        output.WriteLine(json ? JsonLine.Of(summary) : summary.ToString());
    }

    private static void Table(TextWriter output, Table table, bool json)
    {
        var encoder = TableEncoder.Fit(table, table.Columns.Select(c => c.Name), new RowRange(0, table.RowCount));
        float[] row = encoder.Encode(table, 0);
        if (json)
        {
            output.WriteLine(JsonLine.Of(new { encoder.Width, Entries = encoder.Columns.SelectMany(c => c.Entries), FirstRow = row }));
            return;
        }

        output.WriteLine($"Each row becomes {encoder.Width} numbers. The first row:");
        int at = 0;
        foreach (var column in encoder.Columns)
        {
            output.WriteLine($"{column.Name} = {table.Column(column.Name).Text(0) ?? "(missing)"}");
            foreach (string entry in column.Entries) output.WriteLine($"    {row[at++],9:F4}   {entry}");
        }
    }
}
