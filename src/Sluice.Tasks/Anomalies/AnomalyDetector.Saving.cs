using Sluice.Autodiff;
using Sluice.Data.Tables;
using Sluice.Formats;
using Sluice.Layers;
using Sluice.Tasks.Sources;

namespace Sluice.Tasks.Anomalies;

public sealed partial class AnomalyDetector
{
    private const string Net = "net.", Optimiser = "optimizer.", Numbers = "stream.numbers", First = "stream.first";

    /// <summary>Saves the detector with all that it remembers; the former file stays until the new one is complete.</summary>
    public void Save(string path)
    {
        lock (_one) Content().Write(path);
    }

    /// <summary>The detector with all that it remembers as bytes, which <see cref="FromBytes"/> takes, here or in another process.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        lock (_one) Content().Write(bytes);
        return bytes.ToArray();
    }

    /// <summary>A detector that goes on where the one of <see cref="ToBytes"/> stood, to the bit.</summary>
    /// <exception cref="SluiceFormatException">They are not the bytes of a detector, or not whole.</exception>
    public static AnomalyDetector FromBytes(ReadOnlyMemory<byte> bytes)
        => Load(SafeTensorsFile.Parse(bytes, "AnomalyDetector.FromBytes"), "AnomalyDetector.FromBytes");

    /// <summary>Another detector that goes on from here by itself.</summary>
    public AnomalyDetector Copy() => FromBytes(ToBytes());

    private SafeTensorsFile Content() => ModelFile.Content(
        "anomalies",
        [.. Tensors(""), .. _others.SelectMany((o, i) => o.Tensors(Further(i)))],
        Metadata());

    /// <summary>What has to be known beside the weights and the memory.</summary>
    private Dictionary<string, string> Metadata()
        => new Dictionary<string, string> { ["anomalies.options"] = AnomalyOptions.Settings.ToJson(Options, comments: false) }.With(this);

    // The tensors of the second signal begin with signal.2.
    private static string Further(int other) => $"signal.{other + 2}.";

    private IEnumerable<NamedTensor> Tensors(string prefix) =>
    [
        .. ModelFile.Tensors(_parameters, prefix + Net),
        .. _optimizer.State.Select(s => NamedTensor.Of(prefix + Optimiser + s.Key, s.Value)),
        .. Memory.Select(m => NamedTensor.Of(prefix + m.Name, m.Value)),
        Bits(prefix + Numbers, Stream()),
        Bits(prefix + First, [.. (_calibration ?? []).SelectMany(r => new[] { Ticks(r.Time), BitConverter.DoubleToInt64Bits(r.Value) })]),
    ];

    /// <summary>Loads a detector, which goes on where the saved one stopped, to the bit.</summary>
    /// <exception cref="SluiceFormatException">The file is not one of a detector, or not whole.</exception>
    public static AnomalyDetector Load(string path) => Load(ModelFile.Open(path, "anomalies"), path);

    internal static AnomalyDetector Load(SafeTensorsFile file, string path) => ModelFile.Build(path, () =>
    {
        ModelFile.Check(file, path, "anomalies");
        var options = AnomalyOptions.Settings.FromJson(new AnomalyOptions(), ModelFile.Metadata(file, "anomalies.options", path), path);
        options.Check();
        ModelFile.CheckSize(
            file,
            options.Signals.Count * (StackFor(options).LeastWeights + 2 * (Int128)options.Hidden + (Int128)options.Window * Inputs + options.Mean),
            path);
        var detector = new AnomalyDetector(options);
        detector.Restore(file, path, "");
        for (int i = 0; i < detector._others.Length; i++) detector._others[i].Restore(file, path, Further(i));
        (detector.Schema, detector.Learned) = (SavedSchema.Of(file), SavedSchema.Learned(file));
        return detector;
    });

    /// <summary>The states now and at the beginning of the window, and the window.</summary>
    private IEnumerable<(string Name, Tensor Value)> Memory =>
    [
        .. States("state", _state),
        .. States("begin", _begin),
        ("stream.window", _window),
    ];

    private static IEnumerable<(string Name, Tensor Value)> States(string name, State[] states)
        => states.SelectMany((s, layer) => s.Values.Select((v, i) => ($"{name}.{layer}.{s.Names[i]}", v)));

    // As bits, for missing values are not numbers, and every one must come back as it was.
    private long[] Stream() =>
    [
        Rows,
        _calibration is null ? 1 : 0,
        _weekly ? 1 : 0,
        _begun ? 1 : 0,
        _filled,
        Ticks(_time),
        (long)_optimizer.Numbers["step"],
        .. ((double[])[_scale.Median, _scale.Spread, Expected, Low, High, .. _last, .. _measure.State]).Select(BitConverter.DoubleToInt64Bits),
        .. _targets.Select(t => (long)BitConverter.SingleToInt32Bits(t)),
    ];

    private void Restore(SafeTensorsFile file, string path, string prefix)
    {
        ModelFile.Restore(file, _parameters, path, prefix + Net);
        foreach (var (name, value) in _optimizer.State.Select(s => (Optimiser + s.Key, s.Value))
            .Concat(Memory)) value.Set(Tensor(file, prefix + name, value.Shape.ToArray()).ToFloats());
        long[] numbers = Tensor(file, prefix + Numbers, [Stream().Length]).ToArray<long>();
        double[] values = [.. numbers.Skip(7).Take(numbers.Length - 7 - _targets.Length).Select(BitConverter.Int64BitsToDouble)];
        (Rows, _weekly, _begun, _filled, _time) = (numbers[0], numbers[2] != 0, numbers[3] != 0, (int)numbers[4], Time(numbers[5]));
        _optimizer.Numbers["step"] = numbers[6];
        _scale = new RobustScale(values[0], values[1]);
        (Expected, Low, High) = (values[2], values[3], values[4]);
        values.AsSpan(5, _last.Length).CopyTo(_last);
        _measure.State = values[(5 + _last.Length)..];
        for (int i = 0; i < _targets.Length; i++) _targets[i] = BitConverter.Int32BitsToSingle((int)numbers[^(_targets.Length - i)]);
        long[] first = file.Find(prefix + First)?.ToArray<long>() ?? throw Wrong(First, "is missing");
        bool calibrated = numbers[1] != 0;
        if (Rows is < 0 or > AnomalyMeasure.MostRows
            || _filled < 0 || _filled >= Options.Window || first.Length % 2 != 0 || first.Length / 2 != (calibrated ? 0 : Rows)
            || (!calibrated && Rows >= Options.Calibration))
            throw Wrong(Numbers, "says what cannot be");
        _calibration = calibrated ? null : [.. first.Chunk(2).Select(r => (Time(r[0]), BitConverter.Int64BitsToDouble(r[1])))];
    }

    private static NamedTensor Bits(string name, long[] values) => NamedTensor.Of<long>(name, [values.Length], values);

    private static NamedTensor Tensor(SafeTensorsFile file, string name, int[] shape)
    {
        var tensor = file.Find(name) ?? throw Wrong(name, "is missing");
        return tensor.Shape.SequenceEqual(shape)
            ? tensor
            : throw Wrong(name, $"should be [{string.Join(", ", shape)}], and is [{string.Join(", ", tensor.Shape)}]");
    }

    private static SluiceException Wrong(string name, string what) => new($"the tensor '{name}' {what}.");

    private static long Ticks(DateTime? time) => time?.Ticks ?? -1;

    private static DateTime? Time(long ticks)
        => ticks < 0 ? null : ticks <= DateTime.MaxValue.Ticks ? new DateTime(ticks) : throw Wrong(Numbers, "has a time beyond all times");
}
