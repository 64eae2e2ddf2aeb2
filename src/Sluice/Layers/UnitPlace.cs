namespace Sluice.Layers;

/// <summary>One unit of a stack.</summary>
/// <param name="Layer">Its layer, from 0.</param>
/// <param name="Unit">Its place in the layer, from 0.</param>
public readonly record struct UnitPlace(int Layer, int Unit);
