using Sluice.Vectors;

namespace Sluice.Learn.Teaching;

/// <summary>The arithmetic of gates: adding and multiplying element by element, and the two squashing functions.</summary>
public static class Gates
{
    /// <summary>a + b, element by element.</summary>
    public static float[] Add(float[] a, float[] b) => [.. a.Zip(b, (x, y) => Value(Float1.Broadcast(x) + Float1.Broadcast(y)))];

    /// <summary>A signal through a gate: a tap at each element, 0 shut, 1 open.</summary>
    public static float[] Gate(float[] signal, float[] gate) => [.. signal.Zip(gate, (x, y) => Value(Float1.Broadcast(x) * Float1.Broadcast(y)))];

    /// <summary>tanh: squashes to −1 … 1.</summary>
    public static float Tanh(float x) => Value(Float1.Tanh(Float1.Broadcast(x)));

    /// <summary>The logistic function: squashes to 0 … 1, so it can be a tap.</summary>
    public static float Sigmoid(float x) => Value(Float1.Sigmoid(Float1.Broadcast(x)));

    /// <summary>Prints an example of each.</summary>
    public static void Write(TextWriter output)
    {
        output.WriteLine("Adding, element by element");
        output.WriteLine($"  {Vector([3, 4, 5])} + {Vector([6, 7, 8])} = {Vector(Add([3, 4, 5], [6, 7, 8]))}");
        output.WriteLine();
        output.WriteLine("A signal through a gate: 1 is open, 0 is shut");
        output.WriteLine($"  {Vector([0.8f, 0.8f, 0.8f])} x {Vector([1, 0.5f, 0])} = {Vector(Gate([0.8f, 0.8f, 0.8f], [1, 0.5f, 0]))}");
        output.WriteLine();
        output.WriteLine("Squashing: tanh for votes, the logistic function for gates");
        output.WriteLine($"  {"x",8} {"tanh",8} {"logistic",9}");
        foreach (float x in new[] { -100f, -2, -1, -0.5f, 0, 0.5f, 1, 2, 100 })
            output.WriteLine($"  {x,8:0.##} {Tanh(x),8:0.0000} {Sigmoid(x),9:0.0000}");
    }

    private static string Vector(float[] values) => $"({string.Join(", ", values.Select(v => v.ToString("0.##")))})";

    private static unsafe float Value(Float1 lane)
    {
        float value;
        Float1.Store(&value, lane);
        return value;
    }
}
