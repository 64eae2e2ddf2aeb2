using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Sluice.Formats;

namespace Sluice.Learn.Studies;

/// <summary>The finished trials of a study, one JSON object a line: what is in it is never trained again.</summary>
public sealed class TrialFile<T>(string path, JsonTypeInfo<T> json)
{
    private readonly Lock _writing = new();

    /// <summary>Takes up what an earlier process has finished.</summary>
    /// <exception cref="SluiceFormatException">A line is no trial: with its number.</exception>
    public List<T> Open()
    {
        LineFile.CutHalfLine(path);
        return [.. LineFile.Read(path).Select((line, i) => Parse(line, i + 1))];
    }

    /// <summary>Appends a finished trial; it is on the disk on return.</summary>
    public void Append(T trial)
    {
        lock (_writing) LineFile.Append(path, JsonSerializer.SerializeToUtf8Bytes(trial, json), flush: true);
    }

    private T Parse(string line, int number)
    {
        try
        {
            return JsonSerializer.Deserialize(line, json) ?? throw new JsonException("null");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new SluiceFormatException(
                "expected a trial as this program writes them; remove the line to train it again.", path, number,
                (int)((e as JsonException)?.BytePositionInLine ?? 0) + 1, e);
        }
    }
}
