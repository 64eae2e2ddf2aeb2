using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Audio;
using Sluice.Formats;
using Sluice.Fuzz;
using Sluice.Interop;
using Sluice.Readers;
using Sluice.Tasks.Registry;

namespace Sluice.Tests.Formats;

/// <summary>A short run of what <c>bench/Sluice.Fuzz</c> does a million times.</summary>
public partial class FuzzTests
{
    public static TheoryData<string> Targets => [.. Target.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_broken_input_ends_in_a_result_or_a_message(string name)
    {
        var report = Report.Of(Target.All.Single(t => t.Name == name), count: 1500, seed: 20_26);
        Assert.Empty(report.Others);
        Assert.True(
            report.Accepted > 30 && report.Refused > 30, $"accepted {report.Accepted}, refused {report.Refused}: the mutator reaches too little");
        // The libraries of Parquet and HDF5 take at once what a header says, of which the machine gives what is used.
        Assert.InRange(report.WorstMegabytes, 0, name == "parquet" ? 4400 : name == "keras" ? 2200 : 16);
    }

    public static TheoryData<string> Models => [.. Target.All.Where(t => t.HasHeaderLength && t.Name != "safetensors").Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_setting_of_every_model_may_have_any_value(string name)
    {
        var report = Report.OfSettings(Target.All.Single(t => t.Name == name));
        Assert.Empty(report.Others.Select(o => $"{o.Number}: {o.Exception}"));
        Assert.True((report.Accepted > 10 || name == "checkpoint") && report.Refused > 100, $"accepted {report.Accepted}, refused {report.Refused}");
        Assert.InRange(report.WorstMegabytes, 0, 16);
    }

    // What is read within others, by the targets of those; or what reads nothing from outside.
    private static readonly Dictionary<string, string> s_within = new()
    {
        ["ReducedTensors.Read"] = "LanguageModel.Load",
        ["LifeBaselines.FromJson"] = "LifeModel.Load",
        ["TextSymbols.FromJson"] = "Translator.Load",
        ["StepInput.FromJson"] = "Tagger.Load",
        ["WordInput.Read"] = "Tagger.Load",
        ["ActionEncoding.FromJson"] = "Policy.Load",
        ["FeatureScaling.FromJson"] = "Transcriber.Load",
        ["NaiveTranscript.FromJson"] = "Transcriber.Load",
        ["SeriesEncoder.FromJson"] = "SeriesForecaster.Load",
        ["ForecastTarget.FromJson"] = "Forecaster.Load",
        ["FormerOptions.Read"] = "Forecaster.Load",
        ["SensorScaling.FromJson"] = "LifeModel.Load",
        ["AnomalyDetector.FromBytes"] = "AnomalyDetector.Load",
        ["WavFile.ParseLayout"] = "WavFile.Parse",
        ["PairFile.Parse"] = "PairFile.ParseColumns",
        ["DataJson.Read"] = "Vocabulary.FromJson",
        ["EquationPart.Parse"] = "equations of its own",
        ["Classifier.Read"] = "any text is one",
    };

    [Fact]
    public void Every_reader_has_a_target()
    {
        const BindingFlags All = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        Type[] contents =
            [typeof(string), typeof(byte[]), typeof(ReadOnlyMemory<byte>), typeof(ReadOnlySpan<byte>), typeof(SafeTensorsFile), typeof(JsonElement)];
        var covered = Target.All.SelectMany(t => t.Covers.Split(' ')).ToHashSet();
        Assembly[] assemblies =
            [typeof(SluiceException).Assembly, typeof(CsvTable).Assembly, typeof(WavFile).Assembly, typeof(TaskRegistry).Assembly,
            typeof(KerasFiles).Assembly];
        var readers = assemblies.SelectMany(a => a.GetTypes()).SelectMany(t => t.GetMethods(All))
            .Where(m => Named().IsMatch(m.Name)
                && m.ReturnType != typeof(void) && m.GetParameters() is [var first, ..] && contents.Contains(first.ParameterType)
                && first.Name is not ("path" or "folder" or "images" or "data" or "model") && !m.Name.Contains('<'))
            .Select(m => $"{m.DeclaringType!.Name}.{m.Name}").Distinct().ToList();
        Assert.True(readers.Count > 40, $"{readers.Count} readers");
        string[] missing =
            [.. readers.Where(r => !covered.Contains(r) && !(s_within.TryGetValue(r, out string? by) && (covered.Contains(by) || by.Contains(' '))))];
        Assert.True(missing.Length == 0, $"without a target: {string.Join(", ", missing)}");
    }

    [GeneratedRegex("^(Parse\\w*|From(Json|Bytes)|Load|Read\\w*|Decode\\w*)$")]
    private static partial Regex Named();

    [Fact]
    public void Inputs_are_a_function_of_seed_and_number()
    {
        var target = Target.All[0];
        Assert.Equal(new Mutator(1).Make(target, 5), new Mutator(1).Make(target, 5));
        Assert.NotEqual(new Mutator(1).Make(target, 5), new Mutator(2).Make(target, 5));
        Assert.NotEqual(new Mutator(1).Make(target, 5), new Mutator(1).Make(target, 6));
    }
}
