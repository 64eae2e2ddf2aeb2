namespace Sluice.Cells;

/// <summary>The LSTM as first published: it cannot forget; f = 1.</summary>
internal readonly struct Lstm1997 : ILstmVariant
{
    public static string Name => "lstm-1997";

    public static string About => "Hochreiter and Schmidhuber 1997";

    public static bool ForgetGate => false;

    public static bool Peepholes => false;
}
