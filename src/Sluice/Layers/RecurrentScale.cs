namespace Sluice.Layers;

/// <summary>How strongly the units of fresh layers act on each other: whether their gradients vanish or explode.</summary>
public static class RecurrentScale
{
    /// <summary>Multiplies all recurrent weights R. Antisymmetric ones keep their damping.</summary>
    /// <returns>Whether the cell has any.</returns>
    /// <exception cref="SluiceException">The factor is not finite.</exception>
    public static bool Multiply(RecurrentStack stack, float factor)
    {
        if (!float.IsFinite(factor)) throw new SluiceException($"RecurrentScale: expected a finite factor, got {factor}.");
        foreach (var layer in stack.Layers)
        {
            var weights = layer.RecurrentWeight.Value;
            for (int row = 0; row < weights.Rows; row++)
                foreach (ref float weight in weights.Row(row)) weight *= factor;
            layer.RecurrentWeight.Changed();
        }

        return stack.Layers[0].Shape.RecurrentFeeds.Count > 0;
    }
}
