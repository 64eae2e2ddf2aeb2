using System.Text.Json.Nodes;

namespace Sluice.Data.Tables;

/// <summary>Readings of sensors as a net sees them: (reading − mean) / deviation over what it learned from, and 0 for one that is missing.</summary>
public sealed class SensorScaling
{
    private readonly Scaler[] _scalers;

    private SensorScaling(IReadOnlyList<string> names, Scaler[] scalers, IReadOnlyList<string> constant)
        => (Names, _scalers, Constant) = (names, scalers, constant);

    /// <summary>The columns of the sensors.</summary>
    public IReadOnlyList<string> Names { get; }

    internal IReadOnlyList<Scaler> Scalers => _scalers;

    /// <summary>The columns that were left out because all their readings were the same.</summary>
    public IReadOnlyList<string> Constant { get; }

    /// <summary>The number of sensors.</summary>
    public int Width => Names.Count;

    /// <summary>Learns mean and deviation of each sensor from some rows, and leaves out those that never change.</summary>
    /// <exception cref="SluiceFormatException">A column is missing or holds no numbers, or none of them changes.</exception>
    public static SensorScaling Fit(Table table, IEnumerable<string> columns, IReadOnlyList<int> rows)
    {
        var (names, scalers, constant) = (new List<string>(), new List<Scaler>(), new List<string>());
        foreach (string name in columns)
        {
            double[] all = table.Column<NumberColumn>(name).Values, readings = [.. rows.Select(r => all[r]).Where(v => !double.IsNaN(v))];
            if (readings.Length == 0 || readings.Min() == readings.Max())
            {
                constant.Add(name);
                continue;
            }

            names.Add(name);
            scalers.Add(Scaler.Fit(readings, Scaling.Standard));
        }

        return names.Count > 0
            ? new SensorScaling(names, [.. scalers], constant)
            : throw new SluiceFormatException(
                $"there is no sensor to learn from: {(constant.Count == 0 ? "no column of numbers is left" : $"{string.Join(", ", constant)} never {(constant.Count == 1 ? "changes" : "change")}")}.",
                table.File);
    }

    /// <summary>Scales the readings of one moment.</summary>
    /// <param name="readings">One a sensor, in the order of the names; not a number where one is missing.</param>
    /// <param name="into">As many entries.</param>
    /// <exception cref="SluiceException">Another number of readings, or an infinite one.</exception>
    public void Scale(ReadOnlySpan<double> readings, Span<float> into)
    {
        if (readings.Length != Width || into.Length != Width)
            throw new SluiceException($"SensorScaling: expected {Width} readings ({string.Join(", ", Names)}), got {readings.Length}.");
        for (int s = 0; s < readings.Length; s++)
        {
            if (double.IsInfinity(readings[s]))
                throw new SluiceException($"SensorScaling: expected a finite reading of {Names[s]}, got {readings[s]}.");
            into[s] = double.IsNaN(readings[s]) ? 0 : (float)_scalers[s].Transform(readings[s]);
        }
    }

    /// <summary>The readings of a table, row after row, scaled.</summary>
    /// <exception cref="SluiceFormatException">A column is missing or holds no numbers.</exception>
    public float[][] Scale(Table table)
    {
        double[][] columns = [.. Names.Select(n => table.Column<NumberColumn>(n).Values)];
        var (rows, readings) = (new float[table.RowCount][], new double[Width]);
        for (int r = 0; r < rows.Length; r++)
        {
            for (int s = 0; s < Width; s++) readings[s] = columns[s][r];
            Scale(readings, rows[r] = new float[Width]);
        }

        return rows;
    }

    /// <summary>What a table's columns say, but those named: the sensors, where nobody names them.</summary>
    internal static string[] Others(Table table, params string?[] named)
        => [.. table.Columns.Where(c => c is NumberColumn && !named.Contains(c.Name)).Select(c => c.Name)];

    /// <summary>As JSON, for the metadata of a model file.</summary>
    public string ToJson() => DataJson.Write(new JsonObject
    {
        ["sensors"] = new JsonArray(
            [.. Names.Select((n, i) => new JsonObject { ["name"] = n, ["offset"] = _scalers[i].Offset, ["scale"] = _scalers[i].Scale })]),
        ["constant"] = new JsonArray([.. Constant.Select(n => JsonValue.Create(n))]),
    });

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="SluiceFormatException">It is not that.</exception>
    public static SensorScaling FromJson(string json) => DataJson.Read("the scaling of the sensors", json, root =>
    {
        var sensors = root.GetProperty("sensors").EnumerateArray().ToList();
        Scaler[] scalers = [.. sensors.Select(s => new Scaler(s.GetProperty("offset").GetDouble(), s.GetProperty("scale").GetDouble()))];
        if (scalers.Length == 0 || scalers.Any(s => !double.IsFinite(s.Offset) || !double.IsFinite(s.Scale) || s.Scale == 0))
            throw new SluiceException("expected finite offsets and scales that are not 0.");
        return new SensorScaling(
            [.. sensors.Select(s => DataJson.Text(s.GetProperty("name")))], scalers,
            [.. root.GetProperty("constant").EnumerateArray().Select(DataJson.Text)]);
    });
}
