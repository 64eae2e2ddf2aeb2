using System.Globalization;
using Sluice.Training;

namespace Sluice.Cli;

/// <summary>
/// Progress of training: on a terminal one live line with a loss curve, speed and time left; otherwise a line a validation;
/// or JSON lines.
/// </summary>
internal sealed class Progress(TextWriter target, bool json) : IDisposable
{
    private const string Levels = "▁▂▃▄▅▆▇█";
    private const int CurveWidth = 24;

    private readonly bool _live = !json && target == Console.Error && !Console.IsErrorRedirected;
    private readonly List<double> _losses = [];
    private double _sum, _shown = -1, _firstSeconds;
    private int _count, _firstStep = -1;
    private long _predictions;

    public void Show(TrainingEvent happened)
    {
        switch (happened)
        {
            case StepEvent step:
                if (_firstStep < 0) (_firstStep, _firstSeconds) = (step.Step - 1, 0);
                _losses.Add(step.Loss);
                _sum += step.Loss;
                _count++;
                _predictions += step.Predictions;
                if (_live && step.Seconds - _shown >= 0.1) Live(step);
                break;
            case ValidationEvent validation:
                Line(validation);
                (_sum, _count) = (0, 0);
                break;
        }
    }

    public void End()
    {
        if (_live) target.Write("\r\u001b[K");
    }

    public void Dispose() => End();

    private void Live(StepEvent step)
    {
        _shown = step.Seconds;
        double speed = _predictions / Math.Max(1e-9, step.Seconds - _firstSeconds);
        double left = step.Seconds / (step.Step - _firstStep) * (step.TotalSteps - step.Step);
        string line = $"{100.0 * step.Step / step.TotalSteps,3:F0} %  loss {step.Loss:F4}  {Curve()}  {speed:F0} tokens/s  {TimeSpan.FromSeconds(left):mm\\:ss} left";
        int width = Math.Max(20, Console.BufferWidth - 1);
        target.Write("\r\u001b[K" + (line.Length > width ? line[..width] : line));
    }

    private void Line(ValidationEvent v)
    {
        double mean = _count > 0 ? _sum / _count : double.NaN;
        if (json)
        {
            target.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{{\"event\":\"validation\",\"epoch\":{v.Epoch + 1},\"step\":{v.Step},\"train_loss\":{mean:R},\"loss\":{v.Figures["loss"]:R},\"best\":{(v.Best ? "true" : "false")},\"seconds\":{v.Seconds:F3}}}"));
            return;
        }

        if (_live) target.Write("\r\u001b[K");
        target.WriteLine($"epoch {v.Epoch + 1,3}  step {v.Step,6}  training {mean:F4}  validation {v.Figures["loss"]:F4}{(v.Best ? " *" : "  ")}  {_predictions / Math.Max(1e-9, v.Seconds),8:F0} tokens/s  {v.Seconds,6:F1} s");
    }

    /// <summary>The losses so far in a few characters, each the mean of its stretch.</summary>
    private string Curve()
    {
        int width = Math.Min(CurveWidth, _losses.Count);
        var means = Enumerable.Range(0, width).Select(i => _losses.Skip(i * _losses.Count / width).Take(Math.Max(1, _losses.Count / width)).Average()).ToArray();
        double low = means.Min(), high = means.Max();
        return string.Concat(means.Select(m => Levels[high > low ? (int)((m - low) / (high - low) * (Levels.Length - 1)) : 0]));
    }
}
