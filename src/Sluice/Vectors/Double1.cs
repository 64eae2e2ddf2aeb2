namespace Sluice.Vectors;

/// <summary>One double: the arithmetic of gradient checks, accurate to about 1e-16.</summary>
internal readonly unsafe struct Double1(double value) : IVector<Double1, double>
{
    private readonly double _value = value;

    public static int Count => 1;

    /// <summary>The number itself.</summary>
    public double Value => _value;

    public static Double1 Load(double* source) => new(*source);

    public static void Store(double* target, Double1 value) => *target = value._value;

    public static Double1 Broadcast(double value) => new(value);

    public static Double1 Constant(double value) => new(value);

    public static Double1 operator +(Double1 a, Double1 b) => new(a._value + b._value);

    public static Double1 operator -(Double1 a, Double1 b) => new(a._value - b._value);

    public static Double1 operator *(Double1 a, Double1 b) => new(a._value * b._value);

    public static Double1 operator /(Double1 a, Double1 b) => new(a._value / b._value);

    public static Double1 operator -(Double1 a) => new(-a._value);

    public static Double1 Fma(Double1 a, Double1 b, Double1 c) => new(Math.FusedMultiplyAdd(a._value, b._value, c._value));

    public static Double1 Max(Double1 a, Double1 b) => a._value > b._value ? a : b;

    public static Double1 Min(Double1 a, Double1 b) => a._value < b._value ? a : b;

    public static Double1 Abs(Double1 x) => new(Math.Abs(x._value));

    public static Double1 Sqrt(Double1 x) => new(Math.Sqrt(x._value));

    public static Double1 SelectLess(Double1 a, Double1 b, Double1 then, Double1 otherwise) => a._value < b._value ? then : otherwise;

    public static Double1 Exp(Double1 x) => new(Math.Exp(x._value));

    public static Double1 Log(Double1 x) => new(Math.Log(x._value));

    public static Double1 Tanh(Double1 x) => new(Math.Tanh(x._value));

    public static Double1 Sigmoid(Double1 x) => new(1 / (1 + Math.Exp(-x._value)));

    public static Double1 Softplus(Double1 x) => new(Math.Max(x._value, 0) + double.LogP1(Math.Exp(-Math.Abs(x._value))));
}
