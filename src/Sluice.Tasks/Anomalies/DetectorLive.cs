using System.Globalization;
using Sluice.Tasks.Live;

namespace Sluice.Tasks.Anomalies;

/// <summary>
/// A detector, live: each session is a copy that goes on learning by itself, so that steps of several save nothing by being taken together.
/// </summary>
internal sealed class DetectorLive(AnomalyDetector detector) : LiveNet
{
    public override LiveForm Form { get; } = new(
        [
            new("values", false, detector.Options.Signals.Count) { Names = detector.Options.Signals },
            new("time", true, 1) { IsOptional = true },
        ],
        [new("score", false, 1), new("expected", false, 1), new("low", false, 1), new("high", false, 1)]);

    public override int MostTogether => 1;

    public override LiveSession Begin() => new Memory(detector.Copy());

    public override LiveSession Restore(ReadOnlySpan<byte> bytes)
    {
        var restored = AnomalyDetector.FromBytes(bytes.ToArray());
        return restored.Options.Signals.SequenceEqual(detector.Options.Signals)
            ? new Memory(restored)
            : throw new SluiceException(
                $"expected a detector of {string.Join(", ", detector.Options.Signals)}, got one of {string.Join(", ", restored.Options.Signals)}.");
    }

    public override void Step(IReadOnlyList<LiveSession> sessions)
    {
        foreach (var session in sessions) ((Memory)session).Step();
    }

    private sealed class Memory(AnomalyDetector own) : LiveSession
    {
        private double[] _values = [];
        private DateTime? _time;
        private AnomalyRow? _row;
        private int _waiting;

        public override int Waiting => _waiting;

        public override void Put(LiveRow row)
        {
            double[] values = row.Numbers(0);
            if (values.Length != own.Options.Signals.Count)
                throw new SluiceException(
                    $"expected {own.Options.Signals.Count} values ({string.Join(", ", own.Options.Signals)}), got {values.Length}.");
            if (values.FirstOrDefault(double.IsInfinity) is var infinite && infinite != 0)
                throw new SluiceException($"expected finite values, got {infinite}.");
            var time = row.Texts(1) is [{ Length: > 0 } text] ? TimeOf(text) : (DateTime?)null;
            own.CheckTime(time);
            (_values, _time, _waiting) = (values, time, 1);
        }

        public void Step() => (_row, _waiting) = (own.Next(_time, _values), 0);

        public override Array[] Answer()
            => [new[] { _row!.Score }, new[] { _row.Expected }, new[] { _row.Low }, new[] { _row.High }];

        public override LiveSession Copy() => new Memory(own.Copy());

        public override byte[] ToBytes() => own.ToBytes();

        private static DateTime TimeOf(string text) => DateTime.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            ? DateTime.SpecifyKind(time, DateTimeKind.Unspecified)
            : throw new SluiceException($"expected a time such as 2024-01-31T13:45:00, got '{text}'.");
    }
}
