using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Learn.Tuning;

/// <summary>A piece of work: one trial, trained from where its folder stands to the end of an epoch, or one training of a study.</summary>
/// <param name="Name">The name of the work, of which there is one in a search; those of earlier trials come first.</param>
/// <param name="Task">The task, or <c>compare</c> or <c>challenge</c>.</param>
/// <param name="Config">The complete configuration of the run.</param>
/// <param name="Data">The SHA-256 of the data; empty where there is none, as of a query.</param>
/// <param name="Version">The version of the program; others may compute other bits.</param>
public sealed record TrialWork(string Name, string Task, string Config, string Data, string Version)
{
    /// <summary>Whether it is of a study, which keeps no run folders.</summary>
    [JsonIgnore]
    public bool IsOfStudy => Task is QueuedComparison.Study or QueuedChallenge.Study;

    /// <summary>Which trial it is, and up to which epoch. What a queue says cannot lead to other folders.</summary>
    /// <exception cref="SluiceFormatException">The name is none.</exception>
    [JsonIgnore]
    public TrialStep Step => TrialStep.Parse(Name);
}

/// <summary>What a piece of work came to.</summary>
/// <param name="Name">The name of the work.</param>
/// <param name="Loss">The lowest validation loss so far; null where the training came to nothing.</param>
/// <param name="Figures">The figures of that validation.</param>
/// <param name="Steps">Steps of training so far.</param>
/// <param name="Failure">Why it came to nothing; null where it did not.</param>
/// <param name="Seconds">How long this piece took; no part of any table.</param>
/// <param name="Worker">Who did it; no part of any table.</param>
public sealed record TrialResult(
    string Name, double? Loss, IReadOnlyDictionary<string, double> Figures, int Steps, string? Failure, double Seconds, string Worker)
{
    /// <summary>Whether there is a model.</summary>
    [JsonIgnore]
    public bool Succeeded => Loss is not null;
}

/// <summary>A line of the table of a search: what does not depend on who did the work, or when.</summary>
/// <param name="Trial">The number of the trial; 0 has the settings with which the search began.</param>
/// <param name="Bracket">The group of trials to which it belongs.</param>
/// <param name="Settings">The settings that were searched.</param>
/// <param name="Seed">The seed of the training.</param>
/// <param name="Epochs">The epochs after which it was measured.</param>
/// <param name="Loss">The lowest validation loss; null where the training came to nothing.</param>
/// <param name="Figures">The figures of that validation.</param>
/// <param name="Steps">Steps of training.</param>
public sealed record TrialLine(
    int Trial, int Bracket, IReadOnlyDictionary<string, string> Settings, ulong Seed, int Epochs, double? Loss,
    IReadOnlyDictionary<string, double> Figures, int Steps);

/// <summary>What a search is, as its folder keeps it.</summary>
/// <param name="Task">The task.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Trials">How many trials; null while a budget in minutes is not used up.</param>
/// <param name="Minutes">The budget in minutes, where there is one.</param>
/// <param name="Space">The space.</param>
/// <param name="Data">The SHA-256 of the data.</param>
/// <param name="Version">The version of the program.</param>
/// <param name="Id">Tells this search from others in a database.</param>
public sealed record TuningRecord(
    string Task, ulong Seed, int? Trials, double? Minutes, string Space, string Data, string Version, string Id);

/// <summary>How work and results are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TrialWork))]
[JsonSerializable(typeof(TrialResult))]
[JsonSerializable(typeof(TrialLine))]
[JsonSerializable(typeof(TuningRecord))]
public sealed partial class TuningJson : JsonSerializerContext
{
    /// <summary>The answer written by this program in a file.</summary>
    /// <exception cref="SluiceFormatException">It is none.</exception>
    internal static T Read<T>(string text, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, string source, string what)
    {
        try
        {
            return JsonSerializer.Deserialize(text, type) ?? throw new JsonException("null");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            throw new SluiceFormatException($"expected {what} as this program writes it.", source, inner: e);
        }
    }
}
