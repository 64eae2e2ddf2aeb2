namespace Sluice.Cells;

/// <summary>No output gate, NOG of the study: all is shown.</summary>
internal readonly struct LstmNoOutputGate : ILstmVariant
{
    public static string Name => "lstm-no-output-gate";

    public static string About => "NOG of Greff et al. 2015";

    public static bool OutputGate => false;
}
