using Sluice.Audio;
using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Tasks.Transcribe;

/// <summary>Everything that repeats the training of a transcriber.</summary>
/// <param name="Data">A folder of recordings, or a table of them.</param>
/// <param name="Model">The sizes of the model.</param>
/// <param name="Training">How to train.</param>
/// <param name="Threads">Threads; 0 for all cores. Results do not depend on it.</param>
public sealed record TranscribeRun(string Data, TranscriberOptions Model, TrainingOptions Training, int Threads = 0)
{
    /// <summary>Recordings whose names end in a number below this are for the figures at the end; 0 for none.</summary>
    public int TestFirst { get; init; }

    /// <summary>Each so-many-th recording of a table that training never looks at; 0 for none.</summary>
    public int TestEvery { get; init; }

    /// <summary>The speaker who is never heard in training; empty for none.</summary>
    public string LeaveOut { get; init; } = "";

    /// <summary>How recordings are joined and changed.</summary>
    public JoinOptions Join { get; init; } = new();

    /// <summary>How recordings become rows.</summary>
    public SpectralOptions Sound { get; init; } = new();

    /// <summary>The settings.</summary>
    public static SettingList<TranscribeRun> Settings { get; } = new(
    [
        Setting<TranscribeRun>.Text(
            "data.file", "a folder of recordings (label_speaker_number.wav), or a table with the columns file, text and, where it is known, speaker",
            o => o.Data, (o, v) => o with { Data = v }),
        Setting<TranscribeRun>.Number(
            "data.validation", "the share of recordings, drawn at random, kept for validation", 0, 0.9, o => o.Model.Validation,
            (o, v) => o with { Model = o.Model with { Validation = v } }),
        Setting<TranscribeRun>.Integer(
            "data.test_first", "recordings whose names end in a number below this, which training never looks at; 0 for none", 0, o => o.TestFirst,
            (o, v) => o with { TestFirst = (int)v }),
        Setting<TranscribeRun>.Integer(
            "data.test_every", "each so-many-th recording, which training never looks at; 0 for none", 0, o => o.TestEvery,
            (o, v) => o with { TestEvery = (int)v }),
        Setting<TranscribeRun>.Text(
            "data.leave_out", "the speaker of whom training never hears anything, and on whom is measured at the end; empty for none",
            o => o.LeaveOut, (o, v) => o with { LeaveOut = v }),
        .. JoinSettings.List.All.Select(s => s.Lift<TranscribeRun>(o => o.Join, (o, j) => o with { Join = j })),
        .. SpectralSettings.List.All.Select(s => s.Lift<TranscribeRun>(o => o.Sound, (o, a) => o with { Sound = a })),
        .. TranscriberOptions.Settings.All.Select(s => s.Lift<TranscribeRun>(o => o.Model, (o, m) => o with { Model = m })),
        Setting<TranscribeRun>.Integer(
            "training.epochs", "passes over the training part", 1, o => o.Training.Epochs,
            (o, v) => o with { Training = o.Training with { Epochs = (int)v } }),
        .. TrainingSettings.Of<TranscribeRun>(o => o.Training, (o, t) => o with { Training = t }),
        Setting<TranscribeRun>.Integer(
            "training.seed", "the seed of every random number", 0, o => (long)o.Training.Seed,
            (o, v) => o with { Training = o.Training with { Seed = (ulong)v }, Model = o.Model with { Seed = (ulong)v } }),
        Setting<TranscribeRun>.Integer(
            "training.threads", "threads; 0 for all cores (results do not depend on it)", 0, o => o.Threads, (o, v) => o with { Threads = (int)v }),
    ], "transcribe");
}
