using System.Text.Json.Serialization;

namespace Sluice.Learn.Studies;

/// <summary>A net that a comparison trained.</summary>
/// <param name="Cell">The name of its cell.</param>
/// <param name="Number">Which draw of settings, from 0.</param>
/// <param name="Draw">Its settings.</param>
/// <param name="Parameters">How many it has.</param>
/// <param name="Validation">The loss of its best validation.</param>
/// <param name="Test">The loss on the test part, of the model of the best validation.</param>
/// <param name="Steps">Steps until that validation.</param>
/// <param name="Seconds">Time taken.</param>
/// <param name="Failure">Why it came to nothing, such as a loss that was no longer finite; otherwise null.</param>
public sealed record Trial(
    string Cell, int Number, Draw Draw, long Parameters, double? Validation, double? Test, int Steps, double Seconds, string? Failure = null)
{
    /// <summary>Whether training came to an end.</summary>
    public bool Succeeded => Failure is null;
}

/// <summary>How trials are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Trial))]
public sealed partial class TrialJson : JsonSerializerContext;
