using Sluice.Audio;
using Sluice.Data.Sequences;
using Sluice.Readers;
using Sluice.Tasks.Classify;
using Sluice.Tasks.Describe;
using Sluice.Tasks.Labels;
using Sluice.Tasks.Tag;

namespace Sluice.Studio.Views.Inside;

/// <summary>Sequences as the page names them: a text, or the place of one in a file of the folder.</summary>
internal static class SequenceSource
{
    /// <summary>The sequence for a classifier.</summary>
    /// <exception cref="SluiceException">There is none of it, or it is of another kind.</exception>
    public static Chosen For(Classifier model, Shelf shelf, LookRequest request)
    {
        if (model.Input is WordInput) return new Chosen(model.Read(request.Text ?? throw Needs("a text")), null, 0, 1);
        string path = shelf.Find(request.File ?? throw Needs("a file with sequences"));
        var rows = model.Sound is { } sound ? Recording.Read(Recording.In(path), new SpectralFeatures(sound), request.File)
            : Path.GetExtension(path).Equals(".ts", StringComparison.OrdinalIgnoreCase) ? TsFile.Read(path)
            : IdxFile.Is(path) ? IdxFile.Read(path, null)
            : model.Columns!.Labelled(DataFile.ReadTable(path));
        int index = Place(request.Index, rows.Sequences.Count, request.File);
        return new Chosen(model.Read(new LabelledRows(rows.Table, [rows.Sequences[index]], [rows.Labels[index]]))[0], request.File, index, rows.Sequences.Count, IsSound: model.Sound is not null);
    }

    /// <summary>The sequence for a tagger: words stand between spaces.</summary>
    /// <exception cref="SluiceException">There is none of it, or it is of another kind.</exception>
    public static Chosen For(Tagger model, Shelf shelf, LookRequest request)
    {
        if (model.Input is WordInput)
        {
            string[] words = (request.Text ?? throw Needs("a sentence")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            return new Chosen(Sample.Of(words), null, 0, 1);
        }

        var all = model.Read(DataFile.ReadTable(shelf.Find(request.File ?? throw Needs("a table"))));
        int index = Place(request.Index, all.Count, request.File);
        return new Chosen(all[index], request.File, index, all.Count);
    }

    /// <summary>What a describer's scenes consist of: shapes that are drawn, or digits of a file of images.</summary>
    /// <exception cref="SluiceException">The digits are not in the folder.</exception>
    public static IShapes? For(Describer model, ModelCache models, Shelf shelf, LookRequest request)
    {
        if (model.Options.Scenes.Kind != "digits") return null;
        string file = models.DataOf(request.Model) ?? throw new SluiceException("studio: expected the images of digits that this model learned from in the folder, found none of their name.");
        string path = shelf.Find(file), labels = shelf.Find(file.Replace("images", "labels").Replace("idx3", "idx1"));
        var (sizes, pixels) = IdxFile.Open(path);
        return new HandwrittenDigits(pixels, sizes[^1], IdxFile.Open(labels).Data.Span);
    }

    private static int Place(int index, int count, string file) => count > 0
        ? Math.Clamp(index, 0, count - 1)
        : throw new SluiceFormatException("expected a sequence or more, got none.", file);

    private static SluiceException Needs(string what) => new($"studio: expected {what} for this model, got none.");
}
