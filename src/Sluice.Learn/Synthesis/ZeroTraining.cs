using Sluice.Autodiff;
using Sluice.Training;
using Sluice.Zero;

namespace Sluice.Learn.Synthesis;

/// <summary>The net of <c>Sluice.Zero</c> with made-up series to learn from: others in every step, the same ones in every validation.</summary>
internal sealed class ZeroTraining : ITrainable
{
    private const int StepsOfEpoch = 500, Patch = ZeroOptions.Patch, Block = ZeroOptions.Block;
    private const uint ValidationBatch = 0xffff0000;
    private static readonly int[] s_validated = [1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128];

    private readonly ZeroNet _net;
    private readonly ulong _seed;
    private readonly int _tokens;
    private readonly double _noisy;

    /// <summary>A training.</summary>
    /// <param name="net">The net.</param>
    /// <param name="seed">The seed of the series.</param>
    /// <param name="tokens">Patches of a batch, about.</param>
    /// <param name="noisy">The share of series with noise over them.</param>
    public ZeroTraining(ZeroNet net, ulong seed, int tokens, double noisy = 0)
    {
        (_net, _seed, _tokens, _noisy) = (net, seed, tokens, noisy);
        Parameters = [.. net.Parameters];
    }

    /// <summary>Epochs that have so many steps together.</summary>
    public static int Epochs(int steps) => (steps + StepsOfEpoch - 1) / StepsOfEpoch;

    public IReadOnlyList<Parameter> Parameters { get; }

    public IReadOnlyList<Tensor> Carried => [];

    public int Steps(int epoch) => StepsOfEpoch;

    public StepLoss Step(Tape tape, int epoch, int step)
    {
        uint batch = (uint)(epoch * StepsOfEpoch + step);

        // The lengths of a batch are alike, and short ones as frequent as long ones: from 1 patch to 128, uniform in the logarithm.
        var chance = new Chance(_seed, batch, uint.MaxValue);
        int patches = (int)chance.Logarithmic(1, ZeroOptions.Context / Patch + 1), count = Math.Clamp(_tokens / patches, 4, 160);
        var windows = Enumerable.Range(0, count).Select(i => Made.Of(_seed, batch, (uint)i, patches, _noisy, training: true)).ToList();
        var input = new ZeroInput(tape, [.. windows.Select(w => w.Window)]);
        var (loss, targets) = ZeroNet.Loss(tape, _net.Run(tape, input), input, Targets(windows));
        return new StepLoss(loss, targets);
    }

    public IReadOnlyDictionary<string, double> Validate()
    {
        double sum = 0, ratios = 0;
        long count = 0, inside = 0, values = 0;
        int windows = 0;
        for (int i = 0; i < s_validated.Length; i++)
        {
            using var tape = new Scratch();
            var made = Enumerable.Range(0, 32)
                .Select(k => Made.Of(_seed + 1, ValidationBatch + (uint)i, (uint)k, s_validated[i], _noisy, training: false)).ToList();
            var input = new ZeroInput(tape.Tape, [.. made.Select(w => w.Window)]);
            var output = _net.Run(tape.Tape, input);
            double[] targets = Targets(made);
            var (loss, known) = ZeroNet.Loss(tape.Tape, output, input, targets);
            sum += loss * known;
            count += known;
            for (int o = 0; o < input.Count; o++)
            {
                double own = 0, season = 0;
                double[][] quantiles = ZeroNet.Quantiles(output, input, o);
                for (int h = 0; h < Block; h++)
                {
                    double y = targets[o * Block + h];
                    if (double.IsNaN(y)) continue;
                    Array.Sort(quantiles[h]);
                    own += Math.Abs(y - quantiles[h][5]);
                    season += Math.Abs(y - input.Base(o, 3)[h]);
                    values++;
                    if (y >= quantiles[h][1] && y <= quantiles[h][9]) inside++;
                }

                if (!(season > 0)) continue;
                ratios += Math.Log(Math.Max(0.01, own / season));
                windows++;
            }
        }

        return new Dictionary<string, double>
        {
            ["loss"] = sum / count,
            ["over_seasonal_naive"] = Math.Exp(ratios / windows),
            ["coverage_80"] = (double)inside / values,
        };
    }

    private static double[] Targets(List<Made> windows)
        => [.. windows.SelectMany(w => w.Window.Origins.SelectMany(o => w.Truth.Skip(w.Window.End(o)).Take(Block)))];

    /// <summary>Memory for one batch without gradients.</summary>
    private sealed class Scratch : IDisposable
    {
        public Tape Tape { get; } = new(recording: false);

        public void Dispose() => Tape.Reset();
    }

    /// <summary>A window on a made-up series, and all of the series.</summary>
    private sealed record Made(ZeroWindow Window, double[] Truth)
    {
        public static Made Of(ulong seed, uint batch, uint place, int patches, double noisy, bool training)
        {
            var chance = new Chance(seed ^ 0x5eed, batch, place);
            int length = patches * Patch - chance.Between(0, patches == 1 ? 8 : Patch - 1);
            var series = SeriesGenerator.Make(seed, batch, place, length + Block, noisy);
            double[] seen = series.Values[..length];
            if (Array.TrueForAll(seen, double.IsNaN)) seen[^1] = 0;
            var known = chance.Is(0.6) ? series.Rate.Seasons : chance.Is(0.15) ? SamplingRate.Draw(chance).Seasons : [];
            var seasons = Repetition.Find(seen, known);

            // Blocks that are not known, at the end: so the net learns to look further than one block ahead.
            int hidden = training && patches >= 8 && chance.Is(0.3) ? 4 * chance.Between(1, Math.Min(8, patches / 8)) : 0;
            if (hidden > 0) Array.Fill(seen, double.NaN, length - hidden * Patch, hidden * Patch);
            double share = training ? Math.Min(1, 20.0 / patches) : 0;
            int[] origins = [.. Enumerable.Range(0, patches).Where(
                p => p == patches - 1 || (hidden > 0 && p >= patches - 1 - hidden ? (patches - 1 - p) % 4 == 0 : chance.Is(share)))];
            return new Made(new ZeroWindow(seen, seasons, origins), series.Values);
        }
    }
}
