using System.Text;
using System.Text.Json;
using Sluice.Data.Sequences;

namespace Sluice.Readers;

/// <summary>
/// Music as JSON: <c>{"train": [piece, ...], "valid": [...], "test": [...]}</c>, a piece a list of steps, a step a list of MIDI
/// numbers. The JSB chorales of Boulanger-Lewandowski et al. (2012) are passed around in this form.
/// </summary>
public static class MusicFile
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="SluiceFormatException">It is not such a file; the message names the part, the piece and the step.</exception>
    public static Music Read(string path) => Parse(TextFile.Read(path), path);

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="SluiceFormatException">As for <see cref="Read"/>.</exception>
    public static Music Parse(string text, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(text));
            return new Music(
                Part(document.RootElement, "train", file), Part(document.RootElement, "valid", file), Part(document.RootElement, "test", file));
        }
        catch (JsonException e)
        {
            throw new SluiceFormatException(
                "this is not valid JSON; see the comma, quote or bracket before this place.", file, (int)(e.LineNumber ?? 0) + 1,
                (int)(e.BytePositionInLine ?? 0) + 1, e);
        }
        catch (InvalidOperationException e)
        {
            throw new SluiceFormatException($"this is no text: {e.Message}", file, inner: e); // half of a surrogate pair
        }
    }

    private static int[][][] Part(JsonElement root, string name, string file)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(name, out var part))
            throw new SluiceFormatException("expected music: an object with the parts train, valid and test.", file);
        return Items(part, $"the part '{name}'", file, (piece, p) =>
            Items(piece, $"piece {p} of '{name}'", file, (step, s) => Items(step, $"step {s} of piece {p} of '{name}'", file, (note, _) =>
            note.ValueKind == JsonValueKind.Number && note.TryGetInt32(out int key) && key >= Music.Lowest && key < Music.Lowest + Music.Keys
                ? key
                : throw new SluiceFormatException(
                    $"step {s} of piece {p} of '{name}': expected notes from {Music.Lowest} to {Music.Lowest + Music.Keys - 1}, got {Short(note)}.",
                    file))));
    }

    private static T[] Items<T>(JsonElement list, string what, string file, Func<JsonElement, int, T> item) => list.ValueKind == JsonValueKind.Array
        ? [.. list.EnumerateArray().Select((e, i) => item(e, i + 1))]
        : throw new SluiceFormatException($"{what}: expected a list, got {Short(list)}.", file);

    private static string Short(JsonElement element) => element.GetRawText() is { Length: > 40 } text ? text[..40] + "…" : element.GetRawText();
}
