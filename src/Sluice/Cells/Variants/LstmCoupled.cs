namespace Sluice.Cells;

/// <summary>Coupled gates without peepholes: it forgets just what it replaces; f = 1 − i.</summary>
internal readonly struct LstmCoupled : ILstmVariant
{
    public static string Name => "lstm-coupled";

    public static string About => "coupled input and forget gate; Greff et al. 2015";

    public static bool Coupled => true;

    public static bool Peepholes => false;
}
