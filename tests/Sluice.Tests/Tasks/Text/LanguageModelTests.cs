using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Tasks.Text;
using Sluice.Training;

namespace Sluice.Tests.Tasks.Text;

public class LanguageModelTests
{
    private static readonly LanguageModelOptions s_small =
        new() { Tokenizer = "word", Hidden = 32, Layers = 1, Embedding = 8, Dropout = 0, Steps = 16, Batch = 8 };
    private static readonly TrainingOptions s_training = new() { Epochs = 6, Rate = 0.02 };

    [Fact]
    public void Threads_and_a_stop_at_any_step_do_not_change_a_bit()
    {
        string text = ChildrensBook.Text(BookLanguage.English, 200, 2);
        var options = s_small with { Dropout = 0.2, RecurrentDropout = 0.1, Layers = 2 };
        var training = s_training with { Epochs = 3, CheckpointEvery = 4, Schedule = "plateau" };
        float[] expected = Train(1, int.MaxValue), two = Train(2, int.MaxValue);
        Assert.Equal(expected, two);
        for (int stop = 1; stop < 18; stop += 4) Assert.Equal(expected, Train(2, stop));

        float[] Train(int threads, int stopAfter)
        {
            string path = Directory.CreateTempSubdirectory("sluice").FullName;
            try
            {
                using var device = Device.Create(threads);
                using var scope = device.Use();
                using var stop = new CancellationTokenSource();
                for (int attempt = 0; attempt < 2; attempt++)
                {
                    var (model, data) = LanguageModel.From(text, options);
                    var trainer = new Trainer(data, training, new RunFolder(path), model.Save, e =>
                    {
                        if (e is StepEvent step && step.Step == stopAfter) stop.Cancel();
                    });
                    trainer.Resume();
                    var result = trainer.Run(attempt == 0 ? stop.Token : default);
                    if (result.End == TrainingEnd.Completed) return [.. model.Parameters.SelectMany(p => p.Value.ToArray())];
                }

                throw new InvalidOperationException("did not complete");
            }
            finally
            {
                Directory.Delete(path, true);
            }
        }
    }

    [Fact]
    public void Steps_of_a_live_text_are_those_of_the_whole_and_allocate_nothing()
    {
        var model = LanguageModel.From(ChildrensBook.Text(BookLanguage.English, 50, 1), s_small with { Residual = true, Layers = 2 }).Model;
        int[] symbols = model.Encode(ChildrensBook.Text(BookLanguage.English, 3, 2));
        var whole = model.Logits(new Tape(recording: false), symbols, symbols.Length, 1, model.Stack.NewState(1));
        var session = model.NewSession();
        for (int t = 0; t < symbols.Length; t++) Assert.Equal(whole.Row(t), model.Step(symbols[t], session));
        Assert.Equal(0, Allocation.Of(100, () => model.Step(symbols[0], session)));
        Assert.Contains("got 1000", Assert.Throws<SluiceException>(() => model.Step(1000, session)).Message);
    }

    [Fact]
    public void A_saved_model_comes_back_bit_for_bit_and_a_damaged_one_is_refused()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("sluice").FullName, "model.safetensors");
        try
        {
            var (model, training) = LanguageModel.From(ChildrensBook.Text(BookLanguage.English, 50, 1), s_small);
            model.Save(path);
            var loaded = LanguageModel.Load(path);
            Assert.Equal(model.Evaluate(training.Symbols.ToArray()), loaded.Evaluate(training.Symbols.ToArray()));
            Assert.Equal(model.Write("Jane saw", 20, new SamplingOptions()), loaded.Write("Jane saw", 20, new SamplingOptions()));

            // The seed is saved as well, so that the untrained model is the one that training began with.
            var (start, _) = LanguageModel.From(ChildrensBook.Text(BookLanguage.English, 50, 1), s_small with { Seed = 5 });
            start.Save(path);
            foreach (var (first, again) in start.Parameters.Zip(
                LanguageModel.Load(path).Untrained().Parameters)) Assert.Equal(first.Value.ToArray(), again.Value.ToArray());

            byte[] bytes = File.ReadAllBytes(path);
            for (int cut = 0; cut < bytes.Length; cut += 997)
            {
                File.WriteAllBytes(path, bytes[..cut]);
                Assert.Contains("model.safetensors", Assert.Throws<SluiceFormatException>(() => LanguageModel.Load(path)).Message);
            }

            for (int at = 3; at < bytes.Length; at += 97)
            {
                bytes[at] ^= 1;
                File.WriteAllBytes(path, bytes);
                Assert.Throws<SluiceFormatException>(() => LanguageModel.Load(path));
                bytes[at] ^= 1;
            }
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, true);
        }
    }

    [Fact]
    public void Sampling_keeps_to_its_limits()
    {
        float[] logits = [0, 3, 1, 2];
        Assert.All(Enumerable.Range(0, 50), s => Assert.Equal(1, Sampling.Draw(logits, new SamplingOptions { Temperature = 0 }, s)));
        Assert.All(Enumerable.Range(0, 200), s => Assert.Contains(Sampling.Draw(logits, new SamplingOptions { TopK = 2 }, s), new[] { 1, 3 }));
        Assert.All(Enumerable.Range(0, 200), s => Assert.Contains(Sampling.Draw(logits, new SamplingOptions { TopP = 0.8 }, s), new[] { 1, 3 }));
        var drawn = Enumerable.Range(0, 4000).Select(s => Sampling.Draw(logits, new SamplingOptions(), s)).ToArray();
        Assert.Equal(Math.Exp(3) / (1 + Math.E + Math.Exp(2) + Math.Exp(3)), drawn.Count(d => d == 1) / 4000.0, 0.03);
        Assert.Equal(drawn, Enumerable.Range(0, 4000).Select(s => Sampling.Draw(logits, new SamplingOptions(), s)));
        Assert.Throws<SluiceException>(() => Sampling.Draw(logits, new SamplingOptions { TopP = 0 }, 0));
    }

    [Fact]
    public void Chances_are_what_is_drawn()
    {
        float[] p = [0.1f, 0.6f, 0.05f, 0.25f];
        Assert.Equal(p.Select(v => (double)v), Sampling.Chances(p, new SamplingOptions()), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([0, 1, 0, 0], Sampling.Chances(p, new SamplingOptions { Temperature = 0 }));
        double[] cooler = Sampling.Chances(p, new SamplingOptions { Temperature = 0.5 });
        double total = p.Sum(v => (double)v * v);
        Assert.All(p.Zip(cooler), c => Assert.Equal(c.First * (double)c.First / total, c.Second, 1e-6));
        Assert.Equal([0, 0.6 / 0.85, 0, 0.25 / 0.85], Sampling.Chances(p, new SamplingOptions { TopK = 2 }), (a, b) => Math.Abs(a - b) < 1e-6);
        float[] logits = [.. p.Select(v => MathF.Log(v))];
        var drawn =
            Enumerable.Range(0, 20_000).Select(s => Sampling.Draw(logits, new SamplingOptions { Temperature = 0.5, TopP = 0.9 }, s)).ToArray();
        Assert.All(
            Sampling.Chances(p, new SamplingOptions { Temperature = 0.5, TopP = 0.9 }).Index(),
            c => Assert.Equal(c.Item, drawn.Count(d => d == c.Index) / 20_000.0, 0.02));
    }
}
