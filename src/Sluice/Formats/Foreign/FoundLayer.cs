namespace Sluice.Formats.Foreign;

/// <summary>How the arrays of a recurrent layer are laid out.</summary>
public enum WeightLayout
{
    /// <summary>Matrices [gates·hidden, inputs], two biases; LSTM i f g o, GRU r z n.</summary>
    PyTorch,

    /// <summary>Kernels [inputs, gates·hidden], one bias, or two rows of it; LSTM i f c o, GRU z r h.</summary>
    Keras,

    /// <summary>Keras's layers on cuDNN (CuDNNLSTM, CuDNNGRU): as Keras, each gate's block transposed, two biases one after the other.</summary>
    Cudnn,
}

/// <summary>A recurrent layer, or a stack of them, that was recognised in a file by the names and shapes of its arrays.</summary>
public sealed record FoundLayer
{
    /// <summary>Its name, such as "encoder.rnn"; empty where the file holds the state of a single layer.</summary>
    public required string Name { get; init; }

    /// <summary>Another name by which it can be asked for: that of a layer of Keras 3, whose weights are filed by class and place.</summary>
    public string? OtherName { get; init; }

    /// <summary>The cell of the catalog that it is, such as <c>lstm</c> or <c>lstm-projected:64</c>.</summary>
    public required string Cell { get; init; }

    /// <summary>How its arrays are laid out.</summary>
    public required WeightLayout Layout { get; init; }

    /// <summary>I.</summary>
    public required int Input { get; init; }

    /// <summary>H.</summary>
    public required int Hidden { get; init; }

    /// <summary>P, where its output is projected; null else.</summary>
    public int? Projection { get; init; }

    /// <summary>Layers one above the other.</summary>
    public required int Layers { get; init; }

    /// <summary>Whether each layer also runs from the end.</summary>
    public required bool Bidirectional { get; init; }

    /// <summary>What its weights do not tell and is taken for granted; null where they tell all.</summary>
    public string? Note { get; init; }

    /// <summary>Why it cannot be run, such as an activation that no cell has; null where it can.</summary>
    public string? Refusal { get; init; }

    /// <summary>Its arrays.</summary>
    public IReadOnlyList<NamedTensor> Tensors => [.. Parts.SelectMany(p => p.Tensors)];

    /// <summary>The same layer as another cell whose weights have the same shapes.</summary>
    /// <exception cref="SluiceException">There is no such choice.</exception>
    internal FoundLayer As(string cell)
    {
        string[][] alike = [["rnn", "rnn-relu", "rnn-identity", "irnn"], ["gru", "gru-before"]];
        bool twoBiases = Parts[0].SecondBias is not null || Parts[0].Bias is { Shape.Count: 2 } || Layout == WeightLayout.Cudnn;
        return alike.Any(a => a.Contains(Cell) && a.Contains(cell)) && !(cell == "gru-before" && twoBiases)
            ? this with { Cell = cell, Note = null }
            : throw new SluiceException($"{Name}: its weights are those of '{Cell}', got '{cell}'.");
    }

    /// <summary>Layer after layer, the forward direction before the reverse one.</summary>
    internal IReadOnlyList<FoundPart> Parts { get; init; } = [];
}

/// <summary>Arrays whose names are those of a recurrent layer, but whose shapes do not fit.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Why">What does not fit.</param>
public sealed record Misfit(string Name, string Why);

/// <summary>The arrays of one layer in one direction.</summary>
internal sealed record FoundPart(
    NamedTensor Input, NamedTensor Recurrent, NamedTensor? Bias, NamedTensor? SecondBias = null, NamedTensor? Projection = null)
{
    public IEnumerable<NamedTensor> Tensors => new[] { Input, Recurrent, Bias, SecondBias, Projection }.OfType<NamedTensor>();
}

/// <summary>What was recognised in a file.</summary>
internal sealed record Findings(IReadOnlyList<FoundLayer> Layers, IReadOnlyList<Misfit> Misfits);
