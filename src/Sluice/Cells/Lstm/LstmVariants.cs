namespace Sluice.Cells.Lstm;

/// <summary>The LSTM as first published: it cannot forget; f = 1.</summary>
internal readonly struct Lstm1997 : ILstmVariant
{
    public static string Name => "lstm-1997";

    public static string About => "Hochreiter and Schmidhuber 1997";

    public static bool ForgetGate => false;

    public static bool Peepholes => false;
}

/// <summary>No input gate, NIG of the study: everything is taken up.</summary>
internal readonly struct LstmNoInputGate : ILstmVariant
{
    public static string Name => "lstm-no-input-gate";

    public static string About => "NIG of Greff et al. 2015";

    public static bool InputGate => false;
}

/// <summary>No forget gate, NFG of the study: nothing is forgotten.</summary>
internal readonly struct LstmNoForgetGate : ILstmVariant
{
    public static string Name => "lstm-no-forget-gate";

    public static string About => "NFG of Greff et al. 2015";

    public static bool ForgetGate => false;
}

/// <summary>No output gate, NOG of the study: all is shown.</summary>
internal readonly struct LstmNoOutputGate : ILstmVariant
{
    public static string Name => "lstm-no-output-gate";

    public static string About => "NOG of Greff et al. 2015";

    public static bool OutputGate => false;
}

/// <summary>No input activation function, NIAF of the study: g is not squashed.</summary>
internal readonly struct LstmNoInputActivation : ILstmVariant
{
    public static string Name => "lstm-no-input-activation";

    public static string About => "NIAF of Greff et al. 2015";

    public static bool InputActivation => false;
}

/// <summary>No output activation function, NOAF of the study: c is not squashed.</summary>
internal readonly struct LstmNoOutputActivation : ILstmVariant
{
    public static string Name => "lstm-no-output-activation";

    public static string About => "NOAF of Greff et al. 2015";

    public static bool OutputActivation => false;
}

/// <summary>Coupled gates without peepholes: it forgets just what it replaces; f = 1 − i.</summary>
internal readonly struct LstmCoupled : ILstmVariant
{
    public static string Name => "lstm-coupled";

    public static string About => "coupled input and forget gate; Greff et al. 2015";

    public static bool Coupled => true;

    public static bool Peepholes => false;
}

/// <summary>Coupled gates with peepholes, CIFG of the study.</summary>
internal readonly struct LstmCoupledPeephole : ILstmVariant
{
    public static string Name => "lstm-coupled-peephole";

    public static string About => "CIFG of Greff et al. 2015";

    public static bool Coupled => true;
}
