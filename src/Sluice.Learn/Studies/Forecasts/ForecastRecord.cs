using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Formats;

namespace Sluice.Learn.Studies.Forecasts;

/// <summary>A forecast as it was said.</summary>
/// <param name="Series">What the table calls the series.</param>
/// <param name="Way">What forecast it: "zero", or a model and its version.</param>
/// <param name="Interval">The share of values that the interval is to hold.</param>
/// <param name="At">When it was said, in UTC.</param>
/// <param name="Row">The row of the first value, from 1; where rows have dates it counts on when the table no longer has its first ones.</param>
/// <param name="Shift">By how much the rows of the table are fewer, where it has lost some.</param>
/// <param name="Known">The date of the row before, the last that was known; null where there are no dates.</param>
/// <param name="Last">The value of the row before.</param>
/// <param name="Scale">The scale of MASE: the mean error of the seasonal naive forecast in the past; null for none.</param>
/// <param name="Point">For each row its point.</param>
/// <param name="Low">The lower end of each interval.</param>
/// <param name="High">The upper end of each interval.</param>
public sealed record SaidForecast(
    string Series, string Way, double Interval, DateTime At, int Row, int Shift, DateTime? Known, double Last, double? Scale,
    double[] Point, double[] Low, double[] High);

/// <summary>A value that came after it was forecast.</summary>
/// <param name="Series">What the table calls the series.</param>
/// <param name="Row">Its row, as in <see cref="SaidForecast.Row"/>.</param>
/// <param name="Date">Its date; null where there are none.</param>
/// <param name="Value">The value, as it stood there first.</param>
public sealed record CameValue(string Series, int Row, DateTime? Date, double Value);

/// <summary>
/// What was forecast and what came, in a file of JSON lines, <c>{"said": ...}</c> or <c>{"came": ...}</c>. The file is held
/// as long as this is not disposed. For one thread.
/// </summary>
public sealed partial class ForecastRecord : IDisposable
{
    private const int MostRows = 1_000_000_000;

    private readonly string _path;
    private readonly FileHold _hold;
    private readonly Dictionary<string, List<SaidForecast>> _said = [];
    private readonly Dictionary<(string Series, int Row), CameValue> _came = [];
    private readonly List<string> _unsaved = [];

    /// <summary>Opens a record, or begins one. Half a line at the end, which a killed process left, is cut off.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SluiceFormatException">It is something else, or damaged; the line is named.</exception>
    /// <exception cref="SluiceException">Another holds it.</exception>
    public ForecastRecord(string path)
    {
        _path = path;
        try
        {
            _hold = new FileHold(path + ".hold");
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException))
        {
            throw new SluiceException($"{path}: another process watches with this record. Name another one.", e);
        }

        try
        {
            string[] lines = LineFile.Read(path);
            bool half = lines.Length > 0 && !EndsWithLine(path);
            for (int i = 0; i < lines.Length; i++)
            {
                if (Read(lines[i]) is { } wrong && !(half && i == lines.Length - 1 && i > 0))
                    throw new SluiceFormatException($"expected a record of forecasts, a JSON object on each line; {wrong}", path, i + 1);
            }

            if (half) LineFile.CutHalfLine(path);
        }
        catch
        {
            _hold.Dispose();
            throw;
        }
    }

    /// <summary>What was forecast of a series, the earliest first.</summary>
    public IReadOnlyList<SaidForecast> Said(string series) => _said.GetValueOrDefault(series) ?? [];

    /// <summary>The value of a row that came after it was forecast; null for none.</summary>
    public CameValue? Came(string series, int row) => _came.GetValueOrDefault((series, row));

    /// <summary>Adds a forecast, which <see cref="Save"/> writes.</summary>
    public void Add(SaidForecast said)
    {
        Take(said);
        _unsaved.Add(Written(new Line(said, null)));
    }

    /// <summary>Adds a value, which <see cref="Save"/> writes; the first of a row counts.</summary>
    public void Add(CameValue came)
    {
        if (_came.TryAdd((came.Series, came.Row), came)) _unsaved.Add(Written(new Line(null, came)));
    }

    /// <summary>Appends what was added to the file, and returns when it is on the disk.</summary>
    public void Save()
    {
        if (_unsaved.Count == 0) return;
        LineFile.Append(_path, Encoding.UTF8.GetBytes(string.Join('\n', _unsaved)), flush: true);
        _unsaved.Clear();
    }

    /// <summary>Gives the file back.</summary>
    public void Dispose() => _hold.Dispose();

    private void Take(SaidForecast said)
    {
        if (!_said.TryGetValue(said.Series, out var all)) _said[said.Series] = all = [];
        all.Add(said);
    }

    private static bool EndsWithLine(string path)
    {
        using var file = File.OpenRead(FileScope.Check(path));
        file.Position = file.Length - 1;
        return file.ReadByte() == '\n';
    }

    private static string Written(Line line) => JsonSerializer.Serialize(line, Form.Default.Line);

    /// <summary>Takes a line that was written before; says what is wrong with it.</summary>
    private string? Read(string text)
    {
        Line? line;
        try
        {
            line = JsonSerializer.Deserialize(text, Form.Default.Line);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            return "this is none.";
        }

        if (line?.Said is { Series: not null, Way: not null, Point: not null, Low: not null, High: not null } said
            && said is { Row: > 1 and <= MostRows, Shift: >= -MostRows and <= MostRows, Interval: > 0 and < 1 }
            && said.Low.Length == said.Point.Length && said.High.Length == said.Point.Length)
        {
            Take(said);
            return null;
        }

        if (line?.Came is not { Series: not null, Row: > 0 and < int.MaxValue } came)
            return "this has neither a forecast under \"said\" nor a value under \"came\".";
        _came.TryAdd((came.Series, came.Row), came);
        return null;
    }

    private sealed record Line(SaidForecast? Said, CameValue? Came);

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(Line))]
    private sealed partial class Form : JsonSerializerContext;
}
