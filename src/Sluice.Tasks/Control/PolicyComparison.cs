using Sluice.Autodiff;
using Sluice.Data.Tables;

namespace Sluice.Tasks.Control;

/// <summary>How well the actions of a log are foreseen.</summary>
/// <param name="Loss">The cross entropy in nats, or the squared error in deviations.</param>
/// <param name="Score">The share of right choices, or the root of the mean squared error of numbers.</param>
public readonly record struct PolicyFigures(double Loss, double Score);

/// <summary>The nets of a policy beside what never looks: the commonest action, or the mean of numbers.</summary>
/// <param name="InNumbers">Whether actions are numbers.</param>
/// <param name="Recurrent">The net that remembers.</param>
/// <param name="Memoryless">The one that sees the present alone.</param>
/// <param name="Baseline">What never looks.</param>
/// <param name="Episodes">Episodes of the log.</param>
/// <param name="Steps">Steps with an action.</param>
public sealed record PolicyComparison(
    bool InNumbers, PolicyFigures Recurrent, PolicyFigures Memoryless, PolicyFigures Baseline, int Episodes, int Steps)
{
    internal static PolicyComparison Of(Policy model, PolicyLog log, IReadOnlyList<RowGroup>? episodes = null)
    {
        episodes ??= log.Episodes;
        var (tape, all) = (new Tape(recording: false), new List<float>());
        PolicySum recurrent = new(model), memoryless = new(model);
        foreach (var batch in episodes.OrderBy(e => e.Rows.Length).Chunk(16))
        {
            tape.Reset();
            var (x, targets, lengths) = log.Batch(batch);
            var (with, without) = model.Run(tape, x, lengths);
            recurrent.Add(tape, with, targets);
            memoryless.Add(tape, without, targets);
            for (int r = 0; r < targets.Rows; r++) if (!float.IsNaN(targets[r, 0])) all.Add(targets[r, 0]);
        }

        if (all.Count == 0) throw new SluiceFormatException($"column '{model.Options.Action}' holds no action to compare with.");
        bool numbers = model.Actions.Choices is null;
        double mean = all.Average(v => (double)v);
        var shares = all.GroupBy(v => v).Select(g => (double)g.Count() / all.Count).ToArray();
        var baseline = numbers
            ? new PolicyFigures(
                all.Average(v => (v - mean) * (v - mean)), model.Actions.Scaler.Scale * Math.Sqrt(all.Average(v => (v - mean) * (v - mean))))
            : new PolicyFigures(-shares.Sum(p => p * Math.Log(p)), shares.Max());
        return new(numbers, recurrent.Figures(), memoryless.Figures(), baseline, episodes.Count, all.Count);
    }

    /// <summary>Losses and hits of one net, added up.</summary>
    private sealed class PolicySum(Policy model)
    {
        private double _loss, _score;
        private int _count;

        public void Add(Tape tape, Tensor outputs, Tensor targets)
        {
            int before = _count;
            for (int r = 0; r < targets.Rows; r++)
            {
                if (float.IsNaN(targets[r, 0])) continue;
                _count++;
                var row = outputs.Row(r);
                double apart = row[0] - targets[r, 0];
                _score += model.Actions.Choices is null ? apart * apart : ActionEncoding.Best(row) == (int)targets[r, 0] ? 1 : 0;
            }

            _loss += PolicyTraining.Loss(model, tape, outputs, targets) * (_count - before);
        }

        public PolicyFigures Figures()
            => new(_loss / _count, model.Actions.Choices is null ? model.Actions.Scaler.Scale * Math.Sqrt(_score / _count) : _score / _count);
    }
}
