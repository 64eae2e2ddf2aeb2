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

    private static unsafe float Value(Float1 lane)
    {
        float value;
        Float1.Store(&value, lane);
        return value;
    }
}
