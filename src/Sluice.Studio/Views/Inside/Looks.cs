using Sluice.Layers;
using Sluice.Readers;
using Sluice.Tasks.Classify;
using Sluice.Tasks.Compose;
using Sluice.Tasks.Describe;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Forecast;
using Sluice.Tasks.Tag;
using Sluice.Tasks.Text;
using Sluice.Tasks.Transcribe;

namespace Sluice.Studio.Views.Inside;

/// <summary>A model that is about to run over something.</summary>
/// <param name="Id">The look's name.</param>
/// <param name="Task">The task of the model.</param>
/// <param name="Model">The model.</param>
/// <param name="Request">What it runs over.</param>
/// <param name="Shelf">The studio's folder.</param>
/// <param name="Models">The models in it.</param>
internal sealed record Opening(string Id, TaskDescriptor Task, ILayer Model, LookRequest Request, Shelf Shelf, ModelCache Models)
{
    /// <summary>The full path of the file.</summary>
    /// <exception cref="SluiceException">None is named, or it lies outside of the folder.</exception>
    public string File(string needed) => Shelf.Find(Request.File ?? throw new SluiceException($"studio: expected {needed}"));
}

/// <summary>The pictures of models: some tasks name one of their own, and all others share one.</summary>
internal static class Looks
{
    private static readonly Dictionary<string, Func<Opening, int, long, Look>> s_own = new()
    {
        ["text"] = (o, most, bytes) => TextLook.Read(o.Id, (LanguageModel)o.Model, Text(o), most, bytes),
        ["series"] = (o, most, bytes) => SeriesLook.Walk(o.Id, (Forecaster)o.Model, DataFile.ReadTable(
            o.File("a table to walk along; choose a file of the folder."), new TableOptions { Schema = ((Forecaster)o.Model).Schema }), most, bytes),
        ["label"] = (o, most, bytes) => o.Model is Tagger tagger
            ? LabelLook.Tag(o.Id, tagger, SequenceSource.For(tagger, o), most, bytes)
            : LabelLook.Classify(o.Id, (Classifier)o.Model, SequenceSource.For((Classifier)o.Model, o), most, bytes),
        ["scene"] = (o, _, _) => SceneLook.At(o.Id, (Describer)o.Model, SequenceSource.For((Describer)o.Model, o), o.Request.Index),
        ["music"] = (o, most, bytes) => MusicLook.Hear(
            o.Id, (MusicModel)o.Model, o.Request.File is { } file ? o.Shelf.Find(file) : null, o.Request.File, o.Request.Index, most, bytes),
        ["speech"] = (o, most, bytes) =>
            SpeechLook.Hear(o.Id, (Transcriber)o.Model, o.File("a recording (.wav) of the folder, got none."), o.Request.File!, most, bytes),
    };

    /// <summary>Whether the models of a task have a picture of their own.</summary>
    public static bool HasOwn(TaskDescriptor task) => s_own.ContainsKey(task.Look);

    /// <summary>Runs a model.</summary>
    /// <param name="opening">The model and what it runs over.</param>
    /// <param name="most">The most steps.</param>
    /// <param name="bytes">Bytes that the values may take.</param>
    public static Look Open(Opening opening, int most, long bytes)
        => s_own.GetValueOrDefault(opening.Task.Look) is { } own ? own(opening, most, bytes) : WordsLook.Run(opening, most);

    private static string Text(Opening opening)
        => opening.Request.Text
            ?? (opening.Request.File is { } file ? TextFile.Read(opening.Shelf.Find(file)) : opening.Models.OwnText(opening.Request.Model));
}
