using Sluice.Networks;
using Sluice.Tests;

namespace Sluice.Onnx.Tests;

/// <summary>Nets that others trained, beside ONNX Runtime.</summary>
public class ForeignModelTests
{
    private const string Folder = "foreign-models/";
    private const string Old = Folder + "silero/silero_vad_16k_op15.onnx", New = Folder + "silero/silero_vad_op18_ifless.onnx";
    private const string Speech = Folder + "silero/test.wav", Denoiser = Folder + "dtln/model_1.onnx";

    [RealDataFact(Old)]
    public void Silero_by_an_old_exporter_finds_speech_as_ONNX_Runtime_does() => AllWindows(Old);

    [RealDataFact(New)]
    public void Silero_by_a_new_exporter_finds_speech_as_ONNX_Runtime_does() => AllWindows(New);

    [RealDataFact(Denoiser)]
    public void The_denoiser_gives_masks_and_states_as_ONNX_Runtime_does()
    {
        string path = RealData.Find(Denoiser)!;
        var network = OnnxFile.Read(path).Network;
        using var runtime = new Runtime(path);
        var inputs = network.Inputs.ToDictionary(p => p.Name, p => Value.From(Waves(Sizes(p)), Sizes(p)));
        for (int step = 0; step < 20; step++)
        {
            var (ours, theirs) = (network.Run(inputs), runtime.Run(inputs));
            Assert.Equal(theirs.Keys.Order(), ours.Keys.Order());
            foreach (var (name, value) in ours) Close(theirs[name], value.ToFloats(), 1e-5, $"{name}, step {step}");

            // The states are what comes out beside the mask.
            string state = network.Inputs.Single(p => p.Shape!.Count == 4).Name;
            string next = network.Outputs.Single(p => ours[p.Name].Shape.Length == 4).Name;
            inputs[state] = ours[next];
        }
    }

    private static void AllWindows(string file)
    {
        const int Window = 512, Context = 64;
        string path = RealData.Find(file)!;
        var network = OnnxFile.Read(path).Network;
        using var runtime = new Runtime(path);
        float[] sound = Samples(RealData.Find(Speech)!);
        var state = Value.From(new float[2 * 128], 2, 1, 128);
        float[] window = new float[Context + Window];
        float largest = 0;
        for (int at = 0; at + Window <= sound.Length; at += Window)
        {
            window.AsSpan(Window).CopyTo(window);
            sound.AsSpan(at, Window).CopyTo(window.AsSpan(Context));
            var inputs = new Dictionary<string, Value> { ["input"] = Value.From(window, 1, window.Length), ["state"] = state };
            if (network.Inputs.Any(p => p.Name == "sr")) inputs["sr"] = Value.From([16000L]);
            var (ours, theirs) = (network.Run(inputs), runtime.Run(inputs));
            foreach (var (name, value) in ours) Close(theirs[name], value.ToFloats(), 1e-4, $"{name} at {at}");
            largest = Math.Max(largest, ours["output"].ToFloats()[0]);
            state = ours["stateN"];
        }

        Assert.True(largest > 0.9, "no window of a recording of speech was found to be speech");
    }

    private static void Close(float[] expected, float[] got, double tolerance, string what)
    {
        Assert.Equal(expected.Length, got.Length);
        for (int i = 0; i < got.Length; i++)
            Assert.True(Math.Abs(expected[i] - got[i]) <= tolerance, $"{what}[{i}]: ONNX Runtime {expected[i]}, Sluice {got[i]}");
    }

    private static int[] Sizes(Port port) => [.. port.Shape!.Select(d => int.TryParse(d, out int n) ? n : 1)];

    private static float[] Waves(int[] shape)
        => [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(i => MathF.Sin(i * 0.37f) * 0.5f)];

    /// <summary>16-bit samples behind a header of 44 bytes.</summary>
    private static float[] Samples(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        return [.. Enumerable.Range(0, (bytes.Length - 44) / 2).Select(i => BitConverter.ToInt16(bytes, 44 + 2 * i) / 32768f)];
    }
}
