using System.Runtime.CompilerServices;

namespace Sluice.Vectors;

/// <summary>One float: the width of machines without vectors, and the reference for the others.</summary>
internal readonly unsafe partial struct Float1(float value) : IReducedVector<Float1>
{
    private readonly float _value = value;

    public static int Count => 1;

    public static Float1 Load(float* source) => new(*source);

    public static void Store(float* target, Float1 value) => *target = value._value;

    public static Float1 Broadcast(float value) => new(value);

    public static Float1 Constant(double value) => new((float)value);

    public static Float1 operator +(Float1 a, Float1 b) => new(a._value + b._value);

    public static Float1 operator -(Float1 a, Float1 b) => new(a._value - b._value);

    public static Float1 operator *(Float1 a, Float1 b) => new(a._value * b._value);

    public static Float1 operator /(Float1 a, Float1 b) => new(a._value / b._value);

    public static Float1 operator -(Float1 a) => new(-a._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Float1 Fma(Float1 a, Float1 b, Float1 c) => new(VectorWidth.HasFma
        ? MathF.FusedMultiplyAdd(a._value, b._value, c._value)
        : a._value * b._value + c._value);

    public static Float1 Max(Float1 a, Float1 b) => a._value > b._value ? a : b;

    public static Float1 Min(Float1 a, Float1 b) => a._value < b._value ? a : b;

    public static Float1 Abs(Float1 x) => new(MathF.Abs(x._value));

    public static Float1 Sqrt(Float1 x) => new(MathF.Sqrt(x._value));

    public static Float1 SelectLess(Float1 a, Float1 b, Float1 then, Float1 otherwise) => a._value < b._value ? then : otherwise;

    public static Float1 Exp(Float1 x) => FloatMath.Exp(x);

    public static Float1 Log(Float1 x) => FloatMath.Log(x);

    public static Float1 Tanh(Float1 x) => FloatMath.Tanh(x);

    public static Float1 Sigmoid(Float1 x) => FloatMath.Sigmoid(x);

    public static Float1 Softplus(Float1 x) => FloatMath.Softplus(x);

    public static Float1 PowerOfTwo(Float1 shifted)
        => new(BitConverter.Int32BitsToSingle((BitConverter.SingleToInt32Bits(shifted._value) << 23) + FloatBits.One));

    public static Float1 Split(Float1 x, out Float1 exponent)
    {
        int bits = BitConverter.SingleToInt32Bits(x._value) - FloatBits.HalfRoot;
        exponent = new(bits >> 23);
        return new(BitConverter.Int32BitsToSingle((bits & FloatBits.Mantissa) + FloatBits.HalfRoot));
    }

    public static Float1 CopySign(Float1 magnitude, Float1 sign) => new(MathF.CopySign(magnitude._value, sign._value));
}
