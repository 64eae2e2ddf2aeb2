using System.Globalization;
using System.Text;

namespace Sluice.Studio.Drawing;

/// <summary>A wire from one box to another.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Port">Which argument of <paramref name="To"/> it is.</param>
/// <param name="Points">Its points in pairs: it bends between pairs, and is straight within one.</param>
internal sealed record Wire(int From, int To, int Port, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>A point of its last bend, from 0, where that begins, to 1, where it ends.</summary>
    public (double X, double Y) Last(double share)
    {
        var ((x0, y0), (x1, y1)) = (Points[^2], Points[^1]);
        double t = share, middle = (x0 + x1) / 2, left = 1 - t;
        return ((left * left * left * x0) + (3 * left * t * middle) + (t * t * t * x1), y0 + ((y1 - y0) * t * t * (3 - (2 * t))));
    }

    /// <summary>The path in SVG.</summary>
    public string Path
    {
        get
        {
            var path = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"M{Points[0].X:0.#} {Points[0].Y:0.#}"));
            for (int i = 1; i < Points.Count; i++)
            {
                var ((x0, y0), (x1, y1)) = (Points[i - 1], Points[i]);
                double middle = (x0 + x1) / 2;
                if (i % 2 == 0) path.Append(CultureInfo.InvariantCulture, $"L{x1:0.#} {y1:0.#}");
                else path.Append(CultureInfo.InvariantCulture, $"C{middle:0.#} {y0:0.#} {middle:0.#} {y1:0.#} {x1:0.#} {y1:0.#}");
            }

            return path.ToString();
        }
    }
}
