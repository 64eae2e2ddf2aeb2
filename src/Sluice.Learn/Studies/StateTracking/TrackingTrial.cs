using System.Text.Json.Serialization;

namespace Sluice.Learn.Studies.StateTracking;

/// <summary>A net trained at several learning rates, and the best of them by validation on long sequences.</summary>
/// <param name="Problem">The problem.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Seed">The seed of weights and sequences.</param>
/// <param name="Sweep">What became of each learning rate.</param>
/// <param name="Rate">The rate of the highest accuracy on the validation sequences, of equals the one of the least loss; null if all broke off.</param>
/// <param name="Accuracies">Its accuracy at each length tested.</param>
/// <param name="Parameters">Parameters of the net.</param>
/// <param name="Seconds">Time taken.</param>
public sealed record TrackingTrial(
    string Problem, string Cell, ulong Seed, IReadOnlyList<RateTrial> Sweep, double? Rate, IReadOnlyList<LengthAccuracy> Accuracies, long Parameters,
    double Seconds)
{
    /// <summary>The accuracy at a length; null where it was not tested.</summary>
    public double? At(int length) => Accuracies.FirstOrDefault(a => a.Length == length)?.Accuracy;
}

/// <summary>A learning rate that was tried.</summary>
/// <param name="Rate">The rate.</param>
/// <param name="Loss">The validation loss; null where training broke off.</param>
/// <param name="Accuracy">The accuracy on the validation sequences.</param>
/// <param name="Steps">Training steps taken.</param>
/// <param name="Failure">Why training broke off, or null.</param>
public sealed record RateTrial(double Rate, double? Loss, double? Accuracy, int Steps, string? Failure = null);

/// <summary>How much is right in the last tenth of sequences of a length.</summary>
/// <param name="Length">The length.</param>
/// <param name="Accuracy">The share.</param>
/// <param name="Answers">How many were asked for.</param>
public sealed record LengthAccuracy(int Length, double Accuracy, int Answers);

/// <summary>How trials are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TrackingTrial))]
public sealed partial class TrackingTrialJson : JsonSerializerContext;
