using System.Text.Json.Nodes;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;

namespace Sluice.Tasks.Transcribe;

/// <summary>
/// Features as a net sees them: z = (x − mean) / deviation over all that was learned from; then, by what is known of the recording,
/// nothing more (fixed), less the mean of its z (recording), or less Σ z / (100 + t) over the t rows so far (running).
/// </summary>
public sealed class FeatureScaling
{
    // The running mean believes in 0, the mean of all recordings, as if so many rows had said so: a second.
    internal const int Belief = 100;

    private readonly Scaler[] _scalers;

    private FeatureScaling(Scaler[] scalers) => _scalers = scalers;

    /// <summary>The number of features.</summary>
    public int Width => _scalers.Length;

    internal IReadOnlyList<Scaler> Scalers => _scalers;

    /// <summary>Learns mean and deviation of each feature.</summary>
    /// <exception cref="SluiceFormatException">There is no row, or they are not of equal length.</exception>
    public static FeatureScaling Fit(IReadOnlyList<Utterance> utterances)
    {
        float[][] rows = [.. utterances.SelectMany(u => u.Rows)];
        if (rows.Length == 0) throw new SluiceFormatException("there is no row of features to learn from.");
        if (utterances.FirstOrDefault(u => u.Rows.Any(r => r.Length != rows[0].Length)) is { } other)
            throw new SluiceFormatException(
                $"expected rows of {rows[0].Length} features, got {other.Rows.First(r => r.Length != rows[0].Length).Length}.",
                other.Name.Length > 0 ? other.Name : null);
        return new FeatureScaling(
            [.. Enumerable.Range(0, rows[0].Length).Select(c => Scaler.Fit(Array.ConvertAll(rows, r => (double)r[c]), Scaling.Standard))]);
    }

    /// <summary>All rows of a recording, scaled.</summary>
    /// <exception cref="SluiceFormatException">A row has another number of features, or one that is not finite.</exception>
    public float[][] Scale(Utterance utterance, string level)
    {
        var stream = new Level(this, level == "running");
        float[][] scaled;
        try
        {
            scaled = [.. utterance.Rows.Select(r => stream.Next(r))];
        }
        catch (SluiceException e)
        {
            throw new SluiceFormatException(e.Message, utterance.Name.Length > 0 ? utterance.Name : null, inner: e);
        }

        if (level != "recording") return scaled;
        for (int c = 0; c < Width; c++)
        {
            float mean = (float)(scaled.Sum(r => (double)r[c]) / Math.Max(1, scaled.Length));
            foreach (float[] row in scaled) row[c] -= mean;
        }

        return scaled;
    }

    /// <summary>As JSON, for the metadata of a model file.</summary>
    public string ToJson()
        => DataJson.Write(new JsonObject
        {
            ["features"] = new JsonArray([.. _scalers.Select(s => new JsonObject { ["offset"] = s.Offset, ["scale"] = s.Scale })])
        });

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="SluiceFormatException">It is not that.</exception>
    public static FeatureScaling FromJson(string json) => DataJson.Read("the scaling of the features", json, root =>
    {
        Scaler[] scalers = [.. root.GetProperty("features")
            .EnumerateArray().Select(s => new Scaler(s.GetProperty("offset").GetDouble(), s.GetProperty("scale").GetDouble()))];
        return scalers.Length > 0 && scalers.All(s => double.IsFinite(s.Offset) && double.IsFinite(s.Scale) && s.Scale != 0)
            ? new FeatureScaling(scalers)
            : throw new SluiceException("expected finite offsets and scales that are not 0.");
    });

    /// <summary>Rows of one recording, scaled as they come.</summary>
    internal sealed class Level(FeatureScaling scaling, bool running)
    {
        private readonly double[] _sums = new double[scaling.Width];
        private int _rows;

        public float[] Next(float[] row)
        {
            if (row.Length != _sums.Length) throw new SluiceException($"expected rows of {_sums.Length} features, got {row.Length}.");
            var scaled = new float[row.Length];
            _rows++;
            for (int c = 0; c < scaled.Length; c++)
            {
                if (!float.IsFinite(row[c])) throw new SluiceException($"expected finite features, got {row[c]} as number {c + 1} of row {_rows}.");
                double z = scaling._scalers[c].Transform(row[c]);
                scaled[c] = (float)(running ? z - (_sums[c] += z) / (Belief + _rows) : z);
            }

            return scaled;
        }
    }
}
