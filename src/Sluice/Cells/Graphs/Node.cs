using System.Runtime.CompilerServices;
using Sluice.Vectors;

namespace Sluice.Cells.Graphs;

/// <summary>What a node of a recorded cell computes, or which value of the lanes it reads.</summary>
public enum Operation
{
    /// <summary>A number.</summary>
    Constant,

    /// <summary>The pre-activation of block <see cref="Node.Index"/>, or what an earlier stage kept there.</summary>
    Block,

    /// <summary>A weight of each unit.</summary>
    Weight,

    /// <summary>A state before the step.</summary>
    Before,

    /// <summary>Backward: the gradient of a state after the step.</summary>
    DAfter,

    /// <summary>Backward: the gradient of an operand.</summary>
    DOperand,

    /// <summary>a + b.</summary>
    Add,

    /// <summary>a − b.</summary>
    Subtract,

    /// <summary>a·b.</summary>
    Multiply,

    /// <summary>a / b.</summary>
    Divide,

    /// <summary>−a.</summary>
    Negate,

    /// <summary>max(a, b).</summary>
    Max,

    /// <summary>min(a, b).</summary>
    Min,

    /// <summary>|a|.</summary>
    Abs,

    /// <summary>√a.</summary>
    Sqrt,

    /// <summary>c where a is less than b, d elsewhere.</summary>
    SelectLess,

    /// <summary>eᵃ.</summary>
    Exp,

    /// <summary>ln a.</summary>
    Log,

    /// <summary>tanh a.</summary>
    Tanh,

    /// <summary>σ(a).</summary>
    Sigmoid,

    /// <summary>ln(1 + eᵃ).</summary>
    Softplus,
}

/// <summary>A node: an operation on earlier nodes, or an input, which has an index instead.</summary>
public readonly record struct Node(Operation Operation, int A = -1, int B = -1, int C = -1, int D = -1, double Value = 0, int Index = -1)
{
    /// <summary>The nodes that it reads.</summary>
    public IEnumerable<int> Arguments => new[] { A, B, C, D }.Where(n => n >= 0);

    /// <summary>The value of an operation from those of the nodes before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal V Compute<V>(V[] v) where V : struct, IVector<V> => Operation switch
    {
        Operation.Constant => V.Constant(Value),
        Operation.Add => v[A] + v[B],
        Operation.Subtract => v[A] - v[B],
        Operation.Multiply => v[A] * v[B],
        Operation.Divide => v[A] / v[B],
        Operation.Negate => -v[A],
        Operation.Max => V.Max(v[A], v[B]),
        Operation.Min => V.Min(v[A], v[B]),
        Operation.Abs => V.Abs(v[A]),
        Operation.Sqrt => V.Sqrt(v[A]),
        Operation.SelectLess => V.SelectLess(v[A], v[B], v[C], v[D]),
        Operation.Exp => V.Exp(v[A]),
        Operation.Log => V.Log(v[A]),
        Operation.Tanh => V.Tanh(v[A]),
        Operation.Sigmoid => V.Sigmoid(v[A]),
        Operation.Softplus => V.Softplus(v[A]),
        _ => throw new InvalidOperationException($"{Operation} reads lanes."),
    };
}

/// <summary>What a stage does with a node.</summary>
public enum Effect
{
    /// <summary>Keeps it in a block.</summary>
    Keep,

    /// <summary>Makes it a state after the step.</summary>
    After,

    /// <summary>Makes it an operand.</summary>
    Operand,

    /// <summary>Backward: sets the gradient of a block.</summary>
    DBlock,

    /// <summary>Backward: adds to the gradient of a weight.</summary>
    AddDWeight,

    /// <summary>Backward: sets the gradient of a state before the step.</summary>
    DBefore,

    /// <summary>Backward: adds to it.</summary>
    AddDBefore,
}

/// <summary>An effect on the block, state, operand or weight <paramref name="Index"/>.</summary>
public readonly record struct Output(Effect Effect, int Index, int Node);
