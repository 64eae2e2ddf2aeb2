namespace Sluice.Cells;

/// <summary>No forget gate, NFG of the study: nothing is forgotten.</summary>
internal readonly struct LstmNoForgetGate : ILstmVariant
{
    public static string Name => "lstm-no-forget-gate";

    public static string About => "NFG of Greff et al. 2015";

    public static bool ForgetGate => false;
}
