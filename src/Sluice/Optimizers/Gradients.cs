using Sluice.Autodiff;

namespace Sluice.Optimizers;

/// <summary>The gradients of all parameters together.</summary>
public static class Gradients
{
    /// <summary>Sets all gradients to 0.</summary>
    public static void Clear(IReadOnlyList<Parameter> parameters)
    {
        foreach (var parameter in parameters) parameter.Gradient.Clear();
    }
}
