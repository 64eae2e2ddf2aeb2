using Sluice.Autodiff;
using Sluice.Vectors;

namespace Sluice.Optimizers;

/// <summary>
/// m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², w ← w − η m̂ / (√v̂ + ε) with m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ) (Kingma and Ba 2015).
/// Weight decay λ adds λw to g; decoupled, w ← w − ηλw before the step instead (AdamW, Loshchilov and Hutter 2019).
/// </summary>
public sealed class Adam(double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0, bool decoupled = false) : Optimizer
{
    /// <inheritdoc/>
    protected override IReadOnlyList<string> Kept { get; } = ["m", "v"];

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, double rate, long step)
    {
        double decay = parameter.Decays ? weightDecay : 0;
        double correct1 = 1 - Math.Pow(beta1, step), correct2 = 1 - Math.Pow(beta2, step);
        Apply(
            parameter,
            new Rule(beta1, beta2, epsilon, rate / correct1, 1 / Math.Sqrt(correct2), decoupled ? 0 : decay, decoupled ? 1 - rate * decay : 1));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<RuleLine> Explain(double rate, long step)
    {
        string N(double value) => RuleLine.Of(value);
        string m = $"{N(rate)} · m̂ / (√v̂ + {N(epsilon)})";
        return
        [
            .. weightDecay == 0 || decoupled ? [] : new RuleLine[] { new("g ← g + λ w", $"g ← g + {N(weightDecay)} w") },
            new("m ← β₁ m + (1 − β₁) g", $"m ← {N(beta1)} m + {N(1 - beta1)} g"),
            new("v ← β₂ v + (1 − β₂) g²", $"v ← {N(beta2)} v + {N(1 - beta2)} g²"),
            new("m̂ = m / (1 − β₁ᵗ)", $"m̂ = m / (1 − {N(beta1)}^{step}) = m / {N(1 - Math.Pow(beta1, step))}"),
            new("v̂ = v / (1 − β₂ᵗ)", $"v̂ = v / (1 − {N(beta2)}^{step}) = v / {N(1 - Math.Pow(beta2, step))}"),
            weightDecay == 0 || !decoupled
                ? new("w ← w − η m̂ / (√v̂ + ε)", $"w ← w − {m}")
                : new("w ← w − η λ w − η m̂ / (√v̂ + ε)", $"w ← w − {N(rate * weightDecay)} w − {m}"),
        ];
    }

    private readonly struct Rule(double beta1, double beta2, double epsilon, double rate, double root, double decay, double keep) : IUpdate
    {
        public V Next<V>(V w, V g, ref V m, ref V v) where V : struct, IVector<V, float>
        {
            g = V.Fma(V.Constant(decay), w, g);
            m = V.Fma(V.Constant(beta1), m, V.Constant(1 - beta1) * g);
            v = V.Fma(V.Constant(beta2), v, V.Constant(1 - beta2) * (g * g));
            return V.Constant(keep) * w - V.Constant(rate) * m / V.Fma(V.Sqrt(v), V.Constant(root), V.Constant(epsilon));
        }
    }
}
