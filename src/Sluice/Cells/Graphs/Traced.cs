using Sluice.Vectors;

namespace Sluice.Cells.Graphs;

/// <summary>
/// A vector that computes nothing and writes down what it was asked: run a cell on it and its mathematics is a
/// <see cref="Graph"/>.
/// </summary>
internal readonly struct Traced(int node) : IVector<Traced>
{
    /// <summary>The node in the graph that is being recorded by this thread.</summary>
    public int Node { get; } = node;

    public static Traced operator +(Traced a, Traced b) => Add(Operation.Add, a, b);

    public static Traced operator -(Traced a, Traced b) => Add(Operation.Subtract, a, b);

    public static Traced operator *(Traced a, Traced b) => Add(Operation.Multiply, a, b);

    public static Traced operator /(Traced a, Traced b) => Add(Operation.Divide, a, b);

    public static Traced operator -(Traced a) => Add(Operation.Negate, a);

    public static Traced Constant(double value) => new(Graph.Current.Constant(value));

    public static Traced Fma(Traced a, Traced b, Traced c) => a * b + c;

    public static Traced Max(Traced a, Traced b) => Add(Operation.Max, a, b);

    public static Traced Min(Traced a, Traced b) => Add(Operation.Min, a, b);

    public static Traced Abs(Traced x) => Add(Operation.Abs, x);

    public static Traced Sqrt(Traced x) => Add(Operation.Sqrt, x);

    public static Traced SelectLess(Traced a, Traced b, Traced then, Traced otherwise)
        => new(Graph.Current.Add(new(Operation.SelectLess, a.Node, b.Node, then.Node, otherwise.Node)));

    public static Traced Exp(Traced x) => Add(Operation.Exp, x);

    public static Traced Log(Traced x) => Add(Operation.Log, x);

    public static Traced Tanh(Traced x) => Add(Operation.Tanh, x);

    public static Traced Sigmoid(Traced x) => Add(Operation.Sigmoid, x);

    public static Traced Softplus(Traced x) => Add(Operation.Softplus, x);

    private static Traced Add(Operation operation, Traced a) => new(Graph.Current.Add(new(operation, a.Node)));

    private static Traced Add(Operation operation, Traced a, Traced b) => new(Graph.Current.Add(new(operation, a.Node, b.Node)));
}
