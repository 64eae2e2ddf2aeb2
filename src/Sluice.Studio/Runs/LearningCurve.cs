using Sluice.Training;

namespace Sluice.Studio.Runs;

/// <summary>
/// The losses and gradient norms of a run of any length in at most 1,000 points: each is the mean of as many steps, with the
/// least and the most beside it, so that nothing is smoothed away.
/// </summary>
internal sealed class LearningCurve
{
    private const int Most = 1000;

    private readonly List<Point> _points = [];
    private int _inLast;

    /// <summary>Steps in a point.</summary>
    public int Size { get; private set; } = 1;

    /// <summary>Points, the last of which may still grow.</summary>
    public int Count => _points.Count;

    /// <summary>Adds a step.</summary>
    public void Add(StepEvent step)
    {
        var one = new Point(step.Step, step.Loss, step.Loss, step.Loss, step.GradientNorm, step.GradientNorm, step.Rate);
        if (_inLast > 0 && _inLast < Size)
        {
            _points[^1] = Point.Merge(_points[^1], _inLast, one, 1);
            _inLast++;
            return;
        }

        if (_points.Count == Most) Halve();
        _points.Add(one);
        _inLast = 1;
    }

    /// <summary>The points from one on.</summary>
    public Point[] From(int first) => [.. _points.Skip(first)];

    private void Halve()
    {
        for (int i = 0; i < Most / 2; i++) _points[i] = Point.Merge(_points[2 * i], Size, _points[2 * i + 1], Size);
        _points.RemoveRange(Most / 2, Most - Most / 2);
        Size *= 2;
    }

    /// <summary>Some steps in one.</summary>
    /// <param name="Step">The last of them.</param>
    /// <param name="Loss">The mean.</param>
    /// <param name="Least">The lowest loss.</param>
    /// <param name="Highest">The highest loss.</param>
    /// <param name="Norm">The mean norm of the gradients before clipping.</param>
    /// <param name="HighestNorm">The highest.</param>
    /// <param name="Rate">The learning rate at the last.</param>
    internal readonly record struct Point(int Step, double Loss, double Least, double Highest, double Norm, double HighestNorm, double Rate)
    {
        public static Point Merge(Point a, int ofA, Point b, int ofB)
        {
            double Mean(double x, double y) => (x * ofA + y * ofB) / (ofA + ofB);
            return new(
                b.Step, Mean(a.Loss, b.Loss), Math.Min(a.Least, b.Least), Math.Max(a.Highest, b.Highest), Mean(a.Norm, b.Norm),
                Math.Max(a.HighestNorm, b.HighestNorm), b.Rate);
        }
    }
}
