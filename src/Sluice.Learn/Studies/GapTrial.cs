using System.Text.Json.Serialization;

namespace Sluice.Learn.Studies;

/// <summary>A net that was put to a problem with a gap.</summary>
/// <param name="Problem">The problem.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Seed">The seed of weights and sequences.</param>
/// <param name="Gap">The gap.</param>
/// <param name="Solved">Whether it was solved within the budget.</param>
/// <param name="Score">The best accuracy on sequences not seen before, or the least mean squared error.</param>
/// <param name="Steps">Training steps taken.</param>
/// <param name="Parameters">Parameters of the net.</param>
/// <param name="Seconds">Time taken.</param>
/// <param name="Failure">Why training broke off, or null.</param>
public sealed record GapTrial(
    string Problem, string Cell, ulong Seed, int Gap, bool Solved, double? Score, int Steps, long Parameters, double Seconds, string? Failure = null);

/// <summary>How trials are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(GapTrial))]
public sealed partial class GapTrialJson : JsonSerializerContext;
