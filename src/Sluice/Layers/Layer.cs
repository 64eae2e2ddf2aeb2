using Sluice.Autodiff;
using Sluice.Cells.Contract;
using Sluice.Kernels;

namespace Sluice.Layers;

/// <summary>Something with parameters.</summary>
public interface ILayer
{
    /// <summary>The parameters, in a fixed order.</summary>
    IEnumerable<Parameter> Parameters { get; }
}

/// <summary>How weights start.</summary>
public static class Initial
{
    /// <summary>
    /// Fills with numbers uniform in <paramref name="centre"/> ± <paramref name="bound"/>, drawn by seed and name: what a parameter starts as does not
    /// depend on which others there are.
    /// </summary>
    public static void Uniform(Parameter parameter, ulong seed, float bound, float centre = 0)
        => parameter.StartAs(value =>
        {
            var random = new RandomStream(seed, Purpose.Weights, Hash(parameter.Name));
            for (int r = 0; r < value.Rows; r++)
            {
                var row = value.Row(r);
                for (int c = 0; c < row.Length; c++) row[c] = centre + (2 * random.Uniform((uint)(r * row.Length + c)) - 1) * bound;
            }
        });

    /// <summary>Recurrent weights [feeds · H, H] as their form has them.</summary>
    internal static void Recurrent(Parameter parameter, ulong seed, float bound, RecurrentForm form)
    {
        if (form != RecurrentForm.Identity) Uniform(parameter, seed, bound);
        else
        {
            parameter.StartAs(value =>
            {
                for (int r = 0; r < value.Rows; r++) value[r, r % value.Columns] = 1;
            });
        }
    }

    /// <summary>FNV-1a: a fixed number for a name.</summary>
    internal static uint Hash(string name)
    {
        uint hash = 2166136261;
        foreach (char c in name) hash = (hash ^ c) * 16777619;
        return hash;
    }
}
