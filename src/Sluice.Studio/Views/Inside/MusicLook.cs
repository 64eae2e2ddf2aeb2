using Sluice.Data.Sequences;
using Sluice.Readers;
using Sluice.Tasks.Compose;

namespace Sluice.Studio.Views.Inside;

/// <summary>A music model that has heard a piece.</summary>
internal sealed class MusicLook : RecordedLook
{
    // What a model writes itself begins with a chord of C major.
    private const int OwnSteps = 96;

    private static readonly int[] s_begin = [48, 55, 64, 72];

    /// <summary>The piece.</summary>
    public required IReadOnlyList<int[]> Piece { get; init; }

    /// <summary>Where it is from; null where the model wrote it.</summary>
    public required string? File { get; init; }

    /// <summary>Its place in the file.</summary>
    public required int Index { get; init; }

    /// <summary>Pieces in the file.</summary>
    public required int Count { get; init; }

    /// <summary>What was expected.</summary>
    public required InspectedMusic Heard { get; init; }

    /// <summary>Lets a model hear a piece of a file, or what it writes itself.</summary>
    /// <param name="id">The look's name.</param>
    /// <param name="model">The model.</param>
    /// <param name="path">The file, or null.</param>
    /// <param name="file">How the page calls it.</param>
    /// <param name="index">Which piece of the part that is kept for tests.</param>
    /// <param name="most">Steps after which a piece is cut.</param>
    /// <param name="bytes">Bytes that the values may take.</param>
    public static MusicLook Hear(string id, MusicModel model, string? path, string? file, int index, int most, long bytes)
    {
        IReadOnlyList<int[][]> pieces = path is null ? [[s_begin, .. model.Continue([s_begin], OwnSteps - 1)]]
            : Path.GetExtension(path).ToLowerInvariant() is ".mid" or ".midi" ? [MidiFile.Read(path)]
            : MusicFile.Read(path).Test;
        if (pieces.Count == 0) throw new SluiceFormatException("expected a piece or more in the part 'test', got none.", file);
        index = Math.Clamp(index, 0, pieces.Count - 1);
        var piece = pieces[index].Take(Most(model.Stack, most, bytes)).ToArray();
        var heard = model.Inspect(piece);
        return new MusicLook
        {
            Id = id,
            Piece = piece,
            File = file,
            Index = index,
            Count = pieces.Count,
            Heard = heard,
            Layers = LayersOf(heard.Recordings, model.Stack),
            Recordings = heard.Recordings
        };
    }

    /// <summary>Before each step the probability of each key in it, step after step; 0 before the first.</summary>
    public float[] Expected() => [.. Enumerable.Range(0, Steps).SelectMany(t => t == 0 ? new float[Music.Keys] : Heard.Expected[t - 1])];
}
