using System.CommandLine;
using System.Text.Json;
using Sluice.Formats;
using Sluice.Inspection;
using Sluice.Kernels;
using Sluice.Layers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Settings;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice quantize MODEL</c>: a new model file with weights of 8 or 16 bits, and what that changes.</summary>
internal static class QuantizeCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var model = new Argument<string>("model") { Description = "a run folder, a model file, or 'last'" };
        var to = new Option<string>("--to") { Description = "what the weights become", DefaultValueFactory = _ => ModelFile.WordOf(ReducedType.Int8) };
        var file = new Option<string?>("--out")
        {
            Description = "the model file to write; otherwise one beside the model, such as model-int8.safetensors",
        };
        var data = new DataOptions("data on which both models are evaluated");
        var truth = new Option<string?>("--truth") { Description = "what is right, where it stands in a file of its own" };
        OptionGroup.Put(to, OptionGroup.Output, ModelFile.WordOf(ReducedType.Int8), [.. Enum.GetValues<ReducedType>().Select(ModelFile.WordOf)]);
        OptionGroup.Put(file, OptionGroup.Output);
        var json = JsonLine.Option();
        var command = new Command("quantize", "Writes a model with weights of 8 or 16 bits: a smaller file, faster steps.")
        {
            model, to, file, truth, json,
        };
        data.AddTo(command);
        var own = new TaskOptions(task => task.EvaluateOptions);
        own.AddTo(command);
        command.SetAction(parsed =>
        {
            string path = ModelPath.File(parsed.GetRequiredValue(model));
            var type = Enum.GetValues<ReducedType>().Cast<ReducedType?>().FirstOrDefault(t => ModelFile.WordOf(t!.Value) == parsed.GetValue(to))
                ?? throw new UsageException($"--to: expected int8 or bf16, got '{parsed.GetValue(to)}'.");
            string name = $"{Path.GetFileNameWithoutExtension(path)}-{ModelFile.WordOf(type)}.safetensors";
            string target = parsed.GetValue(file) ?? Path.Combine(Path.GetDirectoryName(path)!, name);
            OutputPaths.CheckQuantized(target);
            var read = ModelFile.Open(path);
            var (task, before) = TaskRegistry.Load(path);
            var reduced = ModelFile.Reduce(read, before.Parameters, type, path);
            var after = task.Load(reduced, path);

            var rows = new List<QuantizedFigure>();
            if (StepSpeed.Microseconds([before, after]) is { } speed)
                rows.Add(new("a step of its recurrent layers, µs", speed[0], speed[1]) { IsTime = true });
            string[] floats = [.. StepSpeed.LayersOf(after).Where(l => !l.TakesReduced).Select(l => l.InputWeight.Name)];

            // Data that does not fit is refused before anything is written.
            if (data.Of(parsed) is { } source)
            {
                var inquiry = new Inquiry(path, source, true, TextWriter.Null)
                {
                    Truth = parsed.GetValue(truth),
                    Options = own.Of(parsed, task.EvaluateOptions),
                    Unanswered = new Unanswered(error),
                    ToJson = JsonLine.Of,
                };
                rows.AddRange(QuantizedFigure.Compare(
                    Figures(task, before, inquiry), Figures(task, after, inquiry with { Unanswered = new() })));
            }

            reduced.Write(target);
            rows.Insert(0, new("file, kB", new FileInfo(path).Length / 1000.0, new FileInfo(target).Length / 1000.0));
            if (parsed.GetValue(json))
            {
                output.WriteLine(JsonLine.Of(new { Model = target, To = ModelFile.WordOf(type), Figures = rows, ComputedAsFloats = floats }));
                return CommandLine.Done;
            }

            MarkdownTable.Write(output, [["", "float32", ModelFile.WordOf(type), "change"], .. rows.Where(r => r.Differs).Select(r => r.Cells())]);
            output.WriteLine();
            if (data.Of(parsed) is not null) output.WriteLine("Figures that are the same in these digits are left out.");
            if (floats.Length > 0) output.WriteLine($"Small in the file, but computed with floats, as their cells ask: {string.Join(", ", floats)}.");
            output.WriteLine($"{target} is written; {path} is as it was.");
            return CommandLine.Done;
        });
        return command;
    }

    /// <summary>The numbers that an evaluation gives, by name.</summary>
    private static Dictionary<string, double> Figures(TaskDescriptor task, ILayer model, Inquiry inquiry)
    {
        var text = new StringWriter();
        task.Evaluate(model, inquiry with { Output = text });
        var figures = new Dictionary<string, double>();
        using var document = JsonDocument.Parse(text.ToString());
        Flatten(document.RootElement, "", figures);
        return figures;
    }

    private static void Flatten(JsonElement element, string name, Dictionary<string, double> figures)
    {
        if (element.ValueKind == JsonValueKind.Number) figures[name] = element.GetDouble();
        else if (element.ValueKind == JsonValueKind.Object)
            foreach (var part in element.EnumerateObject()) Flatten(part.Value, $"{name}.{part.Name}".Trim('.'), figures);
    }
}
