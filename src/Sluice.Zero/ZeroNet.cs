using Sluice.Autodiff;
using Sluice.Inspection;
using Sluice.Layers;

namespace Sluice.Zero;

/// <summary>
/// The net: x = ReLU(W patch + b), recurrent layers over the patches, and after an origin a head that reads the state h and the simple forecasts
/// s_k: quantile q_τ(t) = Σ_k softmax(a)_k s_k(t) + unit · r_τ(t), with [r, a] = V ReLU(U [h, s] + c). The recurrent layers so have to say only
/// which simple forecast is to be believed, by how much it is wrong, and how surely.
/// </summary>
internal sealed class ZeroNet : ILayer
{
    private const int Block = ZeroOptions.Block, Groups = Block / ZeroOptions.Group, Bases = ZeroInput.Bases;
    private static readonly int s_levels = ZeroOptions.Levels.Length;
    private readonly Linear _reader, _head, _output;
    private readonly RecurrentStack _stack;

    /// <summary>An untrained net, which forecasts the mean of the simple forecasts.</summary>
    public ZeroNet(ZeroOptions options, ulong seed = 1)
    {
        Options = options;
        _reader = new Linear("reader", ZeroInput.PatchWidth, options.Hidden, seed);
        _stack = new RecurrentStack("rnn", StackFor(options), seed);
        _head = new Linear("head", _stack.Output + ZeroInput.OriginWidth, options.Head, seed);
        _output = new Linear("output", options.Head, Outputs, seed);
        Parameters = [.. _reader.Parameters, .. _stack.Parameters, .. _head.Parameters, .. _output.Parameters];
    }

    /// <summary>The sizes.</summary>
    public ZeroOptions Options { get; }

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters { get; }

    /// <summary>Sets the output to 0, so that training begins at the simple forecasts.</summary>
    public void Begin()
    {
        _output.Weight.Value.Clear();
        _output.Weight.Changed();
    }

    /// <summary>Numbers that the head says of an origin.</summary>
    public static int Outputs => Block * s_levels + Groups * Bases;

    /// <summary>[origins, r (step by step, level by level) and a (group by group)].</summary>
    /// <param name="tape">Records or not.</param>
    /// <param name="input">What is read.</param>
    /// <param name="recordings">Where everything that the recurrent layers compute goes; null for nowhere.</param>
    public Tensor Run(Tape tape, ZeroInput input, List<Recording>? recordings = null)
    {
        var x = Relu.Run(tape, _reader.Run(tape, input.Patches));
        var y = _stack.Run(tape, x, out _, lengths: input.Lengths, recordings: recordings);
        var state = Gather.Run(tape, y, input.Rows, input.Count, y.Columns);
        return _output.Run(tape, Relu.Run(tape, _head.Run(tape, Concat.Run(tape, state, input.Origins))));
    }

    /// <summary>The quantiles of a block in the unit of the series: [Block][levels], not yet rising.</summary>
    public static double[][] Quantiles(Tensor output, ZeroInput input, int origin)
    {
        var quantiles = new double[Block][];
        Span<double> shares = stackalloc double[Bases];
        var row = output.Row(origin);
        for (int h = 0; h < Block; h++)
        {
            if (h % ZeroOptions.Group == 0) Shares(row, h, shares);
            double mixed = Mixed(input, origin, h, shares);
            quantiles[h] = new double[s_levels];
            for (int q = 0; q < s_levels; q++) quantiles[h][q] = mixed + input.Units[origin] * row[h * s_levels + q];
        }

        return quantiles;
    }

    /// <summary>
    /// The mean of max(τ e, (τ − 1) e), e = (y − q_τ) / unit, over steps, levels and origins; an origin counts for less the harder its series is
    /// to forecast by the past, so that a walk does not count for more than a season. Where the tape records, its gradient goes to the output: to r
    /// as it is, to a through the softmax, where the distance of simple forecasts counts as ten units at most.
    /// </summary>
    /// <param name="tape">Records or not.</param>
    /// <param name="output">What <see cref="Run"/> gave.</param>
    /// <param name="input">What it read.</param>
    /// <param name="targets">The values of the block after each origin, one after the other; NaN is ignored.</param>
    /// <returns>The loss, in which no error counts for more than fifty units, and the steps that have a target.</returns>
    public static (double Loss, int Count) Loss(Tape tape, Tensor output, ZeroInput input, ReadOnlySpan<double> targets)
    {
        const double MostShown = 50, MostApart = 10;
        int count = 0;
        foreach (double y in targets) if (!double.IsNaN(y)) count++;
        if (count == 0) return (0, 0);
        var gradient = tape.Recording ? tape.GradientOf(output) : null;
        double sum = 0, factor = 1.0 / count / s_levels;
        Span<double> shares = stackalloc double[Bases];
        for (int o = 0; o < input.Count; o++)
        {
            var row = output.Row(o);
            var d = gradient is null ? default : gradient.Row(o);
            double share = factor / input.Difficulties[o];
            for (int h = 0; h < Block; h++)
            {
                if (h % ZeroOptions.Group == 0) Shares(row, h, shares);
                double y = targets[o * Block + h];
                if (double.IsNaN(y)) continue;
                double mixed = Mixed(input, o, h, shares), away = (y - mixed) / input.Units[o], slopes = 0;
                for (int q = 0; q < s_levels; q++)
                {
                    double level = ZeroOptions.Levels[q], e = away - row[h * s_levels + q], slope = e > 0 ? level : level - 1;
                    sum += share * slope * Math.Clamp(e, -MostShown, MostShown);
                    slopes += slope;
                    if (gradient is not null) d[h * s_levels + q] -= (float)(slope * share);
                }

                if (gradient is null) continue;
                int at = Block * s_levels + h / ZeroOptions.Group * Bases;
                for (int k = 0; k < Bases; k++)
                {
                    double apart = Math.Clamp((input.Base(o, k)[h] - mixed) / input.Units[o], -MostApart, MostApart);
                    d[at + k] -= (float)(slopes * share * shares[k] * apart);
                }
            }
        }

        return (sum, count);
    }

    /// <summary>The recurrent layers.</summary>
    public static StackOptions StackFor(ZeroOptions options)
        => new(options.Cell, options.Hidden, options.Hidden, options.Layers, Residual: true);

    private static void Shares(ReadOnlySpan<float> row, int step, Span<double> shares)
    {
        var a = row.Slice(Block * s_levels + step / ZeroOptions.Group * Bases, Bases);
        double most = double.NegativeInfinity, sum = 0;
        foreach (float value in a) most = Math.Max(most, value);
        for (int k = 0; k < Bases; k++) sum += shares[k] = Math.Exp(a[k] - most);
        for (int k = 0; k < Bases; k++) shares[k] /= sum;
    }

    private static double Mixed(ZeroInput input, int origin, int step, ReadOnlySpan<double> shares)
    {
        double mixed = 0;
        for (int k = 0; k < Bases; k++) mixed += shares[k] * input.Base(origin, k)[step];
        return mixed;
    }
}
