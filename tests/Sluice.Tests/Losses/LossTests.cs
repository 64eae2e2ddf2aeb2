using Sluice.Autodiff;
using Sluice.Losses;

namespace Sluice.Tests.Losses;

/// <summary>Each loss against its formula in plain doubles, and its gradient against differences; what is ignored stays unread.</summary>
public class LossTests
{
    // Single precision losses of about 1, differences over 0.02: right to about 1e-4.
    private const double Tolerance = 2e-3;

    public static TheoryData<string> Names
        => ["cross-entropy", "smoothed", "squared", "absolute", "huber", "gaussian", "student", "negative-binomial", "binary"];

    [Theory, MemberData(nameof(Names))]
    public void Gradient_matches_differences_and_ignored_rows_are_not_read(string name)
    {
        int columns = name switch { "gaussian" or "negative-binomial" => 2, "student" => 3, _ => 19 };
        var x = new Tensor(4, columns);
        for (int r = 0; r < 4; r++)
            for (int c = 0; c < columns; c++) x[r, c] = r == 2 && name is ("cross-entropy" or "smoothed") ? float.NaN : MathF.Sin(r * 7 + c * 1.3f);
        var tape = new Tape();
        double loss = Loss(name, tape, x);
        Assert.Equal(Loss(name, new Tape(false), x), loss);
        for (int r = 0; r < 4; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                if (r == 2)
                {
                    Assert.Equal(0, x.Gradient![r, c]);
                    continue;
                }

                float before = x[r, c];
                x[r, c] = before + 0.01f;
                double up = Loss(name, new Tape(false), x);
                x[r, c] = before - 0.01f;
                double down = Loss(name, new Tape(false), x);
                x[r, c] = before;
                Assert.Equal((up - down) / 0.02, x.Gradient![r, c], Tolerance);
            }
        }
    }

    [Fact]
    public void Values_by_hand()
    {
        var y = Tensor.From(new float[,] { { 1, -2, 0.5f } });
        var t = Tensor.From(new float[,] { { 0, 1, 0.5f } });
        Assert.Equal(10.0 / 3, PointLoss.Squared(new Tape(false), y, t), 1e-6);
        Assert.Equal(4.0 / 3, PointLoss.Absolute(new Tape(false), y, t), 1e-6);
        Assert.Equal((0.5 + 2.5) / 3, PointLoss.Huber(new Tape(false), y, t), 1e-6);
        Assert.Equal(Math.Log(3), CrossEntropy.Mean(new Tape(false), new Tensor(2, 3), [0, 2]), 1e-6);

        // p = (1/2, 1/4, 1/4), smoothed by 0.3: 0.8 ln 2 + 0.1 ln 4 + 0.1 ln 4.
        Assert.Equal(
            0.8 * Math.Log(2) + 0.2 * Math.Log(4),
            CrossEntropy.Mean(new Tape(false), Tensor.From(new float[,] { { MathF.Log(2), 0, 0 } }), [0], smoothing: 0.3f), 1e-6);
    }

    [Theory]
    [InlineData(0, 2, 0.5, 0.25)] // r = 2, p = 1/2: p²
    [InlineData(1, 2, 0.5, 0.25)] // 2 p² (1 - p)
    [InlineData(3, 2, 0.5, 0.125)] // 4 p² (1 - p)³
    public void The_negative_binomial_by_hand(int count, double mean, double dispersion, double probability)
    {
        static float Raw(double softplus) => (float)Math.Log(Math.Exp(softplus) - 1);
        var y = Tensor.From(new[,] { { Raw(mean), Raw(dispersion) } });
        Assert.Equal(-Math.Log(probability), NegativeBinomialLikelihood.Mean(new Tape(false), y, [count], [1]), 1e-3);
    }

    [Fact]
    public void Student_with_many_degrees_of_freedom_is_gaussian_and_gamma_is_a_factorial()
    {
        double gaussian = GaussianLikelihood.Mean(new Tape(false), Tensor.From(new float[,] { { 0.3f, 0.2f } }), [1.5f]);
        Assert.Equal(gaussian, StudentLikelihood.Mean(new Tape(false), Tensor.From(new float[,] { { 0.3f, 0.2f, 1e6f } }), [1.5f]), 1e-5);
        Assert.Equal(Math.Log(120), Gamma.Log(6), 1e-10);
        Assert.Equal(0.5 * Math.Log(Math.PI), Gamma.Log(0.5), 1e-10);
        Assert.Equal(-0.5772156649015329, Gamma.LogSlope(1), 1e-10);
    }

    private static double Loss(string name, Tape tape, Tensor x)
    {
        var target = new Tensor(x.Rows, x.Columns);
        for (int r = 0; r < x.Rows; r++)
            for (int c = 0; c < x.Columns; c++) target[r, c] = r == 2 ? float.NaN : MathF.Cos(r + c * 2) * 2;
        return name switch
        {
            "cross-entropy" => CrossEntropy.Mean(tape, x, [3, 18, -1, 0]),
            "smoothed" => CrossEntropy.Mean(tape, x, [3, 18, -1, 0], smoothing: 0.2f),
            "squared" => PointLoss.Squared(tape, x, target),
            "absolute" => PointLoss.Absolute(tape, x, target),
            "huber" => PointLoss.Huber(tape, x, target),
            "binary" => BinaryCrossEntropy.Mean(tape, x, target),
            "student" => StudentLikelihood.Mean(tape, x, [0.5f, -1, float.NaN, 2]),
            "negative-binomial" => NegativeBinomialLikelihood.Mean(tape, x, [0, 3, float.NaN, 7], [1, 2.5f, float.NaN, 4]),
            _ => GaussianLikelihood.Mean(tape, x, [0.5f, -1, float.NaN, 2]),
        };
    }
}
