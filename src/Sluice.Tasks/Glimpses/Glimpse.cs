using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Formats;
using Sluice.Inspection;

namespace Sluice.Tasks.Glimpses;

/// <summary>What a model does in the midst of its training.</summary>
/// <param name="Gates">How far each gate is open, over the units of the first layer; none where its cell is not recorded.</param>
/// <param name="Exhibits">What it makes, told or foresaw.</param>
public sealed record Glimpse(IReadOnlyList<GateSaturation> Gates, IReadOnlyList<Exhibit> Exhibits)
{
    private const string Name = "glimpse.json";

    /// <summary>Keeps it in a run folder as the last one of the run.</summary>
    public void Save(string folder) => AtomicFile.Write(Path.Combine(folder, Name), JsonSerializer.Serialize(this, GlimpseJson.Default.Glimpse));

    /// <summary>The last one of a run, or null where the folder has none that can be read.</summary>
    public static Glimpse? In(string folder)
    {
        string path = Path.Combine(folder, Name);
        try
        {
            return File.Exists(path) && JsonSerializer.Deserialize(
                File.ReadAllBytes(FileScope.Check(path)), GlimpseJson.Default.Glimpse) is { Gates: not null, Exhibits: not null } read ? read : null;
        }
        catch (Exception e) when (e is JsonException
            or IOException or UnauthorizedAccessException or NotSupportedException or InvalidOperationException or SluiceException)
        {
            return null;
        }
    }
}

// Numbers may be missing from data, and are then no numbers here.
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(Glimpse))]
internal sealed partial class GlimpseJson : JsonSerializerContext;
