namespace Sluice.Inspection;

/// <summary>Which singular values of a step's Jacobian are wanted.</summary>
public enum JacobianSpectrum
{
    /// <summary>None.</summary>
    None,

    /// <summary>The largest, which bounds how gradients grow: quick also where there are many units.</summary>
    Largest,

    /// <summary>All: their time grows with the cube of the units.</summary>
    All,
}
