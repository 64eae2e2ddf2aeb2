using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Cells.Elman;

namespace Sluice.Cells.Activated;

/// <summary>
/// LSTM, GRU and Elman cells with other activations than the usual ones, as files of Keras and ONNX have them:
/// <c>lstm(hard-sigmoid,relu)</c> by gates and new values, <c>gru(…)</c>, <c>gru-before(…)</c>, <c>rnn(elu)</c>. They are made when they are asked
/// for, and stand in no list of cells.
/// </summary>
internal static class ActivatedCells
{
    private static readonly (string Name, Type Type)[] s_functions =
    [
        (SigmoidOf.Name, typeof(SigmoidOf)), (TanhActivation.Name, typeof(TanhActivation)), (HardSigmoidOf.Name, typeof(HardSigmoidOf)),
        (SlowHardSigmoidOf.Name, typeof(SlowHardSigmoidOf)), (IdentityActivation.Name, typeof(IdentityActivation)),
        (ReluActivation.Name, typeof(ReluActivation)), (LeakyReluOf.Name, typeof(LeakyReluOf)), (EluOf.Name, typeof(EluOf)),
        (SoftsignOf.Name, typeof(SoftsignOf)), (SoftplusOf.Name, typeof(SoftplusOf)),
    ];

    /// <summary>The names of the functions.</summary>
    public static IEnumerable<string> Functions => s_functions.Select(f => f.Name);

    /// <summary>Whether cells can be made: not in a program compiled ahead of time, where types cannot be put together.</summary>
    public static bool AreThere => RuntimeFeature.IsDynamicCodeSupported;

    /// <summary>The name of a cell.</summary>
    /// <param name="cell">lstm, gru, gru-before or rnn.</param>
    /// <param name="functions">Of the gates and of the new values; of rnn one.</param>
    public static string NameOf(string cell, params string[] functions) => $"{cell}({string.Join(',', functions)})";

    /// <summary>The type of a cell; null where the name is none of these.</summary>
    [RequiresDynamicCode("Puts types together.")]
    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = "The types are named above, and have no members but those of their interface.")]
    public static Type? TypeOf(string name)
    {
        int open = name.IndexOf('(');
        if (open < 0 || !name.EndsWith(')')) return null;
        Type?[] functions = [.. name[(open + 1)..^1].Split(',').Select(f => Array.Find(s_functions, k => k.Name == f).Type)];
        if (functions.Contains(null)) return null;
        return (name[..open], functions.Length) switch
        {
            ("lstm", 2) => typeof(LstmOf<,>).MakeGenericType(functions!),
            ("gru", 2) => typeof(GruOf<,>).MakeGenericType(functions!),
            ("gru-before", 2) => typeof(GruBeforeOf<,>).MakeGenericType(functions!),
            ("rnn", 1) => typeof(ElmanCell<>).MakeGenericType(typeof(ElmanOf<>).MakeGenericType(functions!)),
            _ => null,
        };
    }

    /// <summary>The shape of a cell with other functions.</summary>
    public static CellShape Of<G, F>(CellShape usual) where G : struct, ICellFunction where F : struct, ICellFunction => usual with
    {
        Name = usual.Name == "rnn" ? NameOf(usual.Name, F.Name) : NameOf(usual.Name, G.Name, F.Name),
        Equation = usual.Equation.Replace("σ(", $"{G.Name}(", StringComparison.Ordinal).Replace("tanh(", $"{F.Name}(", StringComparison.Ordinal),
    };
}
