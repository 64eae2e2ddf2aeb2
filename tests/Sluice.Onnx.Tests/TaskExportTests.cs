using Sluice.Autodiff;
using Sluice.Data.Text;
using Sluice.Layers;
using Sluice.Networks;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Text;

namespace Sluice.Onnx.Tests;

/// <summary>Models of the tasks through ONNX Runtime: their answers, whole and piece by piece.</summary>
public partial class TaskExportTests
{
    private static readonly Dictionary<string, Action> s_cases = new()
    {
        ["text"] = () =>
        {
            Text("lstm", learned: false);
            Text("gru+zoneout", learned: true);
        },
        ["tag"] = Tags,
        ["classify"] = Classes,
        ["forecast"] = Forecasts,
        ["series"] = ManySeries,
        ["life"] = Lives,
        ["anomalies"] = Anomalies,
        ["control"] = Actions,
        ["compose"] = Music,
        ["transcribe"] = Speech,
        ["translate"] = Translations,
        ["describe"] = Captions,
        ["generate"] = Steps,
    };

    public static TheoryData<string> Tasks => [.. TaskRegistry.All.Select(t => t.Name)];

    /// <summary>The file gives the model's own answers: labels equal, numbers within 1e-5, in pieces as in the whole.</summary>
    [Theory]
    [MemberData(nameof(Tasks))]
    public void ATaskAnswersTheSame(string task)
    {
        Assert.True(s_cases.ContainsKey(task), $"a test of what a model of '{task}' answers as an ONNX file belongs here");
        s_cases[task]();
    }

    /// <summary>Every form of a model has a graph that ONNX Runtime loads, with the task in its metadata; or it says by name what it can not give.</summary>
    [Theory]
    [MemberData(nameof(Tasks))]
    public void EveryFormAnswers(string task)
    {
        var descriptor = TaskRegistry.Get(task);
        Assert.NotEmpty(descriptor.Fuzz);
        int made = 0;
        foreach (var save in descriptor.Fuzz.SelectMany(f => f.Save))
        {
            string path = Path.GetTempFileName();
            try
            {
                save(path);
                var model = Assert.IsAssignableFrom<INetworkModel>(descriptor.Load(path));
                foreach (bool stream in (bool[])[false, true]) made += Made(model, stream, task);
            }
            finally
            {
                File.Delete(path);
            }
        }

        Assert.True(made > 0, $"no model of '{task}' has a graph");
    }

    private static int Made(INetworkModel model, bool stream, string task)
    {
        try
        {
            var parts = model.ToNetworks(stream);
            foreach (var (_, network) in parts)
            {
                using var file = new ExportedFile(network);
                Assert.Equal(task, file.Network.Metadata["sluice.task"]);
            }

            return parts.Count;
        }
        catch (SluiceException e)
        {
            Assert.StartsWith("Export: expected ", e.Message);
            return 0;
        }
    }

    /// <summary>A model whose weights are drawn anew, so that none is 0.</summary>
    private static M Shaken<M>(M model, float width = 0.5f) where M : ILayer
    {
        var random = new Random(7);
        foreach (var parameter in model.Parameters)
        {
            if (parameter.Name is "temperature" or "calibration" or "calibration.series") continue;
            float[] values = parameter.Value.ToArray();
            for (int i = 0; i < values.Length; i++) values[i] = width * (2 * random.NextSingle() - 1);
            parameter.Set(values);
        }

        return model;
    }

    private static Value Integers(int[] shape, IEnumerable<int> values) => Value.From(values.Select(v => (long)v).ToArray(), shape);

    private static Value Numbers(int[] shape, IEnumerable<double> values) => Value.From(values.Select(v => (float)v).ToArray(), shape);

    private static float[] Floats(IEnumerable<double> values) => [.. values.Select(v => (float)v)];

    private static float[] Floats(IEnumerable<int> values) => [.. values.Select(v => (float)v)];

    private static void Text(string cell, bool learned)
    {
        var vocabulary = Vocabulary.Build("the quick brown fox jumps over the lazy dog".Select(c => c.ToString()), 1);
        var model = Shaken(
            new LanguageModel(vocabulary, new LanguageModelOptions { Cell = cell, Layers = 2, Hidden = 12, Embedding = 6, LearnedInitial = learned }));
        int[] symbols = [.. Enumerable.Range(0, 24).Select(i => i * 7 % vocabulary.Count)];
        var tape = new Tape(recording: false);
        var begin = model.Stack.NewState(2);
        for (int l = 0; learned && l < begin.Length; l++)
            for (int s = 0; s < begin[l].Values.Length; s++)
                for (int b = 0; b < 2; b++) model.Stack.Layers[l].InitialOf(s)!.Value.Row(0).CopyTo(begin[l].Values[s].Row(b));
        float[] right = model.Logits(tape, symbols, 12, 2, begin).ToArray();
        var inputs = new Dictionary<string, Value> { ["symbols"] = Integers([12, 2], symbols) };
        using var file = new ExportedFile(model);
        ExportedFile.Streams(model, inputs, file.Equal(inputs, ("logits", right)), [4, 8]);
    }
}
