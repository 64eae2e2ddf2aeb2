using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Layers;
using Sluice.Networks;
using Sluice.Tasks.Compose;
using Sluice.Tasks.Describe;
using Sluice.Tasks.Generate;
using Sluice.Tasks.Transcribe;
using Sluice.Tasks.Translate;

namespace Sluice.Onnx.Tests;

public partial class TaskExportTests
{
    private static void Music()
    {
        foreach (string cell in (string[])["lstm", "sru"])
        {
            var model = Shaken(new MusicModel(new MusicModelOptions { Cell = cell, Hidden = 5, Layers = 2 }));
            var x = new Tensor(9, 2, Data.Sequences.Music.Keys);
            for (int i = 0; i < 40; i++) x[i * 7 % 18, i * 13 % Data.Sequences.Music.Keys] = 1;
            var right = model.Logits(new Tape(recording: false), x, [9, 9]).ToArray().Select(v => 1 / (1 + Math.Exp(-v)));
            var inputs = new Dictionary<string, Value> { ["keys"] = Value.From(x.ToArray(), 9, 2, Data.Sequences.Music.Keys) };
            using var file = new ExportedFile(model);
            ExportedFile.Streams(model, inputs, file.Equal(inputs, ("probabilities", Floats(right))), [5, 4]);
        }
    }

    private static void Speech()
    {
        foreach (var (both, stack, level) in new[] { (true, 3, "recording"), (true, 1, "fixed"), (false, 2, "running") })
        {
            Utterance[] spoken = [new(Sound(8, 1), "a b a"), new(Sound(6, 2), "b"), new(Sound(7, 3), "c a")];
            var options = new TranscriberOptions { Hidden = 4, Layers = 2, Bidirectional = both, Stack = stack, Level = level, Validation = 0 };
            var (model, _) = Transcriber.From(spoken, null, options, null);
            Shaken(model, 1);
            int batch = spoken.Length, longest = spoken.Max(u => u.Rows.Count), steps = model.StepsOf(longest), classes = model.Symbols.Count + 1;
            float[] logits = Nothing(steps * batch * classes), symbols = Nothing(steps * batch);
            model.Hear([.. spoken.Select(model.Read)], (place, all, b, own) =>
            {
                for (int t = 0, before = 0; t < own; t++)
                {
                    all.Row(t * all.Shape[1] + b).CopyTo(logits.AsSpan((t * batch + place) * classes));
                    int best = Best(all.Row(t * all.Shape[1] + b));
                    symbols[t * batch + place] = best != 0 && best != before ? best - 1 : -1;
                    before = best;
                }
            });
            for (int b = 0; b < batch; b++)
                for (int t = model.StepsOf(spoken[b].Rows.Count); t < steps; t++) symbols[t * batch + b] = -1;
            var inputs = new Dictionary<string, Value>
            {
                ["features"] = Numbers([longest, batch, 2], Enumerable.Range(0, longest * batch).SelectMany(i => spoken[i % batch].Rows is var rows
                    && i / batch < rows.Count ? rows[i / batch].Select(v => (double)v) : [9, 9])),
                ["lengths"] = Integers([batch], spoken.Select(u => u.Rows.Count)),
            };
            using var file = new ExportedFile(model);
            var whole = file.Equal(inputs, ("logits", logits), ("symbols", symbols));

            // What is said at the steps is the text of the model's own decoding.
            var texts = model.Transcribe(spoken);
            for (int b = 0; b < batch; b++)
                Assert.Equal(texts[b].Symbols, Enumerable.Range(0, steps).Select(t => (int)whole["symbols"][t * batch + b]).Where(s => s >= 0).Select(s => model.Symbols[s]));
            if (both) continue;
            var one = new Dictionary<string, Value> { ["features"] = Numbers([8, 1, 2], spoken[0].Rows.SelectMany(r => r.Select(v => (double)v))) };
            float[] Own(float[] all, int row) => [.. Enumerable.Range(0, steps).SelectMany(t => all[(t * batch * row)..((t * batch + 1) * row)])];
            var alone = new Dictionary<string, float[]> { ["logits"] = Own(logits, classes), ["symbols"] = Own(symbols, 1) };
            ExportedFile.Streams(model, one, alone, [2, 6], each: 0.5);
        }
    }

    private static float[][] Sound(int rows, int seed)
        => [.. Enumerable.Range(0, rows).Select(t => (float[])[1000 + MathF.Sin(seed * t + 1), 3 * MathF.Cos(2 * t + seed)])];

    private static float[] Nothing(int count) => [.. Enumerable.Repeat(float.NaN, count)];

    private static void Translations()
    {
        foreach (var (attention, cell) in new[] { (AttentionScore.Additive, "gru"), (AttentionScore.Multiplicative, "lstm") })
        {
            SequencePair[] pairs = [new("Jane sees Doug", "Jane voit Doug"), new("Doug sees", "Doug voit"), new("Spot", "Spot")];
            var (model, _) = Translator.From(pairs, [], new TranslatorOptions
            {
                Longest = 7,
                Net = new EncoderDecoderOptions { Hidden = 4, Embedding = 3, Layers = 2, Attention = attention, Cell = cell },
            });
            Shaken(model, 1);
            int[][] sources = [.. pairs.Select(p => model.SourceSymbols.Encode(p.Source))];
            var found = model.Net.Search(sources, 1, model.Options.Longest).Select(f => f[0]).ToArray();
            int longest = sources.Max(s => s.Length), end = model.Net.End;
            var inputs = new Dictionary<string, Value>
            {
                ["source"] = Integers([longest, 3], Enumerable.Range(0, longest * 3).Select(i => i / 3 < sources[i % 3].Length ? sources[i % 3][i / 3] : 0)),
                ["lengths"] = Integers([3], sources.Select(s => s.Length)),
            };
            using var file = new ExportedFile(model);
            file.Equal(inputs, ("symbols", Padded(found, model.Options.Longest, end)), ("log_probability", Floats(found.Select(f => f.LogProbability))));
            InParts(model, inputs, found, end);
        }
    }

    private static void Captions()
    {
        foreach (string attention in (string[])["soft", "hard"])
        {
            var options = new DescriberOptions
            {
                Attention = attention,
                Hidden = 4,
                Features = 3,
                Embedding = 3,
                Scenes = new SceneOptions { Rows = 2, Columns = 3, Most = 2 },
            };
            var model = Shaken(new Describer(options, 2), 1);
            byte[][] pixels = [.. Enumerable.Range(0, 2).Select(b => Enumerable.Range(0, 4 * 6 * 3).Select(i => (byte)(i * (37 + b) % 256)).ToArray())];
            Scene[] scenes = [.. pixels.Select(p => new Scene([], p))];
            var found = model.Net.Search(model.Pictures(scenes), 1, 5 * options.Scenes.Most + 1).Select(f => f[0]).ToArray();
            var inputs = new Dictionary<string, Value> { ["pixels"] = Integers([2, 4, 6, 3], pixels.SelectMany(p => p).Select(p => (int)p)) };
            inputs["pixels"] = Value.From(inputs["pixels"].ToFloats(), 2, 4, 6, 3);
            using var file = new ExportedFile(model);
            file.Equal(
                inputs, ("symbols", Padded(found, 5 * options.Scenes.Most + 1, model.Net.End)),
                ("log_probability", Floats(found.Select(f => f.LogProbability))));
            InParts(model, inputs, found, model.Net.End);
        }
    }

    /// <summary>[steps, batch]: what was found, and the end behind it.</summary>
    private static float[] Padded(Tasks.Search.FoundTarget[] found, int longest, int end)
    {
        int steps = found.Max(f => Math.Min(longest, f.Symbols.Length + 1));
        return Floats(Enumerable.Range(0, steps).SelectMany(t => found.Select(f => t < f.Symbols.Length ? f.Symbols[t] : end)));
    }

    /// <summary>The encoder once and the decoder step by step, shown what was found, say it again and look where the model looked.</summary>
    private static void InParts(INetworkModel model, Dictionary<string, Value> inputs, Tasks.Search.FoundTarget[] found, int end)
    {
        var parts = model.ToNetworks().ToDictionary(p => p.Part, p => p.Network);
        Assert.Equal(["", "decoder", "encoder"], parts.Keys.Order(StringComparer.Ordinal));
        using ExportedFile encoder = new(parts["encoder"]), decoder = new(parts["decoder"]);
        var encoded = encoder.Equal(inputs);
        int batch = found.Length;
        var given = decoder.Network.Inputs.Where(p => encoded.ContainsKey(p.Name)).ToDictionary(p => p.Name, p =>
        {
            int columns = int.Parse(p.Shape![^1]);
            return p.Shape.Count == 3 ? Value.From(encoded[p.Name], encoded[p.Name].Length / batch / columns, batch, columns) : Value.From(encoded[p.Name], batch, columns);
        });
        if (inputs.TryGetValue("lengths", out var lengths)) given["lengths"] = lengths;
        for (int t = 0; t < found.Max(f => f.Alignment.Length); t++)
        {
            given["symbol"] = Integers([batch], found.Select(f => t > 0 && t <= f.Symbols.Length ? f.Symbols[t - 1] : end));
            var made = decoder.Equal(given);
            int symbols = made["probabilities"].Length / batch, places = made["attention"].Length / batch;
            for (int b = 0; b < batch; b++)
            {
                if (t >= found[b].Alignment.Length) continue;
                Assert.Equal(t < found[b].Symbols.Length ? found[b].Symbols[t] : end, Best(made["probabilities"].AsSpan(b * symbols, symbols)));
                for (int s = 0; s < found[b].Alignment[t].Length; s++) Assert.Equal(found[b].Alignment[t][s], made["attention"][b * places + s], 1e-5f);
            }

            foreach (string name in given.Keys.Where(k => made.ContainsKey(k + "_next")).ToList())
                given[name] = Value.From(made[name + "_next"], given[name].Shape.ToArray());
        }
    }

    private static void Steps()
    {
        foreach (string kind in (string[])[StepForm.Music, StepForm.Numbers, StepForm.Values, StepForm.Strokes])
        {
            var form = kind switch
            {
                StepForm.Music => StepForm.Plain(kind, Data.Sequences.Music.Keys, [], []),
                StepForm.Numbers => new StepForm(kind, ["p", "q"], [], [10, -3], [2, 0.5]),
                StepForm.Strokes => new StepForm(kind, ["dx", "dy", "pen"], [], [0, 0, 0], [3, 3, 1]),
                _ => StepForm.Plain(kind, 3, ["c"], ["x", "y", "z"]),
            };
            var model = Shaken(new Generator(new GeneratorOptions { Kind = "plain", Hidden = 4, Components = 2 }, form));
            float[][] steps = [.. Enumerable.Range(0, 8).Select(t => Enumerable.Range(0, form.Width).Select(c => (t * 5 + c * 3) % 4 == 0 ? 1f : 0).ToArray())];
            var right = model.Pass(new Tape(recording: false), model.Batch([steps]), Generator.Measuring).Output;

            // What is told of a step is told after the one before it; before the first stand the means.
            float[][] before = [[.. form.Means.Select(m => (float)m)], .. steps[..^1]];
            var inputs = new Dictionary<string, Value> { ["steps"] = Value.From([.. before.SelectMany(s => s)], 8, 1, form.Width) };
            using var file = new ExportedFile(model);
            ExportedFile.Streams(model, inputs, file.Equal(inputs, ("parameters", right.ToArray())), [3, 5]);
        }
    }
}
