using Sluice.Autodiff;

namespace Sluice.Zero;

/// <summary>
/// What the net reads of some windows, side by side: for each patch its values, squashed, beside those of a season ago; for each origin simple
/// forecasts of the block ahead, one of which, or a mixture, is put right by the net.
/// </summary>
internal sealed class ZeroInput
{
    private const int Patch = ZeroOptions.Patch, Block = ZeroOptions.Block;

    /// <summary>Numbers of a patch: values, rises above the season before, whether a value is known; and what is known of the past.</summary>
    public const int PatchWidth = 3 * Patch + SeriesPast.Numbers;

    /// <summary>Numbers of an origin: three simple forecasts of a block, and what is known of the past.</summary>
    public const int OriginWidth = 3 * Block + SeriesPast.Numbers;

    /// <summary>Simple forecasts that are mixed.</summary>
    public const int Bases = 13;

    /// <summary>Reads windows.</summary>
    public ZeroInput(Tape tape, IReadOnlyList<ZeroWindow> windows)
    {
        int most = windows.Max(w => w.Patches), count = windows.Count;
        Lengths = [.. windows.Select(w => w.Patches)];
        Count = windows.Sum(w => w.Origins.Length);
        Patches = Input(tape, most, count, PatchWidth);
        Origins = Input(tape, Count, OriginWidth);
        (Rows, Units, Difficulties, Simple) = (new int[Count], new double[Count], new double[Count], new double[Count * Bases * Block]);
        int origin = 0;
        for (int b = 0; b < count; b++)
        {
            var window = windows[b];
            var past = new SeriesPast(window.Values, window.Seasons);
            for (int p = 0, o = 0; p < window.Patches; p++)
            {
                int from = Math.Max(0, window.End(p) - Patch);
                if (p == 0) from = 0;
                while (past.Read < window.End(p)) past.Next();
                past.Measure();
                Write(past, window.Values, from, Patches.Row(p * count + b));
                if (o >= window.Origins.Length || window.Origins[o] != p) continue;
                Rows[origin] = p * count + b;
                Write(past, origin++);
                o++;
            }
        }
    }

    /// <summary>Patches of each window.</summary>
    public int[] Lengths { get; }

    /// <summary>Origins of all windows together.</summary>
    public int Count { get; }

    /// <summary>[patches, windows, PatchWidth].</summary>
    public Tensor Patches { get; }

    /// <summary>[origins, OriginWidth].</summary>
    public Tensor Origins { get; }

    /// <summary>The row of the patches before each origin.</summary>
    public int[] Rows { get; }

    /// <summary>The unit of each origin.</summary>
    public double[] Units { get; }

    /// <summary>How hard the series of each origin is to forecast, by its past alone: 1 or more.</summary>
    public double[] Difficulties { get; }

    private double[] Simple { get; }

    /// <summary>A simple forecast of each step of a block.</summary>
    public ReadOnlySpan<double> Base(int origin, int which) => Simple.AsSpan((origin * Bases + which) * Block, Block);

    private static Tensor Input(Tape tape, params int[] shape) => tape.Lend(true, shape);

    private static void Write(SeriesPast past, double[] values, int from, Span<float> row)
    {
        double last = double.IsNaN(past.Last) ? 0 : past.Last;
        int end = past.Read, at = Patch - (end - from);
        for (int t = from; t < end; t++, at++)
        {
            if (double.IsNaN(values[t])) continue;
            row[at] = SeriesPast.Squash((values[t] - last) / past.Unit);
            row[Patch + at] = SeriesPast.Squash(past.AboveSeason(t) / past.Unit);
            row[2 * Patch + at] = 1;
        }

        past.Describe(row[(3 * Patch)..]);
    }

    private void Write(SeriesPast past, int origin)
    {
        double last = double.IsNaN(past.Last) ? 0 : past.Last, unit = past.Unit;
        (Units[origin], Difficulties[origin]) = (unit, past.Difficulty);
        var row = Origins.Row(origin);
        var simple = Simple.AsSpan(origin * Bases * Block, Bases * Block);
        for (int h = 0; h < Block; h++)
        {
            double ago = past.ShortAgo(h), profile = past.Profile(h), longAgo = past.LongAgo(h);
            int seasons = h / past.Seasons.Short + 1;
            simple[h] = last;
            simple[Block + h] = past.Level;
            simple[2 * Block + h] = past.Mean;
            simple[3 * Block + h] = ago;
            simple[4 * Block + h] = profile;
            simple[5 * Block + h] = longAgo;
            simple[6 * Block + h] = ago + seasons * past.SeasonDrift;
            simple[7 * Block + h] = last + (h + 1 + past.Gap) * past.Drift;
            simple[8 * Block + h] = past.Quickly;
            simple[9 * Block + h] = past.Lazily;
            simple[10 * Block + h] = past.Line(h);
            simple[11 * Block + h] = profile + past.AboveProfile;
            simple[12 * Block + h] = longAgo + past.AboveLong;
            row[h] = SeriesPast.Squash((ago - last) / unit);
            row[Block + h] = SeriesPast.Squash((profile - last) / unit);
            row[2 * Block + h] = SeriesPast.Squash((longAgo - last) / unit);
        }

        past.Describe(row[(3 * Block)..]);
    }
}
