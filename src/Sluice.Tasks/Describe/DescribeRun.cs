using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Tasks.Describe;

/// <summary>Everything that repeats the training of a describer.</summary>
/// <param name="Data">Where things come from: <see cref="Drawn"/>, or images of handwritten digits.</param>
/// <param name="Model">The scenes and the sizes of the model.</param>
/// <param name="Training">How to train.</param>
/// <param name="Threads">Threads; 0 for all cores. Results do not depend on it.</param>
public sealed record DescribeRun(string Data, DescriberOptions Model, TrainingOptions Training, int Threads = 0)
{
    /// <summary>The data that stands for scenes of shapes, which are drawn and need no file.</summary>
    public const string Drawn = "scenes";

    /// <summary>The file with the digits of the images.</summary>
    public string Labels { get; init; } = "";

    /// <summary>The settings.</summary>
    public static SettingList<DescribeRun> Settings { get; } = new(
    [
        Setting<DescribeRun>.Text(
            "data.file", "scenes for shapes that are drawn, or a file of images of handwritten digits (IDX)", o => o.Data,
            (o, v) => o with { Data = v }),
        Setting<DescribeRun>.Text("data.labels_file", "the digits of the images (IDX)", o => o.Labels, (o, v) => o with { Labels = v }),
        .. DescriberOptions.Settings.All.Where(s => s.Key != "data.things")
            .Select(s => s.Lift<DescribeRun>(o => o.Model, (o, m) => o with { Model = m })),
        Setting<DescribeRun>.Integer(
            "training.epochs", "passes over the scenes to learn from", 1, o => o.Training.Epochs,
            (o, v) => o with { Training = o.Training with { Epochs = (int)v } }),
        .. TrainingSettings.Of<DescribeRun>(o => o.Training, (o, t) => o with { Training = t }),
        Setting<DescribeRun>.Integer(
            "training.seed", "the seed of every random number but those of the scenes", 0, o => (long)o.Training.Seed,
            (o, v) => o with { Training = o.Training with { Seed = (ulong)v }, Model = o.Model with { Seed = (ulong)v } }),
        Setting<DescribeRun>.Integer(
            "training.threads", "threads; 0 for all cores (results do not depend on it)", 0, o => o.Threads, (o, v) => o with { Threads = (int)v }),
    ], "describe");
}
