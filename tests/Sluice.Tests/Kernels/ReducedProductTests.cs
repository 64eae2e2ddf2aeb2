using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Tests.Kernels;

/// <summary>
/// Products with reduced weights against sums in double precision over the weights that they stand for: every height of tile and number
/// of vectors, odd depths. What lies behind rows is not a number, so that whatever is read there shows.
/// </summary>
public unsafe class ReducedProductTests
{
    public static TheoryData<int, int, int> Sizes()
    {
        var data = new TheoryData<int, int, int>();
        foreach (int rows in Enumerable.Range(0, 10)) data.Add(rows, 40, 7);
        foreach (int columns in new[] { 1, 15, 16, 17, 48, 65, 79, 96, 112, 130 })
            foreach (int rows in new[] { 1, 2, 5 }) data.Add(rows, columns, 6);
        foreach (int depth in new[] { 1, 2, 3, 15, 16, 17, 257, 600, 2049 }) data.Add(3, 34, depth);
        return data;
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Integers_are_summed_exactly_on_every_width(int rows, int columns, int depth)
        => EqualOnEveryWidth(ReducedType.Int8, rows, columns, depth);

    [Theory, MemberData(nameof(Sizes))]
    public void Bfloat16_gives_the_bits_of_the_rounded_floats_on_every_width(int rows, int columns, int depth)
    {
        float[] bits = EqualOnEveryWidth(ReducedType.BFloat16, rows, columns, depth);
        var weights = ReducedMatrix.Of(ReducedType.BFloat16, columns, depth, Numbers(columns * depth, 2));
        var rounded = new AlignedBuffer<float>(columns * depth + 1);
        for (int n = 0; n < columns; n++) weights.CopyRow(n, rounded.Span.Slice(n * depth, depth));
        var panels = new Panels<float>();
        panels.Resize(depth, columns);
        panels.PackTransposed(rounded.Pointer, depth, columns);
        var problem = new Problem(rows, columns, depth);
        float** b = stackalloc float*[panels.Count];
        for (int p = 0; p < panels.Count; p++) b[p] = panels[p];
        Product<Float8, float>.Multiply(rows, problem.A, 0, 1, depth, panels.Count, b, problem.C, problem.C, problem.Column);
        Assert.Equal(bits, problem.Result());
        GC.KeepAlive(rounded);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_row_that_is_not_finite_has_no_product(float wrong)
    {
        foreach (int place in new[] { 0, 18, 36 })
        {
            var problem = new Problem(2, 20, 37);
            problem.A[0][place] = wrong;
            problem.Multiply<Float16>(ReducedMatrix.Of(ReducedType.Int8, 20, 37, Numbers(20 * 37, 2)));
            Assert.All(problem.Result()[..20], value => Assert.True(float.IsNaN(value)));
            Assert.All(problem.Result()[20..], value => Assert.True(float.IsFinite(value)));
        }
    }

    [Fact]
    public void Rows_and_columns_of_zeroes_give_what_the_sum_began_with()
    {
        var weights = Numbers(20 * 30, 2);
        weights.AsSpan(3 * 30, 30).Clear();
        var problem = new Problem(2, 20, 30);
        new Span<float>(problem.A[0], 30).Fill(1e-38f);
        float[] before = problem.Result();
        problem.Multiply<Float4>(ReducedMatrix.Of(ReducedType.Int8, 20, 30, weights));
        float[] after = problem.Result();
        Assert.Equal(before[..20], after[..20]);
        Assert.Equal(before[23], after[23]);
        Assert.NotEqual(before[24], after[24]);
    }

    [Fact]
    public void A_bfloat16_is_the_nearest_and_of_two_the_even_one()
    {
        float[] values = [1, 1 + 1f / 128, 1 + 1f / 256, 1 + 3f / 256, -1 - 1.01f / 256, float.MaxValue, 0];
        float[] expected = [1, 1 + 1f / 128, 1, 1 + 2f / 128, -1 - 1f / 128, BitConverter.Int32BitsToSingle(0x7f7f0000), 0];
        var got = new float[values.Length];
        ReducedMatrix.Of(ReducedType.BFloat16, 1, values.Length, values).CopyRow(0, got);
        Assert.Equal(expected, got);
    }

    private static float[] EqualOnEveryWidth(ReducedType type, int rows, int columns, int depth)
    {
        var weights = ReducedMatrix.Of(type, columns, depth, Numbers(columns * depth, 2));
        var problem = new Problem(rows, columns, depth);
        float[] before = problem.Result();
        problem.Multiply<Float16>(weights);
        float[] bits = problem.Result();
        problem.IsNear(before, weights);
        foreach (var multiply in new Action<Problem>[] { p => p.Multiply<Float8>(weights), p => p.Multiply<Float4>(weights), p => p.Multiply<Float1>(weights) })
        {
            var other = new Problem(rows, columns, depth);
            multiply(other);
            Assert.Equal(bits.Select(BitConverter.SingleToInt32Bits), other.Result().Select(BitConverter.SingleToInt32Bits));
        }

        return bits;
    }

    private static float[] Numbers(int count, uint seed)
    {
        var random = new RandomStream(seed, Purpose.Data);
        return [.. Enumerable.Range(0, count).Select(i => 2 * random.Uniform((uint)i) - 1)];
    }

    /// <summary>C += A B with rows of A whose padding is not a number.</summary>
    private sealed class Problem
    {
        private readonly AlignedBuffer<float> _a, _c;
        private readonly AlignedBuffer<nint> _tables;
        private readonly int _rows, _columns, _depth;

        public Problem(int rows, int columns, int depth)
        {
            (_rows, _columns, _depth) = (rows, columns, depth);
            int stride = Padding.Round(depth) + 16, padded = Padding.Round(columns);
            (_a, _c, _tables) = (new(rows * stride + 16), new(rows * padded), new(2 * rows + padded));
            _a.Span.Fill(float.NaN);
            for (int r = 0; r < rows; r++)
            {
                Numbers(depth, (uint)(3 + r)).CopyTo(_a.Span[(r * stride)..]);
                A[r] = _a.Pointer + r * stride;
                C[r] = _c.Pointer + r * padded;
                Numbers(columns, (uint)(50 + r)).CopyTo(new Span<float>(C[r], columns));
            }

            for (int p = 0; p < padded / 16; p++) Column[p] = p * 16;
        }

        public float** A => (float**)_tables.Pointer;

        public float** C => A + _rows;

        public nint* Column => _tables.Pointer + 2 * _rows;

        public float[] Result() => [.. Enumerable.Range(0, _rows).SelectMany(r => new Span<float>(C[r], _columns).ToArray())];

        public void Multiply<V>(ReducedMatrix weights) where V : struct, IVector<V, float>
        {
            var panels = new ReducedPanels(weights.Type, _depth, _columns);
            panels.PackTransposed(weights, 0, _columns);
            byte** b = stackalloc byte*[panels.Count];
            float** scales = stackalloc float*[panels.Count];
            for (int p = 0; p < panels.Count; p++)
            {
                b[p] = panels[p];
                scales[p] = panels.Scales(p);
            }

            var product = ReducedProduct.For<V, float>(weights.Type);
            product.Take(_rows, A, _depth);
            product.Multiply(panels.Count, b, scales, C, C, Column);
            GC.KeepAlive(panels);
        }

        /// <summary>
        /// Against the sum in double precision over the weights as they are: integers lose half a unit of each element of A, which has 32,767
        /// of them or as many as the depth allows; floats a rounding of 2⁻²⁴ of a partial sum each.
        /// </summary>
        public void IsNear(float[] before, ReducedMatrix weights)
        {
            var w = new float[_depth];
            double unit = 1 / (double)Math.Min(short.MaxValue, int.MaxValue / (ReducedMatrix.Most * (_depth + 1)));
            for (int n = 0; n < _columns; n++)
            {
                weights.CopyRow(n, w);
                for (int r = 0; r < _rows; r++)
                {
                    double sum = before[r * _columns + n], magnitude = Math.Abs(sum);
                    for (int k = 0; k < _depth; k++)
                    {
                        sum += (double)A[r][k] * w[k];
                        magnitude += Math.Abs(A[r][k] * w[k]);
                    }

                    double bound = weights.Type == ReducedType.Int8 ? 0.5 * unit * w.Sum(Math.Abs) + 1e-6 * magnitude : 6e-8 * (_depth + 1) * magnitude;
                    Assert.True(Math.Abs(sum - C[r][n]) <= bound, $"row {r} column {n} of depth {_depth}: {sum} and {C[r][n]}, bound {bound}");
                }
            }
        }
    }
}
