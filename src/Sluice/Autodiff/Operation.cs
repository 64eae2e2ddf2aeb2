namespace Sluice.Autodiff;

/// <summary>
/// One entry of a tape: what was computed from what. A recurrent layer is one operation, whatever the number of its time steps.
/// From the operations come the gradients, the summary of a model, its diagram and its export.
/// </summary>
/// <param name="name">What was done, such as "Recurrent", "Linear" or "Sum".</param>
/// <param name="inputs">The tensors read. Symbols, which an embedding reads, are none.</param>
/// <param name="outputs">The tensors written, the main one first.</param>
/// <param name="backward">Adds to the gradients of inputs and parameters, once those of the outputs are complete; null where nothing passes.</param>
public sealed class Operation(string name, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> outputs, Action? backward)
{
    private static readonly IReadOnlyDictionary<string, object> s_none = new Dictionary<string, object>();

    /// <summary>What was done, such as "Recurrent", "Linear" or "Sum".</summary>
    public string Name { get; } = name;

    /// <summary>The name of the layer, as its parameters' names begin; empty for operations without parameters.</summary>
    public string Layer { get; init; } = "";

    /// <summary>The tensors read.</summary>
    public IReadOnlyList<Tensor> Inputs { get; } = inputs;

    /// <summary>The tensors written, the main one first.</summary>
    public IReadOnlyList<Tensor> Outputs { get; } = outputs;

    /// <summary>The parameters read, in the layer's order.</summary>
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary>What else decides the result, by name: "cell", "units", "reverse", "share" and the like.</summary>
    public IReadOnlyDictionary<string, object> Attributes { get; init; } = s_none;

    /// <summary>Floating-point operations of the products of one row of the main output.</summary>
    public long OperationsPerRow { get; init; }

    internal Action? Backward { get; set; } = backward;

    /// <summary>The operation, the layer and the shape of what came out, such as "Linear output: [8, 1, 65]".</summary>
    public override string ToString() => $"{Name}{(Layer.Length > 0 ? " " + Layer : "")}: {Outputs[0].Describe()}";
}
