using Sluice.Autodiff;
using Sluice.Cells.Contract;

namespace Sluice.Layers;

public sealed partial class Recurrent
{
    private Tensor? _effective;

    /// <summary>The matrices of the products: the parameter itself, or M − Mᵀ − γ·1 of each of its matrices M.</summary>
    private Tensor EffectiveWeight()
    {
        if (Shape.Form != RecurrentForm.Antisymmetric) return RecurrentWeight.Value;
        _effective ??= new Tensor(RecurrentWeight.Value.Shape.ToArray());
        float damping = Shape.Damping is { } number ? Shape.Blocks[number].Bias : 0.01f;
        for (int first = 0; first < _effective.Rows; first += Hidden)
        {
            for (int u = 0; u < Hidden; u++)
            {
                Span<float> row = _effective.Row(first + u), source = RecurrentWeight.Value.Row(first + u);
                for (int v = 0; v < Hidden; v++) row[v] = source[v] - RecurrentWeight.Value[first + v, u];
                row[u] = -damping;
            }
        }

        return _effective;
    }

    /// <summary>Where the gradient of <see cref="EffectiveWeight"/> is summed.</summary>
    private Tensor EffectiveGradient(Tape tape)
        => Shape.Form == RecurrentForm.Antisymmetric ? tape.Lend(true, RecurrentWeight.Value.Shape.ToArray()) : RecurrentWeight.Gradient;

    /// <summary>Sets to 0 what connects modules that a clockwork cell does not connect.</summary>
    private void MaskModules(Tensor weights)
    {
        if (Clock.Of(Shape, Hidden) is not { } clock) return;
        for (int u = 0; u < weights.Rows; u++) weights.Row(u)[..clock.FirstSource(u % Hidden)].Clear();
    }

    /// <summary>dM += dR − dRᵀ, where the product's matrices R are not the parameter itself.</summary>
    private void AddEffective(Tensor gradient)
    {
        if (gradient == RecurrentWeight.Gradient) return;
        for (int first = 0; first < gradient.Rows; first += Hidden)
        {
            for (int u = 0; u < Hidden; u++)
            {
                Span<float> target = RecurrentWeight.Gradient.Row(first + u), source = gradient.Row(first + u);
                for (int v = 0; v < Hidden; v++) target[v] += source[v] - gradient[first + v, u];
            }
        }
    }
}
