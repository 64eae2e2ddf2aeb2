using System.Globalization;

namespace Sluice.Training;

/// <summary>Something that happened in training. One stream of events feeds the terminal, files and the studio.</summary>
/// <param name="Epoch">From 0.</param>
/// <param name="Step">Steps done since the start of the run.</param>
/// <param name="TotalSteps">Steps of the whole run, if it is not stopped early.</param>
public abstract record TrainingEvent(int Epoch, int Step, int TotalSteps);

/// <summary>A step was taken.</summary>
public sealed record StepEvent(
    int Epoch, int Step, int TotalSteps, double Loss, double GradientNorm, double Rate, long Predictions, double Seconds)
    : TrainingEvent(Epoch, Step, TotalSteps);

/// <summary>The model was validated.</summary>
public sealed record ValidationEvent(
    int Epoch, int Step, int TotalSteps, IReadOnlyDictionary<string, double> Figures, bool Best, double Seconds)
    : TrainingEvent(Epoch, Step, TotalSteps);

/// <summary>A checkpoint was saved.</summary>
public sealed record CheckpointEvent(int Epoch, int Step, int TotalSteps, string File) : TrainingEvent(Epoch, Step, TotalSteps);

/// <summary>How a training run ended.</summary>
public enum TrainingEnd
{
    /// <summary>All epochs were run.</summary>
    Completed,

    /// <summary>The validation loss no longer fell.</summary>
    StoppedEarly,

    /// <summary>Someone asked it to stop; a checkpoint was saved.</summary>
    Interrupted,
}

/// <summary>What a run came to.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Steps">Steps done.</param>
/// <param name="Best">The figures of the best validation.</param>
/// <param name="BestStep">The step of the best validation.</param>
/// <param name="Seconds">Time in this process.</param>
public sealed record TrainingResult(TrainingEnd End, int Steps, IReadOnlyDictionary<string, double> Best, int BestStep, double Seconds)
{
    /// <summary>One line: how it ended, and the best figures.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{End} after {Steps} steps in {Seconds:F1} s; best at step {BestStep}: {string.Join(", ", Best.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Key} {f.Value:G5}")))}");
}
