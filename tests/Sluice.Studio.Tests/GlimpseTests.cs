using System.Text.Json;
using Sluice.Audio;
using Sluice.Tasks.Glimpses;
using Sluice.Tasks.Registry;
using Sluice.Training;

namespace Sluice.Studio.Tests;

/// <summary>What each task shows in the midst of its training; looking at it changes nothing.</summary>
public sealed class GlimpseTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-glimpse-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, string, string, string> Tasks => new()
    {
        { "text", "book:english", "data.tokenizer=word model.hidden=8", "answers:text" },
        { "forecast", "numbers.csv", "data.target=value model.hidden=8", "course:forecast" },
        { "forecast", "numbers.csv", "data.target=kind model.hidden=8", "answers:class" },
        { "series", "numbers.csv", "data.time=date data.values=value model.lookback=16 model.segment=4 model.horizon=4 model.hidden=8", "course:series" },
        { "series", "numbers.csv", "data.time=date data.values=value model.kind=decoder model.lookback=16 model.horizon=4 model.hidden=8", "course:series" },
        { "series", "numbers.csv", "data.time=date data.values=value model.kind=likelihood model.samples=10 model.lookback=16 model.horizon=4 model.hidden=8", "course:series" },
        { "tag", "sentences.conll", "model.hidden=8", "words:tags" },
        { "tag", "numbers.csv", "data.target=kind data.columns=value data.piece=20 model.hidden=8", "words:tags" },
        { "classify", "words", "model.hidden=8 model.tokenizer=character", "answers:class map:confusion" },
        { "life", "units.csv", "data.id=unit data.time=date data.sensors=value model.hidden=8", "course:life" },
        { "control", "units.csv", "data.episode=unit data.step=date data.action=kind data.sensors=value model.hidden=8", "course:control" },
        { "control", "units.csv", "data.episode=unit data.step=date data.action=value data.sensors=other model.hidden=8", "course:control" },
        { "translate", "words.tsv", "model.source=character model.target=character model.hidden=8 model.embedding=4", "answers:translation map:alignment" },
        { "compose", "music.json", "model.hidden=8", "roll:music" },
        { "generate", "music.json", "model.hidden=8 model.features=8 model.latents=2", "roll:music" },
        { "generate", "numbers.csv", "data.columns=value data.piece=20 model.hidden=8 model.features=8 model.components=2", "course:series" },
        { "transcribe", "sounds", "model.hidden=8 model.layers=1", "answers:speech" },
        { "describe", "scenes", "data.scenes=40 model.hidden=8 model.features=8 model.embedding=8", "pictures:caption" },
    };

    [Theory]
    [MemberData(nameof(Tasks))]
    public void ALookShowsWhatItShouldAndChangesNothing(string task, string data, string settings, string expected)
    {
        WriteData();
        var (seen, glimpses) = Train(task, data, settings, look: true);
        var (unseen, _) = Train(task, data, settings, look: false);
        Assert.Equal(unseen, seen);
        Assert.NotEmpty(glimpses[^1].Gates);
        Assert.All(glimpses[^1].Gates, g => Assert.InRange(g.Mean, 0, 1));

        // As the page gets it, and as it is kept; the same look twice is the same.
        glimpses[^1].Save(_folder);
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, "glimpse.json")));
        string kinds = string.Join(
            ' ', json.RootElement.GetProperty("exhibits").EnumerateArray().Select(e => $"{e.GetProperty("kind")}:{e.GetProperty("what")}"));
        Assert.StartsWith(kinds, expected, StringComparison.Ordinal);
        Assert.NotEqual("", kinds);
        string Text(Glimpse g)
        {
            g.Save(_folder);
            return File.ReadAllText(Path.Combine(_folder, "glimpse.json"));
        }

        Assert.Equal(Text(glimpses[^1]), Text(glimpses[^2]));
        Assert.Equal(Text(glimpses[^1]), Text(Glimpse.In(_folder)!));
    }

    [Fact]
    public void WhatCannotBeReadIsNoGlimpse()
    {
        Assert.Null(Glimpse.In(_folder));
        foreach (string text in new[] { "", "{", "{\"exhibits\":[{\"kind\":\"film\"}]}" })
        {
            File.WriteAllText(Path.Combine(_folder, "glimpse.json"), text);
            Assert.Null(Glimpse.In(_folder));
        }
    }

    /// <summary>The weights after a few steps, with a look after each of them or none, and two looks at the end.</summary>
    private (float[] Weights, List<Glimpse> Glimpses) Train(string task, string data, string settings, bool look)
    {
        string path = Path.Combine(_folder, data);
        var chosen = settings.Split(' ').Select(s => s.Split('=')).ToDictionary(s => s[0], s => s[1]);
        chosen["data.file"] = Path.Exists(path) ? path : data;
        using var job = chosen.Aggregate(TaskRegistry.Get(task).Start(), (run, s) => run.With(s.Key, s.Value)).Prepare();
        List<Glimpse> glimpses = [];
        using var stop = new CancellationTokenSource();
        new Trainer(job.Data, job.Options with { Epochs = 1000, Patience = 0 }, happened: e =>
        {
            if (e is not StepEvent step) return;
            if (look) glimpses.Add(job.Look!());
            if (step.Step >= 6) stop.Cancel();
        }).Run(stop.Token);
        if (look) glimpses.AddRange([job.Look!(), job.Look!()]);
        return ([.. job.Data.Parameters.SelectMany(p => p.Value.ToArray())], glimpses);
    }

    private void WriteData()
    {
        void Write(string name, IEnumerable<string> lines) => File.WriteAllLines(Path.Combine(_folder, name), lines);
        Write("numbers.csv", ["date,value,kind", .. Enumerable.Range(0, 200).Select(i => FormattableString.Invariant(
            $"{new DateTime(2020, 1, 1).AddDays(i):yyyy-MM-dd},{10 + Math.Sin(0.5 * i):F3},{(i % 3 == 0 ? "rain" : "sun")}"))]);
        Write("units.csv", ["unit,date,value,other,kind", .. Enumerable.Range(
            0,
            200).Select(i => FormattableString.Invariant($"{i / 20},{i % 20},{Math.Sin(i):F3},{Math.Cos(i):F3},{(i % 3 == 0 ? "left" : "right")}"))]);
        Write(
            "sentences.conll",
            Enumerable.Range(0, 30).SelectMany(i => new[] { "Jane B-name", $"saw{i % 4} O", "Spot B-name", "run O", "there O", "" }));
        Write("words.tsv", Enumerable.Range(0, 60).Select(i => $"ab{i}\tba{i}"));
        Directory.CreateDirectory(Path.Combine(_folder, "words"));
        foreach (string label in new[] { "one", "two" }) Write($"words/{label}.txt", Enumerable.Range(0, 30).Select(i => $"{label}{i}"));
        string pieces = string.Join(
            ',',
            Enumerable.Range(0, 4).Select(p => $"[{string.Join(',', Enumerable.Range(0, 12).Select(t => $"[{60 + (t + p) % 5},{67 + t % 3}]"))}]"));
        File.WriteAllText(Path.Combine(_folder, "music.json"), $"{{\"train\": [{pieces}], \"valid\": [{pieces}], \"test\": [{pieces}]}}");
        Directory.CreateDirectory(Path.Combine(_folder, "sounds"));
        for (int i = 0; i < 20; i++)
            WavFile.Write(
                Path.Combine(_folder, $"sounds/{i % 2}_ann_{i}.wav"),
                new Sound(8000, [.. Enumerable.Range(0, 2400).Select(t => 0.3f * MathF.Sin(t * (0.2f + 0.3f * (i % 2)) + i))]));
    }
}
