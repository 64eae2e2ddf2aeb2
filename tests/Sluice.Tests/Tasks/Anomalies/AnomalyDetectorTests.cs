using Sluice.Formats;
using Sluice.Tasks.Anomalies;

namespace Sluice.Tests.Tasks.Anomalies;

public class AnomalyDetectorTests
{
    private static readonly AnomalyOptions s_options = new() { Calibration = 200, Window = 16 };

    /// <summary>A daily wave in hours, with a little noise; from row 400 on it stands still for a while.</summary>
    private static (DateTime Time, double Value)[] Wave(int rows) =>
    [
        .. Enumerable.Range(0, rows).Select(i => (
            new DateTime(2024, 1, 1).AddHours(i),
            100 + 10 * (i is >= 400 and < 424 ? 0.3 : Math.Sin(2 * Math.PI * i / 24)) + Math.Sin(i * i)))
    ];

    private static List<double> Run(AnomalyDetector detector, IEnumerable<(DateTime Time, double Value)> rows)
        => [.. rows.Select(r => detector.Next(r.Time, r.Value))];

    [Fact]
    public void A_wave_that_stands_still_is_an_alarm_though_its_values_are_common()
    {
        var scores = Run(new AnomalyDetector(s_options), Wave(500));
        Assert.All(scores[..200], s => Assert.Equal(0, s));
        Assert.Contains(scores[400..424], s => s >= 1);
        Assert.True(scores[200..400].Count(s => s >= 1) <= 3, string.Join(" ", scores[200..400].Where(s => s >= 1)));
    }

    [Fact]
    public void The_forecast_is_near_what_comes()
    {
        var detector = new AnomalyDetector(s_options);
        double error = 0, naive = 0, before = double.NaN;
        int inside = 0;
        foreach (var (time, value) in Wave(400))
        {
            detector.Next(time, value);
            if (detector.Rows > 200)
            {
                (error, naive) = (error + Math.Abs(value - detector.Expected), naive + Math.Abs(value - before));
                if (value >= detector.Low && value <= detector.High) inside++;
            }

            before = value;
        }

        Assert.True(error < 0.95 * naive, $"{error / 200} beside {naive / 200}");
        Assert.InRange(inside, 160, 200);
    }

    [Theory]
    [InlineData(100)] // while the first rows are gathered
    [InlineData(200)]
    [InlineData(333)]
    public void A_detector_that_was_saved_goes_on_to_the_bit(int at)
    {
        using var folder = new TemporaryFolder();
        var rows = Wave(500);
        rows[50].Value = rows[300].Value = double.NaN;
        var whole = new AnomalyDetector(s_options with { Cell = "lstm", Layers = 2 });
        var expected = Run(whole, rows);
        var first = new AnomalyDetector(s_options with { Cell = "lstm", Layers = 2 });
        var scores = Run(first, rows[..at]);
        first.Save(folder.File("a.safetensors"));
        var second = AnomalyDetector.Load(folder.File("a.safetensors"));
        Assert.Equal(AnomalyOptions.Settings.ToJson(first.Options), AnomalyOptions.Settings.ToJson(second.Options));
        Assert.Equal((at, at >= 200), (second.Rows, second.IsCalibrated));
        Assert.Equal((first.Expected, first.Low), (second.Expected, second.Low));
        scores.AddRange(Run(second, rows[at..]));
        Assert.Equal(expected, scores);
        whole.Save(folder.File("b.safetensors"));
        second.Save(folder.File("c.safetensors"));
        Assert.Equal(File.ReadAllBytes(folder.File("b.safetensors")), File.ReadAllBytes(folder.File("c.safetensors")));
    }

    [Fact]
    public void A_missing_value_is_bridged_and_scores_0()
    {
        var rows = Wave(330);
        for (int i = 300; i < 310; i++) rows[i].Value = double.NaN;
        var scores = Run(new AnomalyDetector(s_options), rows);
        Assert.All(scores[300..310], s => Assert.Equal(0, s));
        Assert.True(scores[310..].Count(s => s >= 1) <= 1);
    }

    [Fact]
    public void A_constant_is_silent_until_it_changes()
    {
        var detector = new AnomalyDetector(s_options);
        for (int i = 0; i < 300; i++) Assert.Equal(0, detector.Next(null, 45), 0.5);
        Assert.True(detector.Next(null, 46) >= 1);
    }

    [Fact]
    public void Rows_that_cannot_be_are_refused_by_name()
    {
        var detector = new AnomalyDetector(s_options);
        var day = new DateTime(2024, 5, 1);
        detector.Next(day, 1);
        Assert.Contains("row 2", Assert.Throws<SluiceException>(() => detector.Next(day, 2)).Message);
        Assert.Contains("after 2024-05-01", Assert.Throws<SluiceException>(() => detector.Next(day.AddHours(-1), 2)).Message);
        Assert.Contains("finite", Assert.Throws<SluiceException>(() => detector.Next(day.AddHours(1), double.PositiveInfinity)).Message);
        Assert.Equal(1, detector.Rows);

        var lenient = new AnomalyDetector(s_options with { AnyOrder = true });
        lenient.Next(day, 1);
        Assert.Equal(0, lenient.Next(day.AddHours(-1), 2));

        var empty = new AnomalyDetector(new AnomalyOptions { Calibration = 20 });
        Assert.Contains("missing", Assert.Throws<SluiceException>(() => { for (int i = 0; i < 20; i++) empty.Next(null, double.NaN); }).Message);
    }

    [Theory]
    [InlineData("Calibration")]
    [InlineData("Margin")]
    [InlineData("Rate")]
    public void Options_that_make_no_sense_are_refused(string name)
    {
        var options = name switch
        {
            "Calibration" => new AnomalyOptions { Calibration = 3 },
            "Margin" => new AnomalyOptions { Margin = 0.5 },
            _ => new AnomalyOptions { Rate = 0 }
        };
        Assert.Contains("AnomalyDetector: expected", Assert.Throws<SluiceException>(() => new AnomalyDetector(options)).Message);
    }

    [Fact]
    public void Memory_does_not_grow_with_the_rows()
    {
        var detector = new AnomalyDetector(s_options);
        var rows = Wave(400);
        Run(detector, rows);
        int row = 0;
        void Next() => detector.Next(null, 100 + row++ % 7);
        long early = Allocation.Of(320, Next);
        for (int i = 0; i < 3200; i++) Next();
        Assert.InRange(Allocation.Of(320, Next), 0, early + 4096);
    }

    [Fact]
    public void A_file_of_another_shape_is_named()
    {
        using var folder = new TemporaryFolder();
        var detector = new AnomalyDetector(s_options);
        detector.Save(folder.File("a.safetensors"));
        var file = SafeTensorsFile.Read(folder.File("a.safetensors"));
        var metadata = new Dictionary<string, string>(file.Metadata);
        foreach (string key in metadata.Keys.Where(k => k.EndsWith("sha256", StringComparison.Ordinal)).ToList()) metadata.Remove(key);
        metadata["anomalies.options"] = metadata["anomalies.options"].Replace("\"mean\": 8", "\"mean\": 9");
        new SafeTensorsFile(file.Tensors, metadata).Write(folder.File("b.safetensors"));
        Assert.Contains("stream.numbers", Assert.Throws<SluiceFormatException>(() => AnomalyDetector.Load(folder.File("b.safetensors"))).Message);
        metadata["anomalies.options"] = metadata["anomalies.options"].Replace("\"hidden\": 16", "\"hidden\": 1000000");
        new SafeTensorsFile(file.Tensors, metadata).Write(folder.File("c.safetensors"));
        Assert.Contains("hold", Assert.Throws<SluiceFormatException>(() => AnomalyDetector.Load(folder.File("c.safetensors"))).Message);
    }
}
