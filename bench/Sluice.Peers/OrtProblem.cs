using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Sluice.Bench;

namespace Sluice.Peers;

/// <summary>A recurrent layer of ONNX Runtime, from a file that peers/make_onnx.py writes when it is first asked for.</summary>
internal sealed class OrtProblem : IPeerWork
{
    private readonly Problem _problem;
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly Dictionary<string, OrtValue> _inputs = [];
    private readonly string[] _outputs, _states;

    public OrtProblem(Problem problem, int threads, string folder)
    {
        _problem = problem;
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        _session = new InferenceSession(Model(problem, folder), options);
        int gates = problem.Cell switch { "lstm" => 4, "rnn" => 1, _ => 3 };
        long n = 0;
        for (int l = 0; l < problem.Layers; l++)
        {
            int input = l == 0 ? problem.Input : problem.Directions * problem.Hidden;
            n += (long)problem.Directions * gates * problem.Hidden * (input + problem.Hidden + 2);
        }

        var x = new float[problem.Steps * problem.Batch * problem.Input];
        Problem.Fill(x, ref n, 1);
        long[] shape = problem.BatchFirst ? [problem.Batch, problem.Steps, problem.Input] : [problem.Steps, problem.Batch, problem.Input];
        _inputs["X"] = OrtValue.CreateTensorValueFromMemory(x, shape);
        if (problem.Lengths() is { } lengths) _inputs["lengths"] = OrtValue.CreateTensorValueFromMemory(lengths, [problem.Batch]);
        _outputs = [.. _session.OutputNames];
        _states = [.. _session.InputNames.Where(s => s[0] is 'h' or 'c')];
        ClearStates();
    }

    /// <summary>What it is.</summary>
    public static string Version => $"ONNX Runtime {OrtEnv.Instance().GetVersionString()} through Microsoft.ML.OnnxRuntime";

    public Action Of(string mode) => mode switch
    {
        "step" when _problem.IsStep => () => Run(null),
        "infer" when !_problem.IsStep => () => Run(null),
        "train" or "fit" => throw new NotSupportedException("this ONNX Runtime runs models, it does not train them"),
        _ => throw new NotSupportedException("T = 1 is timed as step, every other T as infer"),
    };

    public PeerOutput Check()
    {
        ClearStates();
        float[] y = [];
        for (int i = 0; i < (_problem.IsStep ? 4 : 1); i++) Run(value => y = value.GetTensorDataAsSpan<float>().ToArray());
        double sum = 0, squares = 0;
        foreach (float value in y)
        {
            sum += value;
            squares += (double)value * value;
        }

        int last = _problem.Lengths()?[^1] ?? _problem.Steps;
        return new PeerOutput(sum, squares, _problem.BatchFirst ? y[^1] : y[(last * _problem.Directions * _problem.Batch * _problem.Hidden) - 1]);
    }

    public void Dispose()
    {
        foreach (var value in _inputs.Values) value.Dispose();
        _run.Dispose();
        _session.Dispose();
    }

    private void Run(Action<OrtValue>? look)
    {
        using var results = _session.Run(_run, _inputs, _outputs);
        look?.Invoke(results[0]);
        foreach (string state in _states)
        {
            int at = Array.IndexOf(_outputs, $"{state[0]}n{state[1..]}");
            results[at].GetTensorDataAsSpan<float>().CopyTo(_inputs[state].GetTensorMutableDataAsSpan<float>());
        }
    }

    private void ClearStates()
    {
        foreach (string state in _states)
        {
            if (_inputs.Remove(state, out var old)) old.Dispose();
            var zeroes = new float[_problem.Directions * _problem.Batch * _problem.Hidden];
            _inputs[state] = OrtValue.CreateTensorValueFromMemory(zeroes, [_problem.Directions, _problem.Batch, _problem.Hidden]);
        }
    }

    private static string Model(Problem problem, string folder)
    {
        string maker = Path.Combine(Environment.GetEnvironmentVariable("SLUICE_PEER_SCRIPTS") ?? "", "make_onnx.py");
        string model = Path.Combine(folder, $"{problem}.onnx");
        if (File.Exists(model) && File.GetLastWriteTimeUtc(model) > File.GetLastWriteTimeUtc(maker)) return model;
        Directory.CreateDirectory(folder);
        var start = new ProcessStartInfo("/usr/bin/python3", [maker, model, problem.ToString()]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        string complaint = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? model : throw new NotSupportedException(complaint.Trim().Split('\n')[^1]);
    }
}
