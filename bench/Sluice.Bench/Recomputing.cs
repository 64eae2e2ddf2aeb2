using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Layers;
using Sluice.Tasks.Text;

namespace Sluice.Bench;

/// <summary>A training step of a language model over 10,000 symbols, its gates kept or computed again, in turns, and over 1,000.</summary>
internal static class Recomputing
{
    private const int Streams = 8, Symbols = 65, Long = 10 * Segments.Length;

    /// <summary>Prints the memory that the tape holds, the time of a step, and whether the gradients are the same bits.</summary>
    public static int Print(int rounds)
    {
        Device.UseThreads(1); // so that nobody waits, and the processor's time is that of the work
        Console.WriteLine("Seconds of the processor, one thread, least of the rounds.");
        Console.WriteLine();
        Console.WriteLine("| cell | steps | kept, MB | kept, s | computed again, MB | s | ratio of the times: median (least to most) | bits |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (string cell in (string[])["lstm", "gru"])
        {
            var once = new Way(cell, Segments.Length, false);
            double one = once.Step();
            Console.WriteLine($"| {cell} | {Segments.Length:N0} | {once.Megabytes:F0} | {one:F2} | | | | |");
            Way keep = new(cell, Long, false), again = new(cell, Long, true);
            string bits = "";
            List<double> kept = [], computed = [];
            for (int round = 0; round < rounds; round++)
            {
                kept.Add(keep.Step());
                computed.Add(again.Step());
                bits = keep.Bits() == again.Bits() ? "the same" : "**different**";
            }

            double[] ratios = [.. kept.Select((k, i) => computed[i] / k).Order()];
            Console.WriteLine(
                $"| {cell} | {Long:N0} | {keep.Megabytes:F0} | {kept.Min():F2} | {again.Megabytes:F0} | {computed.Min():F2} | {ratios[ratios.Length / 2]:F2} ({ratios[0]:F2} to {ratios[^1]:F2}) | {bits} |");
        }

        return 0;
    }

    private sealed class Way
    {
        private readonly LanguageModel _model;
        private readonly TextTraining _training;
        private readonly Tape _tape;

        public Way(string cell, int steps, bool recompute)
        {
            var random = new Random(1);
            string text = new([.. Enumerable.Range(0, 2 * Streams * steps + 1).Select(_ => (char)('0' + random.Next(Symbols)))]);
            (_model, _training) = LanguageModel.From(
                text, new LanguageModelOptions { Cell = cell, Hidden = 256, Layers = 2, Batch = Streams, Steps = steps, Validation = 0 },
                text[..1000]);
            _tape = new Tape { Training = true, Recompute = recompute };
        }

        public double Megabytes => _tape.Bytes / 1e6;

        /// <summary>Seconds of the processor for the first step of an epoch, which begins with states of 0.</summary>
        public double Step()
        {
            var start = Process.GetCurrentProcess().TotalProcessorTime;
            _tape.Reset();
            foreach (var parameter in _training.Parameters)
            {
                parameter.Gradient.Clear();
                parameter.Changed();
            }

            _training.Step(_tape, 0, 0);
            _tape.Backward();
            return (Process.GetCurrentProcess().TotalProcessorTime - start).TotalSeconds;
        }

        public string Bits()
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var parameter in _model.Parameters) hash.AppendData(MemoryMarshal.AsBytes(parameter.Gradient.ToArray().AsSpan()));
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }
}
