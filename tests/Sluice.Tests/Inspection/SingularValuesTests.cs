using Sluice.Inspection;

namespace Sluice.Tests.Inspection;

public class SingularValuesTests
{
    [Fact]
    public void Of_a_small_matrix_they_are_those_worked_by_hand()
    {
        // AᵀA = [[25, 20], [20, 25]] has the eigenvalues 45 and 5.
        double[] values = SingularValues.Of(new double[,] { { 3, 0 }, { 4, 5 } });
        Assert.Equal([Math.Sqrt(45), Math.Sqrt(5)], values, Close);
    }

    [Theory, InlineData(1, 1), InlineData(7, 7), InlineData(12, 5), InlineData(5, 12), InlineData(40, 40)]
    public void Two_rotations_around_a_diagonal_leave_its_values(int rows, int columns)
    {
        double[] expected = [.. Enumerable.Range(0, Math.Min(rows, columns)).Select(i => Math.Pow(10, -0.3 * i))];
        var matrix = new double[rows, columns];
        for (int i = 0; i < expected.Length; i++) matrix[i, i] = expected[i];
        double[,] turned = Reflect(Transpose(Reflect(matrix)));
        double[] values = SingularValues.Of(turned);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], values[i], 1e-14);
    }

    [Theory, InlineData(1, 1), InlineData(7, 7), InlineData(12, 5), InlineData(5, 12), InlineData(40, 40)]
    public void The_largest_alone_is_the_largest_of_all(int rows, int columns)
    {
        var matrix = new double[rows, columns];
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < columns; c++) matrix[r, c] = Math.Sin(7 * r + 3 * c + r * c);
        double largest = SingularValues.Of(matrix)[0];
        Assert.InRange(SingularValues.Largest(matrix), largest * (1 - 1e-4), largest * (1 + 1e-12));
        Assert.Equal(0, SingularValues.Largest(new double[rows, columns]));
    }

    [Fact]
    public void A_matrix_of_rank_1_has_one_that_is_not_0()
    {
        var matrix = new double[4, 3];
        for (int r = 0; r < 4; r++)
            for (int c = 0; c < 3; c++) matrix[r, c] = (r + 1) * (c - 1);
        Assert.Equal([Math.Sqrt(30 * 2), 0, 0], SingularValues.Of(matrix), Close);
    }

    [Fact]
    public void A_number_that_is_none_is_refused()
        => Assert.Contains("finite", Assert.Throws<SluiceException>(() => SingularValues.Of(new double[,] { { 1, double.NaN } })).Message);

    private static bool Close(double a, double b) => Math.Abs(a - b) < 1e-12;

    /// <summary>(1 − 2vvᵀ) A with a unit vector v: a mirror image, which changes no singular value.</summary>
    private static double[,] Reflect(double[,] a)
    {
        int rows = a.GetLength(0), columns = a.GetLength(1);
        double[] v = [.. Enumerable.Range(0, rows).Select(i => Math.Sin(i + 1))];
        double square = v.Sum(x => x * x);
        var result = (double[,])a.Clone();
        for (int c = 0; c < columns; c++)
        {
            double dot = Enumerable.Range(0, rows).Sum(r => v[r] * a[r, c]);
            for (int r = 0; r < rows; r++) result[r, c] -= 2 * v[r] * dot / square;
        }

        return result;
    }

    private static double[,] Transpose(double[,] a)
    {
        var result = new double[a.GetLength(1), a.GetLength(0)];
        for (int r = 0; r < a.GetLength(0); r++)
            for (int c = 0; c < a.GetLength(1); c++) result[c, r] = a[r, c];
        return result;
    }
}
