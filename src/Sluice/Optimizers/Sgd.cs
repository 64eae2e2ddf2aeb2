using Sluice.Autodiff;
using Sluice.Vectors;

namespace Sluice.Optimizers;

/// <summary>
/// v ← μv + g, w ← w − ηv; by Nesterov w ← w − η(g + μv) (Sutskever et al. 2013). Without momentum, w ← w − ηg.
/// Weight decay λ adds λw to g.
/// </summary>
public sealed class Sgd(double momentum = 0, double weightDecay = 0, bool nesterov = false) : Optimizer
{
    /// <inheritdoc/>
    protected override IReadOnlyList<string> Kept { get; } = momentum == 0 ? [] : ["v"];

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, double rate, long step)
        => Apply(parameter, new Rule(momentum, rate, parameter.Decays ? weightDecay : 0, nesterov));

    /// <inheritdoc/>
    public override IReadOnlyList<RuleLine> Explain(double rate, long step)
    {
        string N(double value) => RuleLine.Of(value);
        return
        [
            .. weightDecay == 0 ? [] : new RuleLine[] { new("g ← g + λ w", $"g ← g + {N(weightDecay)} w") },
            .. momentum == 0 ? [] : new RuleLine[] { new("v ← μ v + g", $"v ← {N(momentum)} v + g") },
            momentum == 0 ? new("w ← w − η g", $"w ← w − {N(rate)} g")
                : nesterov ? new("w ← w − η (g + μ v)", $"w ← w − {N(rate)} (g + {N(momentum)} v)")
                : new("w ← w − η v", $"w ← w − {N(rate)} v"),
        ];
    }

    private readonly struct Rule(double momentum, double rate, double decay, bool nesterov) : IUpdate
    {
        public V Next<V>(V w, V g, ref V v, ref V unused) where V : struct, IVector<V, float>
        {
            g = V.Fma(V.Constant(decay), w, g);
            v = V.Fma(V.Constant(momentum), v, g);
            var direction = nesterov ? V.Fma(V.Constant(momentum), v, g) : v;
            return w - V.Constant(rate) * direction;
        }
    }
}
