using Sluice.Cells.Activated;

namespace Sluice.Networks.Operators;

/// <summary>What the attributes of an LSTM, GRU or RNN say about it.</summary>
internal sealed class RecurrentAttributes
{
    private static readonly (Activation Activation, string Function)[] s_functions =
    [
        (new("Sigmoid", 0, 0), "sigmoid"), (new("Tanh", 0, 0), "tanh"), (new("HardSigmoid", 0.2f, 0.5f), "hard-sigmoid"),
        (new("HardSigmoid", 1f / 6, 0.5f), "hard-sigmoid-sixth"), (new("Affine", 1, 0), "linear"), (new("Relu", 0, 0), "relu"),
        (new("LeakyRelu", 0.2f, 0), "leaky-relu"), (new("Elu", 1, 0), "elu"), (new("Softsign", 0, 0), "softsign"), (new("Softplus", 0, 0), "softplus"),
    ];

    /// <summary>Reads the attributes.</summary>
    /// <exception cref="SluiceException">A direction, layout or activation that is not known.</exception>
    public RecurrentAttributes(Node node)
    {
        Operator = node.Operator;
        string direction = node.Text("direction", "forward");
        Directions = direction switch
        {
            "forward" => [false],
            "reverse" => [true],
            "bidirectional" => [false, true],
            _ => throw new SluiceException($"expected the direction forward, reverse or bidirectional, got '{direction}'"),
        };
        Hidden = (int)node.Integer("hidden_size", 0);
        Clip = node.Number("clip", 0);
        Coupled = node.Integer("input_forget", 0) != 0;
        LinearBeforeReset = node.Integer("linear_before_reset", 0) != 0;
        BatchFirst = node.Integer("layout", 0) switch
        {
            0 => false,
            1 => true,
            var other => throw new SluiceException($"expected the layout 0 or 1, got {other}"),
        };
        Activations = Read(node, Defaults, Directions.Count);
    }

    /// <summary>LSTM, GRU or RNN.</summary>
    public string Operator { get; }

    /// <summary>Of each direction whether time runs backward.</summary>
    public IReadOnlyList<bool> Directions { get; }

    /// <summary>H; 0 where it is to be taken from the weights.</summary>
    public int Hidden { get; }

    /// <summary>The bound of what goes into an activation; 0 for none.</summary>
    public float Clip { get; }

    /// <summary>Whether f = 1 − i.</summary>
    public bool Coupled { get; }

    /// <summary>Whether the reset gate acts on the product with h⁻, as PyTorch and Keras have it, and not on h⁻.</summary>
    public bool LinearBeforeReset { get; }

    /// <summary>Whether X is [B, T, I], Y [B, T, D, H] and states [B, D, H].</summary>
    public bool BatchFirst { get; }

    /// <summary>The activations of each direction.</summary>
    public IReadOnlyList<Activation[]> Activations { get; }

    /// <summary>Gates, stacked in W and R.</summary>
    public int Gates => Operator switch { "LSTM" => 4, "GRU" => 3, _ => 1 };

    private string[] Defaults => Operator switch { "LSTM" => ["Sigmoid", "Tanh", "Tanh"], "GRU" => ["Sigmoid", "Tanh"], _ => ["Tanh"] };

    /// <summary>The cell of the catalog that computes this; null where none does.</summary>
    /// <param name="direction">The direction: its activations may differ.</param>
    /// <param name="peepholes">Whether there are any.</param>
    public string? Cell(int direction, bool peepholes)
    {
        string[] names = [.. Activations[direction].Select(a => a.Name)];
        if (Clip != 0) return null;
        if (Operator == "RNN") return names[0] switch { "Tanh" => "rnn", "Relu" => "rnn-relu", _ => Activated("rnn", Activations[direction]) };
        if (!names.SequenceEqual(Defaults))
            return Coupled || peepholes ? null : Activated(Operator == "LSTM" ? "lstm" : LinearBeforeReset ? "gru" : "gru-before", Activations[direction]);
        if (Operator == "GRU") return LinearBeforeReset ? "gru" : "gru-before";
        return Coupled ? "lstm-coupled-peephole" : peepholes ? "lstm-peephole" : "lstm";
    }

    /// <summary>
    /// The cell with these activations; null where one of them is not among its functions, or new values and states have different ones.
    /// </summary>
    private static string? Activated(string cell, Activation[] all)
    {
        if (!ActivatedCells.AreThere || all.Length == 3 && all[1] != all[2]) return null;
        string?[] functions = [.. all.Take(2).Select(Function)];
        return functions.Contains(null) ? null : ActivatedCells.NameOf(cell, functions!);
    }

    /// <summary>The activation that a function of the catalog's cells is.</summary>
    public static Activation ActivationOf(string function) => s_functions.First(f => f.Function == function).Activation;

    private static string? Function(Activation activation) => s_functions.FirstOrDefault(f => f.Activation == activation).Function;

    /// <summary>α and β are listed for the activations that take them alone, one direction after the other.</summary>
    private static Activation[][] Read(Node node, string[] defaults, int directions)
    {
        string[] names = node.Texts("activations") is { Length: > 0 } given ? given : [.. Enumerable.Repeat(defaults, directions).SelectMany(d => d)];
        if (names.Length != defaults.Length * directions)
            throw new SluiceException($"expected {defaults.Length} activations for each of {directions} directions, got {names.Length}");
        Queue<float> alpha = new(node.Numbers("activation_alpha") ?? []), beta = new(node.Numbers("activation_beta") ?? []);
        return [.. names.Select(n => Activation.Of(n, alpha, beta)).Chunk(defaults.Length)];
    }
}
