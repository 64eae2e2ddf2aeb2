using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Sources;

namespace Sluice.Studio.Views.Inside;

/// <summary>A model of any task that has run over something: words on each step, and the gates and states of its layers.</summary>
internal sealed class WordsLook : RecordedLook
{
    /// <summary>What the task says of the steps.</summary>
    public required Inspected Inspected { get; init; }

    /// <summary>The file, or null.</summary>
    public required string? File { get; init; }

    /// <summary>Which of the sequences of the file.</summary>
    public required int Index { get; init; }

    public override string Word(int step) => Inspected.Steps[step][0];

    /// <summary>Runs a model.</summary>
    /// <param name="opening">The model and what it runs over.</param>
    /// <param name="most">The most steps.</param>
    public static WordsLook Run(Opening opening, int most)
    {
        var request = opening.Request;
        string kind = opening.Task.Reads(opening.Model).Reads;
        if (kind is not ("nothing" or "text") && request.File is null)
            throw new SluiceException("studio: expected a file of the folder for this model, got none; choose one.");
        var inspected = opening.Task.Inspect(opening.Model, new InspectInquiry(opening.Task.Title)
        {
            Text = request.Text,
            Source = request.File is { } file ? TableSource.Of(opening.Shelf.Find(file)) : null,
            Index = request.Index,
            Most = most,
        });
        if (inspected.Steps.Count > most)
            throw new SluiceException($"studio: expected at most {most} steps, got {inspected.Steps.Count}; choose a shorter piece of the data.");
        return new WordsLook
        {
            Id = opening.Id,
            Inspected = inspected,
            File = request.File,
            Index = request.Index,
            Layers = LayersOf(inspected.Recordings, _ => inspected.Cell),
            Recordings = inspected.Recordings,
        };
    }
}

/// <summary>What a task says of the steps of a run: the words on each, below their heads; and whether it tells what a forecast rests on.</summary>
internal sealed record WordsAnswer(
    string Id, int Steps, string About, string? File, int Index, IReadOnlyList<string> Names, IReadOnlyList<string[]> Words, bool Forecasts,
    IReadOnlyList<LayerAnswer> Layers);
