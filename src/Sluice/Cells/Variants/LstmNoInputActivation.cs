namespace Sluice.Cells;

/// <summary>No input activation function, NIAF of the study: g is not squashed.</summary>
internal readonly struct LstmNoInputActivation : ILstmVariant
{
    public static string Name => "lstm-no-input-activation";

    public static string About => "NIAF of Greff et al. 2015";

    public static bool InputActivation => false;
}
