using System.Globalization;
using Sluice.Autodiff;

namespace Sluice.Networks;

/// <summary>
/// What goes along an edge of a <see cref="Models.Network"/>: an array of any number of dimensions, of floating-point numbers, whole numbers or texts.
/// </summary>
/// <remarks>A value is never changed, so any number of threads may read it.</remarks>
public sealed class Value
{
    private readonly int[] _shape;
    private readonly Tensor? _numbers;
    private readonly LateNumbers? _late;
    private readonly long[]? _integers;
    private readonly string[]? _texts;

    private Value(ElementType type, int[] shape, Tensor? numbers, long[]? integers, string[]? texts, LateNumbers? late = null)
        => (Type, _shape, _numbers, _integers, _texts, _late) = (type, shape, numbers, integers, texts, late);

    /// <summary>Floating-point numbers as a tensor has them; a single number, of no dimension, is a tensor [1].</summary>
    internal Value(Tensor numbers, ReadOnlySpan<int> shape, ElementType type = ElementType.Float)
        : this(type, shape.ToArray(), numbers, null, null)
    {
    }

    internal Value(Tensor numbers)
        : this(numbers, numbers.Shape)
    {
    }

    internal Value(Parameter weight, ReadOnlySpan<int> shape)
        : this(weight.Value, shape)
    {
        Weight = weight;
    }

    /// <summary>Floating-point numbers of a file, which are read when they are asked for.</summary>
    internal Value(LateNumbers late, ReadOnlySpan<int> shape)
        : this(ElementType.Float, shape.ToArray(), null, null, null, late)
    {
    }

    internal Value(long[] integers, ReadOnlySpan<int> shape, ElementType type = ElementType.Int64)
        : this(type, shape.ToArray(), null, integers, null)
    {
    }

    internal Value(string[] texts, ReadOnlySpan<int> shape)
        : this(ElementType.String, shape.ToArray(), null, null, texts)
    {
    }

    /// <summary>What the elements are.</summary>
    public ElementType Type { get; }

    /// <summary>The dimensions; none for a single number.</summary>
    public ReadOnlySpan<int> Shape => _shape;

    /// <summary>Elements.</summary>
    public long Count => _shape.Aggregate(1L, (product, n) => product * n);

    /// <summary>The trained weight that this is; null for what is computed or given.</summary>
    internal Parameter? Weight { get; }

    /// <summary>The floating-point numbers.</summary>
    internal Tensor Numbers => _numbers ?? _late?.Numbers ?? throw new SluiceException($"expected floating-point numbers, got {this}");

    /// <summary>The whole numbers, row after row.</summary>
    internal long[] Integers => _integers ?? throw new SluiceException($"expected whole numbers, got {this}");

    internal string[] Texts => _texts ?? throw new SluiceException($"expected texts, got {this}");

    internal bool IsFloat => _numbers is not null || _late is not null;

    /// <summary>The floating-point numbers that still stand in a file alone; null where they are in memory.</summary>
    internal LateNumbers? Late => _late is { IsRead: false } ? _late : null;

    internal bool IsInteger => _integers is not null;

    /// <summary>An array of floating-point numbers.</summary>
    /// <param name="values">The numbers, the last dimension running fastest.</param>
    /// <param name="shape">The dimensions; none for a single number.</param>
    /// <exception cref="SluiceException">Another number of values than the dimensions have.</exception>
    public static Value From(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        Check(values.Length, shape);
        var numbers = new Tensor(shape.Length == 0 ? [1] : shape.ToArray());
        numbers.Set(values);
        return new Value(numbers, shape);
    }

    /// <summary>An array of whole numbers.</summary>
    /// <param name="values">The numbers, the last dimension running fastest.</param>
    /// <param name="shape">The dimensions; none for a single number.</param>
    /// <exception cref="SluiceException">Another number of values than the dimensions have.</exception>
    public static Value From(ReadOnlySpan<long> values, params ReadOnlySpan<int> shape)
    {
        Check(values.Length, shape);
        return new Value(values.ToArray(), shape);
    }

    /// <summary>An array of whole numbers of 32 bits.</summary>
    /// <inheritdoc cref="From(ReadOnlySpan{long}, ReadOnlySpan{int})"/>
    public static Value From(ReadOnlySpan<int> values, params ReadOnlySpan<int> shape)
    {
        Check(values.Length, shape);
        var integers = new long[values.Length];
        for (int i = 0; i < integers.Length; i++) integers[i] = values[i];
        return new Value(integers, shape, ElementType.Int32);
    }

    /// <summary>An array of truth values.</summary>
    /// <inheritdoc cref="From(ReadOnlySpan{long}, ReadOnlySpan{int})"/>
    public static Value From(ReadOnlySpan<bool> values, params ReadOnlySpan<int> shape)
    {
        Check(values.Length, shape);
        var integers = new long[values.Length];
        for (int i = 0; i < integers.Length; i++) integers[i] = values[i] ? 1 : 0;
        return new Value(integers, shape, ElementType.Bool);
    }

    /// <summary>An array of texts.</summary>
    /// <inheritdoc cref="From(ReadOnlySpan{long}, ReadOnlySpan{int})"/>
    public static Value From(ReadOnlySpan<string> values, params ReadOnlySpan<int> shape)
    {
        Check(values.Length, shape);
        return new Value(values.ToArray(), shape);
    }

    /// <summary>The elements as floating-point numbers, the last dimension running fastest.</summary>
    /// <exception cref="SluiceException">They are texts.</exception>
    public float[] ToFloats() => IsFloat ? Numbers.ToArray() : [.. Integers.Select(v => (float)v)];

    /// <summary>The elements as whole numbers, the last dimension running fastest.</summary>
    /// <exception cref="SluiceException">They are no whole numbers.</exception>
    public long[] ToIntegers() => [.. Integers];

    /// <summary>The texts, the last dimension running fastest.</summary>
    /// <exception cref="SluiceException">They are numbers.</exception>
    public string[] ToTexts() => [.. Texts];

    /// <summary>The same elements with memory of their own.</summary>
    internal Value Copy()
    {
        if (_numbers is null) return this;
        var own = new Tensor(_numbers.Shape.ToArray());
        own.CopyFrom(_numbers);
        return new Value(own, _shape, Type);
    }

    /// <summary>The same numbers under the name of another type of floating-point numbers, or of whole numbers: they are not changed.</summary>
    /// <exception cref="SluiceException">The types are of different kinds; the operator Cast turns one into the other.</exception>
    public Value As(ElementType type) => type.IsFloat() == IsFloat && type.IsInteger() == IsInteger
        ? new(type, _shape, _numbers, _integers, _texts, _late)
        : throw new SluiceException($"Value.As: expected a type of the kind of {Type}, got {type}.");

    /// <summary>Whether something trained led to it, or it is trained itself.</summary>
    internal bool NeedsGradient(Tape tape) => tape.Recording && _numbers is not null && (Weight is not null || _numbers.NeedsGradient);

    /// <summary>Where the gradient of the loss with respect to it is summed.</summary>
    internal Tensor Gradient(Tape tape) => Weight is null ? tape.GradientOf(Numbers) : Weight.Gradient;

    /// <summary>The type and the dimensions, such as "Float [2, 3]".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Type} {Tensor.Describe(_shape)}");

    private static void Check(int values, ReadOnlySpan<int> shape)
    {
        long count = 1;
        foreach (int n in shape) count = n < 0 ? -1 : checked(count * n);
        if (count != values) throw new SluiceException($"Value.From: expected {count} elements for {Tensor.Describe(shape)}, got {values}.");
    }
}
