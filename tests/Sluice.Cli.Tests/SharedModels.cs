using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Audio;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Readers;
using Sluice.Tasks.Anomalies;
using Sluice.Tasks.Classify;
using Sluice.Tasks.Compose;
using Sluice.Tasks.Control;
using Sluice.Tasks.Describe;
using Sluice.Tasks.Forecast;
using Sluice.Tasks.Generate;
using Sluice.Tasks.Life;
using Sluice.Tasks.Series;
using Sluice.Tasks.Tag;
using Sluice.Tasks.Text;
using Sluice.Tasks.Transcribe;
using Sluice.Tasks.Translate;

namespace Sluice.Cli.Tests;

/// <summary>A model of every task with questions for it, from the folder of golden models.</summary>
internal static class SharedModels
{
    private static readonly JsonSerializerOptions s_json =
        new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, IncludeFields = true };

    // Each loads its model once; call i asks the question i modulo its number of questions.
    private static readonly Dictionary<string, Func<string, Func<int, object>>> s_models = new()
    {
        ["text"] = folder => Asking(LanguageModel.Load(Model(folder)), m => q => (m.Write("the", 12, new SamplingOptions { Seed = (ulong)q }),
            m.Evaluate(m.Encode("the cat sat on the mat")).Loss, m.Influence(m.Encode("the cat sat"), 0))),
        ["forecast"] = folder => Asking(Forecaster.Load(Model(folder)), m =>
        {
            var table = CsvTable.Read(Path.Combine(folder, "sales.csv"));
            return q => m.Predict(First(table, table.RowCount - q));
        }),
        ["series"] = folder => Asking(
            SeriesForecaster.Load(Model(folder)), m => Rows(folder, "two.csv", table => m.Forecast(new SeriesTable(table, m.Encoder.Columns)))),
        ["series-likelihood"] = folder => Asking(
            SeriesForecaster.Load(Model(folder)), m => Rows(folder, "two.csv", table => m.Forecast(new SeriesTable(table, m.Encoder.Columns)))),
        ["series-decoder"] = folder => Asking(
            SeriesForecaster.Load(Model(folder)), m => Rows(folder, "two.csv", table => m.Forecast(new SeriesTable(table, m.Encoder.Columns)))),
        ["tag"] = folder => Asking(Tagger.Load(Model(folder)), m =>
        {
            var sentences = TaggedData.Sentences(Path.Combine(folder, "s.txt"));
            return q => m.Tag([.. sentences.Skip(q % sentences.Count)], 2);
        }),
        ["classify"] = folder =>
            Asking(Classifier.Load(Model(folder)), m => q => m.Classify([m.Read(new string("Rossi"[q % 5], 3)), m.Read("Nakamura")])),
        ["life"] = folder => Asking(LifeModel.Load(Model(folder)), m => q =>
        {
            var session = m.NewSession();
            double[] readings = [.. Enumerable.Range(0, m.Sensors.Width).Select(i => Math.Sin(i + q))];
            return Enumerable.Range(0, 9).Select(_ => m.Step(readings, session)).ToArray();
        }),
        ["control"] = folder => Asking(Policy.Load(Model(folder)), m => q =>
        {
            var session = m.NewSession();
            double[] readings = [.. Enumerable.Range(0, m.Sensors.Width).Select(i => Math.Sin(i + q))];
            return Enumerable.Range(0, 9).Select(_ => (m.Step(readings, session).ToString(), m.StepWithoutMemory(readings).ToString())).ToArray();
        }),
        ["anomalies"] = folder => Asking(AnomalyDetector.Load(Model(folder)), m => q =>
        {
            var own = m.Copy();
            return Enumerable.Range(0, 3).Select(i => own.Next(new DateTime(2040, 1, 1).AddHours(i), Math.Sin(i + q))).ToArray();
        }),
        ["translate"] = folder => Asking(Translator.Load(Model(folder)), m =>
        {
            string[] sources = File.ReadAllLines(Path.Combine(folder, "s.txt"));
            return q => m.Translate([.. sources.Skip(q % sources.Length)]);
        }),
        ["transcribe"] = folder => Asking(Transcriber.Load(Model(folder)), m => q => m.Transcribe([Sound(m, q)])),
        ["compose"] = folder =>
            Asking(MusicModel.Load(Model(folder)), m => q => m.Continue([[60, 64, 67], [60 + q]], 8, new ContinuationOptions { Seed = (ulong)q })),
        ["generate"] = folder => Asking(Generator.Load(Model(folder)), m => q => m.Draw(2, 6, seed: (ulong)q)),
        ["describe"] = folder => Asking(Describer.Load(Model(folder)), m =>
        {
            var scenes = new SceneMaker(m.Options.Scenes).Make(DataPart.Test, 8);
            return q => m.Describe([scenes[q]]);
        }),
    };

    /// <summary>The names of the models.</summary>
    public static IEnumerable<string> Names => s_models.Keys;

    /// <summary>Loads a model; what it gives answers a question of a number from 0 to 7.</summary>
    public static Func<int, string> Load(string name)
    {
        var ask = s_models[name](Path.Combine(Folder(), "Golden", name));
        return question => Told(ask(question));
    }

    private static Func<int, object> Asking<M>(M model, Func<M, Func<int, object>> ask) => ask(model);

    private static Func<int, object> Rows(string folder, string file, Func<Table, object> predict)
    {
        var table = CsvTable.Read(Path.Combine(folder, file));
        return q => predict(First(table, table.RowCount - 2 * q));
    }

    private static Table First(Table table, int rows) => table.Take([new RowRange(0, rows)]);

    private static Utterance Sound(Transcriber model, int question)
        => new(
            [.. Enumerable.Range(0, 12).Select(t => Enumerable.Range(0, model.Scaling.Width).Select(c => MathF.Sin(t * (c + question))).ToArray())]);

    private static string Told(object answer) => JsonSerializer.Serialize(answer, answer.GetType(), s_json);

    private static string Model(string folder) => Path.Combine(folder, "model.safetensors");

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
