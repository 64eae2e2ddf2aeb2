using System.Collections.Frozen;
using Sluice.Autodiff;

namespace Sluice.Networks.Operators;

/// <summary>What an operator does: values out of values, null for those that are left out. It keeps nothing from call to call.</summary>
internal delegate Value?[] Kernel(Tape tape, Value?[] inputs);

/// <summary>The operators by their ONNX names. To add one: a line in its family's list.</summary>
internal static class OperatorTable
{
    private static readonly FrozenDictionary<string, Func<Node, Kernel>> s_operators =
        Elementwise.All.Concat(Integers.All).Concat(Choices.All).Concat(Shapes.All).Concat(Moves.All).Concat(Gathers.All).Concat(Reductions.All)
            .Concat(Orders.All).Concat(Softmaxes.All).Concat(Products.All).Concat(Convolutions.All).Concat(Pools.All).Concat(Normalisations.All)
            .Concat(Attentions.All).Concat(RecurrentNodes.All).Concat(Control.All).ToFrozenDictionary(o => o.Name, o => o.Prepare);

    /// <summary>The names of all operators.</summary>
    public static IReadOnlyList<string> Names => [.. s_operators.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Reads a node's attributes.</summary>
    /// <exception cref="SluiceException">The operator is not known, or an attribute makes no sense; the message names the node.</exception>
    public static Kernel Prepare(Node node)
    {
        if (!IsKnown(node) || !s_operators.TryGetValue(node.Operator, out var prepare))
        {
            string domain = node.Domain is "" or "ai.onnx" ? "" : $" of '{node.Domain}'";
            throw new SluiceException(
                $"Node {node.Described}: the operator '{node.Operator}'{domain}, opset {node.Opset}, is not one of those that run here: "
                + string.Join(", ", Names) + ".");
        }

        try
        {
            return prepare(node);
        }
        catch (SluiceException e)
        {
            throw At(node, e);
        }
    }

    /// <summary>Runs a node's kernel.</summary>
    /// <exception cref="SluiceException">Values that do not fit; the message names the node and what it was given.</exception>
    public static Value?[] Run(Node node, Kernel kernel, Tape tape, Value?[] inputs)
    {
        try
        {
            return kernel(tape, inputs);
        }
        catch (SluiceException e)
        {
            throw At(node, e);
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentException or OverflowException or NullReferenceException
            or DivideByZeroException or OutOfMemoryException)
        {
            string given = string.Join(", ", inputs.Select(i => i?.ToString() ?? "nothing"));
            throw new SluiceException($"Node {node.Described}: expected values that it can compute with, got {given}.", e);
        }
    }

    /// <summary>Whether a node of this operator gives the same at every run.</summary>
    public static bool IsFixed(string name) => s_operators.ContainsKey(name) && name is not ("If" or "Loop" or "Scan" or "Dropout");

    /// <summary>The names of values around it that a node's branches and bodies read.</summary>
    public static IReadOnlyList<string> OuterOf(Node node) => [.. node.Graphs.SelectMany(g => g.OuterNames).Distinct()];

    /// <summary>Whether the domain of the node's operator has one of this name that runs here.</summary>
    private static bool IsKnown(Node node) => node.Domain switch
    {
        "" or "ai.onnx" => node.Operator is not "MultiHeadAttention",
        Attentions.Microsoft => node.Operator is "Attention" or "MultiHeadAttention",
        NetworkBuilder.Domain => node.Operator is "Recurrent" or "RecurrentStep",
        _ => false,
    };

    private static SluiceException At(Node node, SluiceException e)
        => e.Message.StartsWith("Node ", StringComparison.Ordinal) ? e : new SluiceException($"Node {node.Described}: {e.Message.TrimEnd('.')}.", e);
}
