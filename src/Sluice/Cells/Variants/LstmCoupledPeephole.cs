namespace Sluice.Cells;

/// <summary>Coupled gates with peepholes, CIFG of the study.</summary>
internal readonly struct LstmCoupledPeephole : ILstmVariant
{
    public static string Name => "lstm-coupled-peephole";

    public static string About => "CIFG of Greff et al. 2015";

    public static bool Coupled => true;
}
