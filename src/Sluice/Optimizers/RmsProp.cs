using Sluice.Autodiff;
using Sluice.Vectors;

namespace Sluice.Optimizers;

/// <summary>
/// s ← αs + (1−α)g², d ← μd + g / (√s + ε), w ← w − ηd (Tieleman and Hinton 2012). Weight decay λ adds λw to g.
/// </summary>
public sealed class RmsProp(double alpha = 0.99, double epsilon = 1e-8, double momentum = 0, double weightDecay = 0) : Optimizer
{
    /// <inheritdoc/>
    protected override IReadOnlyList<string> Kept { get; } = momentum == 0 ? ["s"] : ["s", "d"];

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, double rate, long step)
        => Apply(parameter, new Rule(alpha, epsilon, momentum, rate, parameter.Decays ? weightDecay : 0));

    /// <inheritdoc/>
    public override IReadOnlyList<RuleLine> Explain(double rate, long step)
    {
        string N(double value) => RuleLine.Of(value);
        return
        [
            .. weightDecay == 0 ? [] : new RuleLine[] { new("g ← g + λ w", $"g ← g + {N(weightDecay)} w") },
            new("s ← α s + (1 − α) g²", $"s ← {N(alpha)} s + {N(1 - alpha)} g²"),
            new("d ← μ d + g / (√s + ε)", $"d ← {N(momentum)} d + g / (√s + {N(epsilon)})"),
            new("w ← w − η d", $"w ← w − {N(rate)} d"),
        ];
    }

    private readonly struct Rule(double alpha, double epsilon, double momentum, double rate, double decay) : IUpdate
    {
        public V Next<V>(V w, V g, ref V s, ref V d) where V : struct, IVector<V, float>
        {
            g = V.Fma(V.Constant(decay), w, g);
            s = V.Fma(V.Constant(alpha), s, V.Constant(1 - alpha) * (g * g));
            d = V.Fma(V.Constant(momentum), d, g / (V.Sqrt(s) + V.Constant(epsilon)));
            return w - V.Constant(rate) * d;
        }
    }
}
