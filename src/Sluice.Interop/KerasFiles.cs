using Sluice.Formats.Foreign;

namespace Sluice.Interop;

/// <summary>The formats of this package.</summary>
public static class KerasFiles
{
    /// <summary>
    /// Lets <see cref="WeightFile"/> know the files of Keras: .h5 and .hdf5 with weights or whole models, and .keras. Call it once when the program
    /// begins; again does no harm.
    /// </summary>
    public static void Register() => WeightFile.Register([new KerasFormat()]);
}
