using Sluice.Autodiff;
using Sluice.Kernels;
using Sluice.Layers;
using Sluice.Losses;
using Sluice.Optimizers;

namespace Sluice.Tasks.Anomalies;

public sealed partial class AnomalyDetector
{
    private const double ClipNorm = 1;

    /// <summary>
    /// Learns from the first half of the first rows, then takes all of them one by one: what surprises in them is the measure for
    /// those that come, and would be too small a one if the net had learned from all.
    /// </summary>
    private void Calibrate(List<(DateTime? Time, double Value)> rows)
    {
        if (rows.TrueForAll(r => double.IsNaN(r.Value)))
            throw new SluiceException($"AnomalyDetector.Next: expected values among the first {rows.Count} rows, got none: all are missing.");
        _scale = RobustScale.Fit([.. rows.Select(r => r.Value)]);
        var times = rows.Where(r => r.Time is not null).Select(r => r.Time!.Value).ToList();
        _weekly = times.Count > 0 && (times.Max() - times.Min()).TotalDays >= TwoWeeks;

        var (inputs, targets) = Examples(rows);
        int learned = rows.Count / 2 - 1, window = Math.Min(Options.Window, learned);
        var x = new Tensor(window, Options.Batch, Inputs);
        var t = new float[window * Options.Batch];
        for (int step = 0; step < Options.Steps; step++)
        {
            var random = new RandomStream(Options.Seed, Purpose.Order, 0, (uint)step);
            for (int b = 0; b < Options.Batch; b++)
            {
                int start = random.Below(learned - window + 1, (uint)b);
                for (int i = 0; i < window; i++)
                {
                    inputs.Row(start + i).CopyTo(x.Row(i * Options.Batch + b));
                    t[i * Options.Batch + b] = targets[start + i];
                }
            }

            Learn(x, t, null, Options.Rate * 0.5 * (1 + Math.Cos(Math.PI * step / Options.Steps)));
        }

        foreach (var (time, value) in rows) Take(time, value);
        _measure.Listen();
        _calibration = null;
    }

    /// <summary>What the net sees before each row but the first, and the change that came; a missing value is the one before.</summary>
    private (Tensor Inputs, float[] Targets) Examples(List<(DateTime? Time, double Value)> rows)
    {
        var inputs = new Tensor(rows.Count - 1, Inputs);
        var targets = new float[rows.Count - 1];
        Span<double> last = stackalloc double[3];
        last.Fill(double.IsNaN(rows[0].Value) ? 0 : _scale.Transform(rows[0].Value));
        for (int i = 0; i < targets.Length; i++)
        {
            var (time, value) = rows[i + 1];
            Describe(inputs.Row(i), time, last);
            double now = double.IsNaN(value) ? last[0] : _scale.Transform(value);
            targets[i] = double.IsNaN(value) ? float.NaN : (float)(now - last[0]);
            (last[2], last[1], last[0]) = (last[1], last[0], now);
        }

        return (inputs, targets);
    }

    /// <summary>Learns from the rows of the window that is full, and begins another.</summary>
    private void EndWindow()
    {
        if (_calibration is null && Options.OnlineRate > 0) Learn(_window, _targets, _begin, Options.OnlineRate);
        for (int l = 0; l < _state.Length; l++) _begin[l].CopyFrom(_state[l]);
        _filled = 0;
    }

    private void Learn(Tensor x, float[] targets, State[]? begin, double rate)
    {
        _learning.Reset();
        Gradients.Clear(_parameters);
        GaussianLikelihood.Mean(_learning, _output.Run(_learning, _stack.Run(_learning, x, out _, begin)), targets);
        _learning.Backward();

        // Rows that no forecast can be made for teach nothing, rather than too much.
        if (double.IsFinite(Clipping.ByNorm(_parameters, ClipNorm))) _optimizer.Step(_parameters, rate);
    }
}
