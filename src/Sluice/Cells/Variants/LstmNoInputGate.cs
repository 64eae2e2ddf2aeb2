namespace Sluice.Cells;

/// <summary>No input gate, NIG of the study: everything is taken up.</summary>
internal readonly struct LstmNoInputGate : ILstmVariant
{
    public static string Name => "lstm-no-input-gate";

    public static string About => "NIG of Greff et al. 2015";

    public static bool InputGate => false;
}
