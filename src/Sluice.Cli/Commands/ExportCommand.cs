using System.CommandLine;
using Sluice.Networks;
using Sluice.Onnx;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Settings;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice export MODEL</c>: a model as a file that runs elsewhere.</summary>
internal static class ExportCommand
{
    public static Command Create(TextWriter output)
    {
        var model = new Argument<string>("model") { Description = "a run folder, a model file, or 'last'" };
        var onnx = new Option<string?>("--onnx") { Description = "the ONNX file to write", HelpName = "FILE" };
        var stream = new Option<bool>("--stream") { Description = "states go in and come out, so that a sequence can be given piece by piece" };
        var opset = new Option<int>("--opset")
        {
            Description = $"the version of ONNX's operators, {OnnxOptions.OldestOpset} to {OnnxOptions.NewestOpset}",
            DefaultValueFactory = _ => new OnnxOptions().Opset,
        };
        var command = new Command("export", "Writes a model as an ONNX file, which other programs run.") { model, onnx, stream, opset };
        command.SetAction(parsed =>
        {
            string path = ModelPath.File(parsed.GetRequiredValue(model));
            string file = parsed.GetValue(onnx) ?? throw new UsageException("export: expected the file to write, --onnx FILE.");
            var (task, loaded) = TaskRegistry.Load(path);
            if (loaded is not INetworkModel exportable)
                throw new SluiceException($"export: models of '{task.Name}' are not written as ONNX yet.");
            exportable.ExportOnnx(file, parsed.GetValue(stream), new OnnxOptions { Opset = parsed.GetValue(opset), Name = task.Name });
            var written = OnnxFile.Read(file);
            output.WriteLine($"{file}: {new FileInfo(file).Length:N0} bytes, opset {written.Opset}, {written.Network.Nodes.Count} operations");
            foreach (var port in written.Network.Inputs) output.WriteLine($"in   {port}");
            foreach (var port in written.Network.Outputs) output.WriteLine($"out  {port}");
            return CommandLine.Done;
        });
        return command;
    }
}
