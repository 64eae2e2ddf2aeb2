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

/// <summary>A layer that makes sequences of sequences.</summary>
public interface ISequenceLayer : ILayer
{
    /// <summary>Columns of x; 0 where any number will do.</summary>
    int Inputs { get; }

    /// <summary>y [T, B, outputs] from x [T, B, inputs].</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="x">The sequences side by side.</param>
    /// <param name="lengths">The steps of each sequence, or null where all have T.</param>
    Tensor Run(Tape tape, Tensor x, int[]? lengths);
}

/// <summary>How weights start.</summary>
public static class Initial
{
    /// <summary>
    /// Fills with numbers uniform in <paramref name="centre"/> ± <paramref name="bound"/>, drawn by seed and name: what a parameter starts as does
    /// not
    /// depend on which others there are.
    /// </summary>
    public static void Uniform(Parameter parameter, ulong seed, float bound, float centre = 0)
        => parameter.StartAs(value => Draw(parameter.Name, value, seed, bound, centre));

    /// <summary>Recurrent weights [feeds · H, H] as their form has them.</summary>
    /// <param name="parameter">The weights.</param>
    /// <param name="seed">From which they are drawn.</param>
    /// <param name="bound">How large they are at most.</param>
    /// <param name="form">Their form.</param>
    /// <param name="mask">Sets to 0 what is not connected.</param>
    internal static void Recurrent(Parameter parameter, ulong seed, float bound, RecurrentForm form, Action<Tensor> mask)
        => parameter.StartAs(value =>
        {
            if (form != RecurrentForm.Identity) Draw(parameter.Name, value, seed, bound, 0);
            else for (int r = 0; r < value.Rows; r++) value[r, r % value.Columns] = 1;
            mask(value);
        });

    private static void Draw(string name, Tensor value, ulong seed, float bound, float centre)
    {
        var random = new RandomStream(seed, Purpose.Weights, Hash(name));
        for (int r = 0; r < value.Rows; r++)
        {
            var row = value.Row(r);
            for (int c = 0; c < row.Length; c++) row[c] = centre + (2 * random.Uniform((uint)(r * row.Length + c)) - 1) * bound;
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
