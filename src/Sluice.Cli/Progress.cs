using System.Globalization;
using Sluice.Tasks.Reports;
using Sluice.Training;

namespace Sluice.Cli;

/// <summary>
/// Progress of training: on a terminal one live line with a loss curve, speed and time left; otherwise a line a validation;
/// or JSON lines.
/// </summary>
/// <param name="target">Where it goes.</param>
/// <param name="json">As JSON lines.</param>
/// <param name="predicted">What is predicted, in the plural.</param>
internal sealed class Progress(TextWriter target, bool json, string predicted = "tokens")
{
    private const int CurveWidth = 24;

    private readonly TerminalWriter? _live =
        !json && target is TerminalWriter { IsTerminal: true } screen && Environment.GetEnvironmentVariable("TERM") is not "dumb" ? screen : null;
    private readonly string _levels = Screen.IsUtf8 ? "▁▂▃▄▅▆▇█" : "_.-~=+*#";
    private readonly List<double> _losses = [];
    private double _sum, _shown = double.NegativeInfinity, _written = double.NegativeInfinity;
    private int _count, _firstStep = -1;
    private long _predictions;

    public void Show(TrainingEvent happened)
    {
        switch (happened)
        {
            case StepEvent step:
                if (_firstStep < 0) _firstStep = step.Step - 1;
                _losses.Add(step.Loss);
                _sum += step.Loss;
                _count++;
                _predictions += step.Predictions;
                if (_live is not null && step.Seconds - _shown >= 0.1) Live(step);
                break;
            case ValidationEvent validation:
                // Short epochs would push everything else off a screen.
                if (_live is not null && validation.Seconds - _written < 1 && validation.Step < validation.TotalSteps) break;
                _written = validation.Seconds;
                Line(validation);
                (_sum, _count) = (0, 0);
                break;
        }
    }

    /// <summary>Takes the live line away.</summary>
    public void End() => _live?.EraseLine();

    private void Live(StepEvent step)
    {
        _shown = step.Seconds;
        double left = step.Seconds / (step.Step - _firstStep) * (step.TotalSteps - step.Step);
        string start = $"{100.0 * step.Step / step.TotalSteps,3:F0} %  loss {step.Loss:F4}  ",
            end = $"  {Speed(step.Seconds):F0} {predicted}/s  {Time(left)} left";

        int width = Screen.Width;
        string line = start + Curve(Math.Min(CurveWidth, width - start.Length - end.Length)) + end;
        _live!.EraseLine();
        target.Write(line[..Math.Min(line.Length, width)]);
    }

    private void Line(ValidationEvent v)
    {
        double mean = _count > 0 ? _sum / _count : double.NaN;
        if (json)
        {
            target.WriteLine(JsonLine.Of(new
            {
                Event = "validation",
                Epoch = v.Epoch
                + 1,
                v.Step,
                v.TotalSteps,
                TrainLoss = mean,
                Loss = v.Figures["loss"],
                v.Figures,
                v.Best,
                Seconds = Math.Round(v.Seconds, 3)
            }));
            return;
        }

        End();
        if (v.Step == 0)
        {
            target.WriteLine($"before the first step        validation {v.Figures["loss"]:F4} *");
            return;
        }

        target.WriteLine(
            $"epoch {v.Epoch + 1,3}  step {v.Step,6}  loss {mean:F3}  validation {v.Figures["loss"]:F4}{(v.Best ? " *" : "  ")}  {Speed(v.Seconds),6:F0} {predicted}/s  {Time(v.Seconds)}");
    }

    private double Speed(double seconds) => _predictions / Math.Max(1e-9, seconds);

    private static string Time(double seconds)
    {
        var time = TimeSpan.FromSeconds(Math.Min(seconds, 3e8));
        return time.TotalHours < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{time:m\\:ss}")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time:mm\\:ss}");
    }

    /// <summary>The losses so far in a few characters, each the mean of its stretch.</summary>
    private string Curve(int width)
    {
        width = Math.Min(width, _losses.Count);
        if (width < 1) return "";
        double[] means = [.. Enumerable.Range(
            0, width).Select(i => _losses[(int)((long)i * _losses.Count / width)..(int)((i + 1L) * _losses.Count / width)].Average())];
        double low = means.Min(), high = means.Max();
        return string.Concat(means.Select(m => _levels[high > low ? (int)((m - low) / (high - low) * (_levels.Length - 1)) : 0]));
    }
}
