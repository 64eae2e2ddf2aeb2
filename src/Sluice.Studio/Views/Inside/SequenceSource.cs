using Sluice.Readers;
using Sluice.Tasks.Classify;
using Sluice.Tasks.Describe;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Labels;
using Sluice.Tasks.Sources;
using Sluice.Tasks.Tag;

namespace Sluice.Studio.Views.Inside;

/// <summary>Sequences as the page names them: a text, or the place of one in a file of the folder.</summary>
internal static class SequenceSource
{
    /// <summary>The sequence for a classifier.</summary>
    /// <exception cref="SluiceException">There is none of it, or it is of another kind.</exception>
    public static ChosenSample For(Classifier model, Opening opening)
        => ClassifyTask.Choose(model, Asked(opening, "a text", "a file with sequences")) with { File = opening.Request.File };

    /// <summary>The sequence for a tagger: words stand between spaces.</summary>
    /// <exception cref="SluiceException">There is none of it, or it is of another kind.</exception>
    public static ChosenSample For(Tagger model, Opening opening)
        => TagTask.Choose(model, Asked(opening, "a sentence", "a table")) with { File = opening.Request.File };

    /// <summary>What a describer's scenes consist of: shapes that are drawn, or digits of a file of images.</summary>
    /// <exception cref="SluiceException">The digits are not in the folder.</exception>
    public static IShapes? For(Describer model, Opening opening)
    {
        if (model.Options.Scenes.Kind != "digits") return null;
        string file = opening.Models.DataOf(opening.Request.Model) ?? throw new SluiceException(
            "studio: expected the images of digits that this model learned from in the folder, found none of their name.");
        string path = opening.Shelf.Find(file), labels = opening.Shelf.Find(file.Replace("images", "labels").Replace("idx3", "idx1"));
        var (sizes, pixels) = IdxFile.Open(path);
        return new HandwrittenDigits(pixels, sizes[^1], IdxFile.Open(labels).Data.Span);
    }

    private static InspectInquiry Asked(Opening opening, string text, string file)
    {
        var request = opening.Request;
        if (opening.Task.Reads(opening.Model).Reads == "text")
            return new InspectInquiry(
                opening.Task.Title)
            { Text = request.Text ?? throw new SluiceException($"studio: expected {text} for this model, got none.") };
        return new InspectInquiry(
            opening.Task.Title)
        { Source = TableSource.Of(opening.File($"{file} for this model, got none.")), Index = request.Index };
    }
}
