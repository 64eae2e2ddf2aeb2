using Sluice.Data.Sequences;
using Sluice.Kernels;

namespace Sluice.Audio;

/// <summary>Recordings of one speaker, one after the other with pauses between: utterances of several words out of those of one.</summary>
/// <param name="features">How sound becomes rows.</param>
/// <param name="options">How recordings are joined and changed.</param>
/// <param name="seed">From which everything that is random comes.</param>
public sealed class JoinedRecordings(SpectralFeatures features, JoinOptions options, ulong seed)
{
    // The pauses sound like the quietest moment of so many seconds in a string's recordings.
    private const double Moment = 0.02;

    // So many of the pauses have no length at all: people do not wait, and recordings are cut closely.
    private const double None = 0.3;

    /// <summary>Each recording by itself, as it is.</summary>
    /// <exception cref="SluiceFormatException">One cannot be read, has another rate or is shorter than a frame.</exception>
    public IReadOnlyList<Utterance> Alone(IReadOnlyList<Recording> recordings) => Each(recordings, r => Heard(Read(r), r.Label, r.Path));

    /// <summary>Strings of recordings; those without joining where none is asked for.</summary>
    /// <param name="recordings">The recordings.</param>
    /// <param name="changed">Whether speed and noise are changed: for what is learned from.</param>
    /// <exception cref="SluiceFormatException">As for <see cref="Alone"/>; or no speaker has enough recordings.</exception>
    public IReadOnlyList<Utterance> Of(IReadOnlyList<Recording> recordings, bool changed)
    {
        var (least, most) = options.Range;
        if (options.Join.Length == 0 && !(changed && (options.IsChange))) return Alone(recordings);
        if (recordings.FirstOrDefault(r => r.Label is null) is { } unknown)
            throw new SluiceFormatException("expected what is said, got no text.", unknown.Path);
        var sounds = Each(recordings, r => Read(r).Samples);
        var speakers =
            Enumerable.Range(0, recordings.Count).GroupBy(i => recordings[i].Speaker, StringComparer.Ordinal).Select(g => g.ToArray()).ToArray();
        List<int[]> strings = [];
        for (int copy = 0; copy < options.Copies; copy++)
            for (int s = 0; s < speakers.Length; s++)
            {
                var random = new RandomStream(seed, Purpose.Data, (uint)copy, (uint)s + 1);
                int[] order = [.. speakers[s]];
                random.Shuffle(order);
                uint drawn = (uint)order.Length;
                for (int at = 0, count; at + least <= order.Length; at += count)
                    strings.Add(order[at..(at + (count = Math.Min(least + random.Below(most - least + 1, drawn++), order.Length - at)))]);
            }

        if (strings.Count == 0)
            throw new SluiceFormatException(
                $"expected {least} recordings or more of one speaker to join, got {speakers.Max(s => s.Length)} at most. Join fewer with --join.");
        return Each([.. strings.Index()], s => Joined(s.Item, (uint)s.Index));

        Utterance Joined(int[] places, uint number)
        {
            var random = new RandomStream(seed, Purpose.Noise, number, changed ? 1u : 0);
            uint drawn = 0;
            double speed = Math.Pow(1 + options.Speed, 2 * random.Uniform(drawn++) - 1);
            float[] samples = WithPauses([.. places.Select(p => changed ? Quicker(sounds[p], speed) : sounds[p])], random, ref drawn);
            if (changed) Disturb(samples, random, ref drawn);
            return Heard(
                new Sound(features.Options.Rate, samples), string.Join(' ', places.Select(p => recordings[p].Label)),
                places.Length == 1 ? recordings[places[0]].Path : $"{recordings[places[0]].Path} and {places.Length - 1} more");
        }
    }

    private static R[] Each<T, R>(IReadOnlyList<T> all, Func<T, R> work)
    {
        try
        {
            return [.. all.AsParallel().AsOrdered().Select(work)];
        }
        catch (AggregateException)
        {
            // The first in order is the one to report.
            return [.. all.Select(work)];
        }
    }

    private Sound Read(Recording recording) => WavFile.Read(recording.Path, features.Options.Rate);

    private Utterance Heard(Sound sound, string? text, string name)
    {
        var rows = features.Of(sound);
        return rows.Count > 0 ? new Utterance(rows, text, name)
            : throw new SluiceFormatException(
                $"expected {features.FrameLength} samples or more, which is one frame, got {sound.Samples.Length}. Leave the file out or take shorter frames.",
                name);
    }

    /// <summary>Quicker by linear interpolation, and higher with it.</summary>
    private static float[] Quicker(float[] samples, double speed)
    {
        var changed = new float[Math.Max(1, (int)(samples.Length / speed))];
        for (int i = 0; i < changed.Length; i++)
        {
            double at = Math.Min(i * speed, samples.Length - 1);
            int before = (int)at, after = Math.Min(before + 1, samples.Length - 1);
            changed[i] = (float)(samples[before] + (at - before) * (samples[after] - samples[before]));
        }

        return changed;
    }

    /// <summary>Noise over all, and all of it louder or quieter.</summary>
    private void Disturb(float[] samples, RandomStream random, ref uint drawn)
    {
        float noise = (float)(options.Noise * random.Uniform(drawn++)) * Loudness(samples),
            gain = (float)Math.Pow(10, options.Gain / 20 * (2 * random.Uniform(drawn++) - 1));
        for (int i = 0; i < samples.Length; i++) samples[i] = gain * (noise > 0 ? samples[i] + noise * White(random, ref drawn) : samples[i]);
    }

    private float[] WithPauses(float[][] parts, RandomStream random, ref uint drawn)
    {
        if (options.Join.Length == 0) return [.. parts[0]];
        int moment = Math.Max(1, (int)(Moment * features.Options.Rate));
        float quiet = parts.SelectMany(p => p.Chunk(moment).Where(c => c.Length == moment)).Select(Loudness).DefaultIfEmpty(0).Min();
        List<float> joined = [];
        for (int i = 0; i <= parts.Length; i++)
        {
            int pause = (int)(Math.Max(0, (random.Uniform(drawn++) - None) / (1 - None)) * options.Pause / 1000 * features.Options.Rate);
            for (int n = 0; n < pause; n++) joined.Add(quiet * White(random, ref drawn));
            if (i < parts.Length) joined.AddRange(parts[i]);
        }

        return [.. joined];
    }

    private static float Loudness(float[] samples) => MathF.Sqrt(samples.Sum(x => x * x) / Math.Max(1, samples.Length));

    /// <summary>Uniform noise of deviation 1.</summary>
    private static float White(RandomStream random, ref uint drawn) => (2 * random.Uniform(drawn++) - 1) * MathF.Sqrt(3);
}
