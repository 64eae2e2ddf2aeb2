using Sluice.Formats;
using Sluice.Formats.Foreign;
using Sluice.Models;

namespace Sluice.Interop;

/// <summary>The formats of this package.</summary>
public static class KerasFiles
{
    /// <summary>
    /// Lets <see cref="WeightFile"/> know the files of Keras: .h5 and .hdf5 with weights or whole models, and .keras. Call it once when the program
    /// begins; again does no harm.
    /// </summary>
    public static void Register() => WeightFile.Register([new KerasFormat()]);

    /// <summary>Whether a file of Keras holds a whole model: the configuration that says how its layers hang together, beside the weights.</summary>
    /// <param name="path">The file.</param>
    public static bool HasNetwork(string path)
    {
        Register();
        if (!WeightFile.Is(path)) return false;
        using var file = WeightFile.Open(path);
        return HasNetwork(file);
    }

    /// <summary>The same of a file that is open.</summary>
    /// <param name="file">The file.</param>
    public static bool HasNetwork(WeightFile file) => KerasNetwork.Has(file);

    /// <summary>
    /// Reads a whole model (.keras of Keras 3, .h5 of Keras 2 and 3), Sequential or Functional, as a network: its layers by the operators of ONNX,
    /// its recurrent layers at the speed of built-in ones. Nothing of the file is executed.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <returns>The network; inputs and outputs bear the names of the layers, [batch, ...]. It may be used from any thread.</returns>
    /// <exception cref="SluiceFormatException">The file is damaged or no model of Keras, or has a layer or a setting that is not read; the layer is
    /// named.</exception>
    public static Network ReadNetwork(string path)
    {
        Register();
        using var file = WeightFile.Open(path);
        return ReadNetwork(file);
    }

    /// <summary>The same of a file that is open.</summary>
    /// <param name="file">The file; the network does not need it any more.</param>
    /// <returns>The network.</returns>
    /// <exception cref="SluiceFormatException">As for <see cref="ReadNetwork(string)"/>.</exception>
    public static Network ReadNetwork(WeightFile file)
    {
        try
        {
            return KerasNetwork.Of(file);
        }
        catch (SluiceException e) when (e is not SluiceFormatException)
        {
            throw new SluiceFormatException(e.Message, file.Path, inner: e);
        }
    }
}
