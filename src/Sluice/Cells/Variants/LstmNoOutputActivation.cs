namespace Sluice.Cells;

/// <summary>No output activation function, NOAF of the study: c is not squashed.</summary>
internal readonly struct LstmNoOutputActivation : ILstmVariant
{
    public static string Name => "lstm-no-output-activation";

    public static string About => "NOAF of Greff et al. 2015";

    public static bool OutputActivation => false;
}
