namespace Sluice.Inspection;

/// <summary>
/// The singular values of a matrix by one-sided Jacobi rotations: pairs of columns are turned until all are at right angles;
/// their lengths are the singular values (Hestenes 1958). Small ones come out as exact as large ones.
/// </summary>
public static class SingularValues
{
    private const int Sweeps = 60, Turns = 500;
    private const double Steady = 1e-9;

    /// <summary>min(rows, columns) values from the largest to the smallest.</summary>
    /// <exception cref="SluiceException">A value is not finite.</exception>
    public static double[] Of(double[,] matrix)
    {
        double[][] columns = Shorter(matrix);
        if (columns.Any(c => !c.All(double.IsFinite))) throw new SluiceException("SingularValues: expected finite numbers, got NaN or infinity.");
        var squares = columns.Select(c => Dot(c, c)).ToArray();
        bool turned = true;
        for (int sweep = 0; turned && sweep < Sweeps; sweep++)
        {
            turned = false;
            for (int p = 0; p < columns.Length; p++)
                for (int q = p + 1; q < columns.Length; q++) turned |= Turn(columns, squares, p, q);
        }

        return [.. columns.Select(c => Math.Sqrt(Dot(c, c))).OrderDescending()];
    }

    /// <summary>
    /// The largest alone, from below: a vector is handed through A and Aᵀ until its length grows by the same factor each time.
    /// Where a second value is nearly as large, what is missing is less than their distance.
    /// </summary>
    /// <exception cref="SluiceException">A value is not finite.</exception>
    public static double Largest(double[,] matrix)
    {
        double[][] columns = Shorter(matrix);
        if (columns.Any(c => !c.All(double.IsFinite))) throw new SluiceException("SingularValues: expected finite numbers, got NaN or infinity.");
        double[] v = [.. columns.Select((_, i) => 1 + 0.5 * Math.Sin(i + 1))], product = new double[columns.Length > 0 ? columns[0].Length : 0];
        double before = 0;
        for (int turn = 0; turn < Turns; turn++)
        {
            double length = Math.Sqrt(Dot(v, v));
            if (length == 0) return 0;
            Array.Clear(product);
            for (int c = 0; c < columns.Length; c++)
            {
                double share = v[c] / length;
                double[] column = columns[c];
                for (int i = 0; i < product.Length; i++) product[i] += share * column[i];
            }

            double value = Math.Sqrt(Dot(product, product));
            if (value - before <= Steady * value) return value;
            before = value;
            for (int c = 0; c < columns.Length; c++) v[c] = Dot(columns[c], product);
        }

        return before;
    }

    /// <summary>Turns two columns to a right angle, the longer one first; false where they stand so.</summary>
    private static bool Turn(double[][] columns, double[] squares, int p, int q)
    {
        if (squares[p] < squares[q])
        {
            (columns[p], columns[q]) = (columns[q], columns[p]);
            (squares[p], squares[q]) = (squares[q], squares[p]);
        }

        double[] a = columns[p], b = columns[q];
        double product = Dot(a, b);
        if (Math.Abs(product) <= 1e-14 * Math.Sqrt(squares[p] * squares[q]) || squares[q] == 0) return false;
        double ratio = (squares[q] - squares[p]) / (2 * product);
        double t = (ratio < 0 ? -1 : 1) / (Math.Abs(ratio) + Math.Sqrt(1 + ratio * ratio));
        double cosine = 1 / Math.Sqrt(1 + t * t), sine = cosine * t;
        for (int i = 0; i < a.Length; i++) (a[i], b[i]) = (cosine * a[i] - sine * b[i], sine * a[i] + cosine * b[i]);
        (squares[p], squares[q]) = (Dot(a, a), Dot(b, b));
        return true;
    }

    /// <summary>The columns, or the rows where they are fewer: both have the same singular values.</summary>
    private static double[][] Shorter(double[,] matrix)
    {
        int rows = matrix.GetLength(0), columns = matrix.GetLength(1);
        return rows < columns
            ? [.. Enumerable.Range(0, rows).Select(r => Enumerable.Range(0, columns).Select(c => matrix[r, c]).ToArray())]
            : [.. Enumerable.Range(0, columns).Select(c => Enumerable.Range(0, rows).Select(r => matrix[r, c]).ToArray())];
    }

    private static double Dot(double[] a, double[] b)
    {
        double even = 0, odd = 0;
        int i = 0;
        for (; i + 1 < a.Length; i += 2) (even, odd) = (even + a[i] * b[i], odd + a[i + 1] * b[i + 1]);
        return even + odd + (i < a.Length ? a[i] * b[i] : 0);
    }
}
