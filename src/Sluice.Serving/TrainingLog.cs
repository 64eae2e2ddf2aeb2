using System.Globalization;
using Microsoft.Extensions.Logging;
using Sluice.Training;

namespace Sluice.Serving;

/// <summary>Training that a host runs in the background, told to the host's log.</summary>
/// <remarks>Any number of threads may use it at once, as they may the logger.</remarks>
public static partial class TrainingLog
{
    /// <summary>
    /// What <c>Fit</c> and <see cref="Trainer"/> report, as entries of a log: validations and checkpoints as Information, steps as Trace.
    /// An entry is written before the training goes on, so their order is that of the training.
    /// </summary>
    /// <example><code>
    /// net.Fit(inputs, targets, progress: logger.Training());
    /// new Trainer(task, options, happened: logger.Training().Report).Run(stop);
    /// </code></example>
    public static IProgress<TrainingEvent> Training(this ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(logger);
        return new Log(logger);
    }

    private static string Text(IReadOnlyDictionary<string, double> figures)
        => string.Join(", ", figures.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Key} {f.Value:G5}")));

    [LoggerMessage(LogLevel.Trace, "training: step {Step} of {Steps}, loss {Loss}, norm of the gradient {GradientNorm}, rate {Rate}")]
    private static partial void Stepped(ILogger logger, int step, int steps, double loss, double gradientNorm, double rate);

    [LoggerMessage(LogLevel.Information, "training: epoch {Epoch}, step {Step} of {Steps}, {Figures}, best so far: {Best}")]
    private static partial void Validated(ILogger logger, int epoch, int step, int steps, string figures, bool best);

    [LoggerMessage(LogLevel.Information, "training: step {Step} of {Steps} saved as {File}")]
    private static partial void Saved(ILogger logger, int step, int steps, string file);

    private sealed class Log(ILogger logger) : IProgress<TrainingEvent>
    {
        public void Report(TrainingEvent value)
        {
            switch (value)
            {
                case StepEvent e: Stepped(logger, e.Step, e.TotalSteps, e.Loss, e.GradientNorm, e.Rate); break;
                case ValidationEvent e when logger.IsEnabled(LogLevel.Information):
                    Validated(logger, e.Epoch + 1, e.Step, e.TotalSteps, Text(e.Figures), e.Best);
                    break;
                case CheckpointEvent e: Saved(logger, e.Step, e.TotalSteps, e.File); break;
            }
        }
    }
}
