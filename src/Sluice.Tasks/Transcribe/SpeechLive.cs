using Sluice.Tasks.Live;

namespace Sluice.Tasks.Transcribe;

/// <summary>A transcriber, live: pieces of sound in, the text so far out. A piece without samples ends the utterance.</summary>
internal sealed class SpeechLive(Transcriber model) : LiveNet
{
    public override LiveForm Form { get; } = new(
        [new("samples", false, -1) { Names = [$"{model.Sound!.Rate} a second, from -1 to 1"] }], [new("text", true, 1), new("settled", true, 1)]);

    public override int MostTogether => 1;

    public override LiveSession Begin() => new Memory(new SpeechStream(model));

    public override LiveSession Restore(ReadOnlySpan<byte> bytes) => throw Unwritten;

    public override void Step(IReadOnlyList<LiveSession> sessions)
    {
        foreach (var session in sessions) ((Memory)session).Step();
    }

    private static SluiceException Unwritten => new("the sessions of a transcriber cannot be written down: let the server keep them.");

    private sealed class Memory(SpeechStream stream) : LiveSession
    {
        private float[] _samples = [];
        private string? _final;
        private int _waiting;

        public override int Waiting => _waiting;

        public override void Put(LiveRow row)
        {
            float[] samples = [.. row.Numbers(0).Select(s => (float)s)];
            int wrong = Array.FindIndex(samples, s => !float.IsFinite(s));
            if (wrong >= 0) throw new SluiceException($"expected finite samples, got {samples[wrong]} at sample {wrong + 1}.");
            (_samples, _waiting) = (samples, 1);
        }

        public void Step()
        {
            _final = _samples.Length == 0 ? stream.Finish() : null;
            stream.Push(_samples);
            _waiting = 0;
        }

        public override Array[] Answer() => [new[] { _final ?? stream.Text }, new[] { _final ?? stream.Settled }];

        public override LiveSession? Copy() => null;

        public override byte[] ToBytes() => throw Unwritten;
    }
}
