using System.Runtime.InteropServices;

namespace Sluice.Audio;

/// <summary>
/// Features of sound that is still coming in: the same numbers as of the whole at once. Slopes are
/// d_t = Σ n (c_t+n - c_t-n) / (2 Σ n²) for n = 1, 2, the first and the last frame standing for those beyond the ends; with them
/// rows come two frames later.
/// </summary>
public sealed class FeatureStream(SpectralFeatures features)
{
    private readonly List<float> _samples = [];

    // The rows without slopes that are still needed, and which of them is next to be given out.
    private readonly List<float[]> _rows = [];
    private int _next, _passOver;

    /// <summary>Takes samples and gives the rows that are complete with them.</summary>
    public IReadOnlyList<float[]> Push(ReadOnlySpan<float> samples)
    {
        // Where frames are further apart than they are long, the next begins beyond what has come.
        int passed = Math.Min(_passOver, samples.Length);
        _passOver -= passed;
        _samples.AddRange(samples[passed..]);
        var pending = CollectionsMarshal.AsSpan(_samples);
        int at = 0;
        for (; at + features.FrameLength <= pending.Length; at += features.StepLength)
            _rows.Add(features.Row(pending.Slice(at, features.FrameLength)));
        _passOver += Math.Max(0, at - pending.Length);
        _samples.RemoveRange(0, Math.Min(at, pending.Length));
        return Complete(features.Options.Deltas ? SpectralFeatures.Reach : 0);
    }

    /// <summary>The rows that waited for frames to come; what is left is less than a frame. The stream begins anew.</summary>
    public IReadOnlyList<float[]> Finish()
    {
        var last = Complete(0);
        (_next, _passOver) = (0, 0);
        _rows.Clear();
        _samples.Clear();
        return last;
    }

    private List<float[]> Complete(int ahead)
    {
        List<float[]> complete = [];
        for (; _next + ahead < _rows.Count; _next++) complete.Add(features.Options.Deltas ? WithSlopes(_next) : _rows[_next]);
        int old = Math.Max(0, _next - SpectralFeatures.Reach);
        _rows.RemoveRange(0, old);
        _next -= old;
        return complete;
    }

    private float[] WithSlopes(int t)
    {
        float[] row = [.. _rows[t], .. new float[features.Static]];
        for (int i = 0; i < features.Static; i++)
        {
            double sum = 0, squares = 0;
            for (int n = 1; n <= SpectralFeatures.Reach; n++)
            {
                sum += n * ((double)_rows[Math.Min(t + n, _rows.Count - 1)][i] - _rows[Math.Max(t - n, 0)][i]);
                squares += n * n;
            }

            row[features.Static + i] = (float)(sum / (2 * squares));
        }

        return row;
    }
}
