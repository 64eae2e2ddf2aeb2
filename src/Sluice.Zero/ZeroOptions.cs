namespace Sluice.Zero;

/// <summary>The sizes of the net.</summary>
/// <param name="Cell">A cell of the catalog.</param>
/// <param name="Hidden">Units of a recurrent layer.</param>
/// <param name="Layers">Recurrent layers.</param>
/// <param name="Head">Units of the layer before the output.</param>
internal sealed record ZeroOptions(string Cell = "paralstm", int Hidden = 224, int Layers = 3, int Head = 256)
{
    /// <summary>Steps that the recurrent layers read at once.</summary>
    public const int Patch = 16;

    /// <summary>Steps that are forecast at once.</summary>
    public const int Block = 64;

    /// <summary>Steps of the past that are looked at, at most.</summary>
    public const int Context = 2048;

    /// <summary>Steps for which the simple forecasts are mixed alike.</summary>
    public const int Group = 8;

    /// <summary>The levels of the quantiles.</summary>
    public static readonly double[] Levels = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];
}
