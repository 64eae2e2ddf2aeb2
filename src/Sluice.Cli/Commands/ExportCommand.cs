using System.CommandLine;
using Sluice.Networks;
using Sluice.Onnx;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Settings;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice export MODEL</c>: a model as a file that runs elsewhere, or its weights in the layout of others.</summary>
internal static class ExportCommand
{
    private const string Onnx = "--onnx", Stream = "--stream", Opset = "--opset", Weights = "--safetensors", Layout = "--layout";

    private const int Opsets = OnnxOptions.NewestOpset - OnnxOptions.OldestOpset + 1;

    public static Command Create(TextWriter output)
    {
        var model = new Argument<string>("model") { Description = "a run folder, a model file, or 'last'" };
        var onnx = new Option<string?>(Onnx)
        {
            Description = "the ONNX file to write; a model in parts writes FILE-encoder and FILE-decoder beside it",
        };
        var stream = new Option<bool>(Stream) { Description = "states go in and come out, so that a sequence can be given piece by piece" };
        var opset = new Option<int?>(Opset)
        {
            Description = $"the version of ONNX's operators, {OnnxOptions.OldestOpset} to {OnnxOptions.NewestOpset}",
        };
        var weights = new Option<string?>(Weights)
        {
            Description = "the safetensors file to write: weights under the names and in the layout of others",
        };
        var layout = new Option<string?>(Layout) { Description = $"whose layout: {string.Join(" or ", WeightExport.Layouts)}" };
        OptionGroup.Put(onnx, OptionGroup.Output);
        OptionGroup.Put(stream, OptionGroup.Output);
        string[] opsets = [.. Enumerable.Range(OnnxOptions.OldestOpset, Opsets).Select(o => $"{o}")];
        OptionGroup.Put(opset, OptionGroup.Output, $"{new OnnxOptions().Opset}", opsets);
        OptionGroup.Put(weights, OptionGroup.Output);
        OptionGroup.Put(layout, OptionGroup.Output, choices: [.. WeightExport.Layouts]);
        var json = JsonLine.Option();
        var command = new Command("export", "Writes a model as an ONNX file, which other programs run, or its weights for PyTorch or Keras.")
        {
            model, onnx, stream, opset, weights, layout, json,
        };
        command.SetAction(parsed =>
        {
            var (graph, tensors, version, whose) = (parsed.GetValue(onnx), parsed.GetValue(weights), parsed.GetValue(opset), parsed.GetValue(layout));
            Check(graph, tensors, parsed.GetValue(stream), version, whose);
            var (task, loaded) = TaskRegistry.Load(ModelPath.File(parsed.GetRequiredValue(model)));
            if (loaded is not INetworkModel exportable)
                throw new SluiceException($"export: models of '{task.Name}' have no form as a graph of operators.");
            var options = new OnnxOptions { Name = task.Name };
            if (version is { } asked) options = options with { Opset = asked };
            var written = graph is null ? [] : exportable.ExportOnnx(graph, parsed.GetValue(stream), options);
            if (tensors is not null) exportable.ExportWeights(tensors, whose!);
            var files = written.Select(path => (Path: path, File: OnnxFile.Read(path))).ToList();
            if (parsed.GetValue(json))
            {
                output.WriteLine(JsonLine.Of(new
                {
                    Task = task.Name,
                    Onnx = files.Select(f => new
                    {
                        File = f.Path,
                        f.File.Opset,
                        Inputs = Ports(f.File.Network.Inputs),
                        Outputs = Ports(f.File.Network.Outputs),
                    }),
                    Safetensors = tensors,
                    Layout = whose,
                }));
                return CommandLine.Done;
            }

            foreach (var (path, file) in files)
            {
                output.WriteLine($"{path}: {new FileInfo(path).Length:N0} bytes, opset {file.Opset}, {file.Network.Nodes.Count} operations");
                foreach (var port in file.Network.Inputs) output.WriteLine($"in   {port}");
                foreach (var port in file.Network.Outputs) output.WriteLine($"out  {port}");
            }

            if (tensors is not null) output.WriteLine($"{tensors}: {new FileInfo(tensors).Length:N0} bytes, weights as {whose} has them");
            return CommandLine.Done;
        });
        return command;
    }

    /// <summary>What is asked for goes together.</summary>
    private static void Check(string? graph, string? tensors, bool stream, int? opset, string? layout)
    {
        string layouts = string.Join(" or ", WeightExport.Layouts);
        if (graph is null && tensors is null)
            throw new UsageException($"export: expected the file to write, {Onnx} FILE, or {Weights} FILE {Layout} NAME.");
        if (graph is null && stream) throw new UsageException($"{Stream}: expected {Onnx} FILE, whose graph it is about.");
        if (graph is null && opset is not null) throw new UsageException($"{Opset}: expected {Onnx} FILE, whose operators it is about.");
        if (opset is < OnnxOptions.OldestOpset or > OnnxOptions.NewestOpset)
            throw new UsageException($"{Opset}: expected {OnnxOptions.OldestOpset} to {OnnxOptions.NewestOpset}, got {opset}.");
        if (tensors is null && layout is not null) throw new UsageException($"{Layout}: expected {Weights} FILE, whose layout it is.");
        if (tensors is not null && layout is null) throw new UsageException($"{Weights}: expected {Layout} {layouts} too.");
        if (layout is not null && !WeightExport.Layouts.Contains(layout))
            throw new UsageException(
                $"{Layout}: expected {layouts}, got '{layout}'.{(Nearest.To(layout, WeightExport.Layouts) is { } near ? $" Did you mean '{near}'?" : "")}");
    }

    private static IEnumerable<object> Ports(IEnumerable<Port> ports) => ports.Select(p => new { p.Name, Type = p.Type, p.Shape });
}
