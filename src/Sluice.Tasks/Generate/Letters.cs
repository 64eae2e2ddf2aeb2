using System.Text;
using Sluice.Kernels;

namespace Sluice.Tasks.Generate;

/// <summary>Letters of straight strokes, each written a little differently every time: moves of a pen, a letter a line.</summary>
internal static class Letters
{
    private const int Count = 400;

    // The strokes of each letter, in a square with the origin at the top left.
    private static readonly (double X, double Y)[][][] s_letters =
    [
        [[(0, 0), (1, 0)], [(0.5, 0), (0.5, 0.5), (0.5, 1)]], // T
        [[(0, 0), (0, 0.5), (0, 1), (0.7, 1)]], // L
        [[(0, 0), (0.5, 0.5), (1, 1)], [(1, 0), (0.5, 0.5), (0, 1)]], // X
        [[(0, 0), (0, 0.5), (0, 1)], [(1, 0), (1, 0.5), (1, 1)], [(0, 0.5), (1, 0.5)]], // H
        [[(0, 1), (0.25, 0.5), (0.5, 0), (0.75, 0.5), (1, 1)], [(0.25, 0.5), (0.75, 0.5)]], // A
        [[(0.8, 0), (0, 0), (0, 0.5), (0, 1), (0.8, 1)], [(0, 0.5), (0.6, 0.5)]], // E
        [[(0, 0), (1, 0), (0.5, 0.5), (0, 1), (1, 1)]], // Z
    ];

    /// <summary>The lines, each a JSON list of [dx, dy, lifted].</summary>
    public static string Lines()
    {
        var text = new StringBuilder();
        for (uint i = 0; i < Count; i++)
        {
            var random = new RandomStream(11, Purpose.Data, i);
            var strokes = s_letters[random.Below(s_letters.Length, 0)];
            var shaking = new RandomStream(12, Purpose.Data, i);
            double size = 80 + 40 * random.Uniform(1), slant = 0.3 * random.Uniform(2) - 0.15;
            uint drawn = 0;
            var moves = new List<string>();
            (int X, int Y) pen = (0, 0);
            foreach (var stroke in strokes)
            {
                for (int p = 0; p < stroke.Length; p++, drawn += 2)
                {
                    int x = (int)Math.Round(size * (stroke[p].X - slant * stroke[p].Y) + 3 * shaking.Normal(drawn));
                    int y = (int)Math.Round(size * stroke[p].Y + 3 * shaking.Normal(drawn + 1));
                    moves.Add($"[{x - pen.X},{y - pen.Y},{(p == stroke.Length - 1 ? 1 : 0)}]");
                    pen = (x, y);
                }
            }

            text.Append('[').AppendJoin(',', moves).Append("]\n");
        }

        return text.ToString();
    }
}
