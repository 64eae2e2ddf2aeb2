using System.Runtime.CompilerServices;
using Sluice.Vectors;

namespace Sluice.Kernels;

/// <summary>
/// C[r][n] = start[r][n] + Σₖ A[r][k]·B[k][n] over any rows, by tiles. B comes as a list of 16-column panels, each with the
/// column of C to which it belongs, so gates whose panels lie apart are computed together.
/// </summary>
internal static unsafe class Product<V, E>
    where V : struct, IVector<V, E>
    where E : unmanaged
{
    /// <summary>
    /// Depth of one pass: two panels of 256 x 16 floats are 32 KiB and stay in the first-level cache, with 8 rows of A,
    /// while all rows pass by. Longer sums go on from C, in the same order.
    /// </summary>
    public const int DepthBlock = 256;

    /// <summary>Vectors that make up a panel.</summary>
    public static int VectorsPerPanel => Panels<E>.Width / V.Count;

    // 32 registers hold 16 to 24 accumulators, 16 registers hold 12: two or three for B and one for A remain.
    private static int TallRows => V.Count == 16 ? 8 : 6;

    private static int SquareRows => V.Count == 16 ? 4 : 3;

    private static int FlatRows => V.Count == 16 ? 2 : 1;

    /// <summary>
    /// The product for <paramref name="rows"/> rows and <paramref name="panels"/> panels; arguments as in <see cref="Tile"/>,
    /// with <paramref name="b"/> and <paramref name="column"/> one entry a panel.
    /// </summary>
    public static void Multiply(int rows, E** a, nint offset, nint step, nint depth, int panels, E** b, E** start, E** c, nint* column)
    {
        if (rows == 0 || panels == 0) return;
        int vectors = panels * VectorsPerPanel;
        E** vector = stackalloc E*[vectors + 1];
        nint* at = stackalloc nint[vectors + 1];
        for (int v = 0; v < vectors; v++)
        {
            int lane = v % VectorsPerPanel * V.Count;
            vector[v] = b[v / VectorsPerPanel] + lane;
            at[v] = column[v / VectorsPerPanel] + lane;
        }

        int group = rows <= FlatRows ? 8 : rows <= SquareRows ? 4 : V.Count == 16 && vectors % 3 == 0 ? 3 : 2;
        for (int v = 0; v < vectors; v += group)
        {
            int n = Math.Min(group, vectors - v);
            Group(rows, a, offset, step, depth, n, vector + v, start, c, at + v, v + n < vectors ? vector[v + n] : null);
        }
    }

    // next is the first vector of the group after this one, or null; the others of that group lie from it as those of this one from theirs.
    private static void Group(int rows, E** a, nint offset, nint step, nint depth, int n, E** vector, E** start, E** c, nint* at, E* next)
    {
        // The tall tile computes two vectors; an odd one is computed twice, into the same place.
        if (n == 1)
        {
            vector[1] = vector[0];
            at[1] = at[0];
        }

        E** b = stackalloc E*[8];
        nint done = 0;
        do
        {
            nint pass = Math.Min(DepthBlock, depth - done);
            for (int v = 0; v < Math.Max(n, 2); v++) b[v] = vector[v] + done * Panels<E>.Width;
            nint from = offset + done * step;
            if (n > 3 || (n == 3 && rows <= SquareRows))
            {
                if (rows <= FlatRows) Flat(rows, a, from, step, pass, n, b, start, c, at);
                else Square(rows, a, from, step, pass, n, b, start, c, at);
            }
            else
            {
                // The last tile fetches what the next pass begins with, which no cache nearby may hold.
                nint ahead = done + pass < depth ? pass * Panels<E>.Width : next != null ? (nint)(next - b[0]) : 0;
                for (int r = 0; r < rows;)
                {
                    int height = Height(rows - r);
                    Tall(height, n, a + r, from, step, pass, b, start == null ? null : start + r, c + r, at, r + height == rows ? ahead : 0);
                    r += height;
                }
            }

            start = c;
            done += pass;
        }
        while (done < depth);
    }

    /// <summary>The height of the next tile: full ones, and a remainder cut into two of like height rather than into 8 and 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Height(int left) => left <= TallRows ? left : left < 2 * TallRows ? (left + 1) / 2 : TallRows;

    private static void Tall(int rows, int n, E** a, nint offset, nint step, nint depth, E** b, E** start, E** c, nint* at, nint ahead)
    {
        if (n == 3)
        {
            switch (rows)
            {
                case 1: Tile.Wide<V, E, Count1>(a, offset, step, depth, b, start, c, at, ahead); break;
                case 2: Tile.Wide<V, E, Count2>(a, offset, step, depth, b, start, c, at, ahead); break;
                case 3: Tile.Wide<V, E, Count3>(a, offset, step, depth, b, start, c, at, ahead); break;
                case 4: Tile.Wide<V, E, Count4>(a, offset, step, depth, b, start, c, at, ahead); break;
                case 5: Tile.Wide<V, E, Count5>(a, offset, step, depth, b, start, c, at, ahead); break;
                case 6: Tile.Wide<V, E, Count6>(a, offset, step, depth, b, start, c, at, ahead); break;
                case 7: Tile.Wide<V, E, Count7>(a, offset, step, depth, b, start, c, at, ahead); break;
                default: Tile.Wide<V, E, Count8>(a, offset, step, depth, b, start, c, at, ahead); break;
            }

            return;
        }

        switch (rows)
        {
            case 1: Tile.Tall<V, E, Count1>(a, offset, step, depth, b, start, c, at, ahead); break;
            case 2: Tile.Tall<V, E, Count2>(a, offset, step, depth, b, start, c, at, ahead); break;
            case 3: Tile.Tall<V, E, Count3>(a, offset, step, depth, b, start, c, at, ahead); break;
            case 4: Tile.Tall<V, E, Count4>(a, offset, step, depth, b, start, c, at, ahead); break;
            case 5: Tile.Tall<V, E, Count5>(a, offset, step, depth, b, start, c, at, ahead); break;
            case 6: Tile.Tall<V, E, Count6>(a, offset, step, depth, b, start, c, at, ahead); break;
            case 7: Tile.Tall<V, E, Count7>(a, offset, step, depth, b, start, c, at, ahead); break;
            default: Tile.Tall<V, E, Count8>(a, offset, step, depth, b, start, c, at, ahead); break;
        }
    }

    private static void Square(int rows, E** a, nint offset, nint step, nint depth, int n, E** b, E** start, E** c, nint* at)
    {
        switch (rows, n)
        {
            case (2, 3): Tile.Square<V, E, Count2, Count3>(a, offset, step, depth, b, start, c, at); break;
            case (2, 4): Tile.Square<V, E, Count2, Count4>(a, offset, step, depth, b, start, c, at); break;
            case (3, 3): Tile.Square<V, E, Count3, Count3>(a, offset, step, depth, b, start, c, at); break;
            case (3, 4): Tile.Square<V, E, Count3, Count4>(a, offset, step, depth, b, start, c, at); break;
            case (4, 3): Tile.Square<V, E, Count4, Count3>(a, offset, step, depth, b, start, c, at); break;
            default: Tile.Square<V, E, Count4, Count4>(a, offset, step, depth, b, start, c, at); break;
        }
    }

    private static void Flat(int rows, E** a, nint offset, nint step, nint depth, int n, E** b, E** start, E** c, nint* at)
    {
        switch (rows, n)
        {
            case (1, 3): Tile.Flat<V, E, Count1, Count3>(a, offset, step, depth, b, start, c, at); break;
            case (1, 4): Tile.Flat<V, E, Count1, Count4>(a, offset, step, depth, b, start, c, at); break;
            case (1, 5): Tile.Flat<V, E, Count1, Count5>(a, offset, step, depth, b, start, c, at); break;
            case (1, 6): Tile.Flat<V, E, Count1, Count6>(a, offset, step, depth, b, start, c, at); break;
            case (1, 7): Tile.Flat<V, E, Count1, Count7>(a, offset, step, depth, b, start, c, at); break;
            case (1, 8): Tile.Flat<V, E, Count1, Count8>(a, offset, step, depth, b, start, c, at); break;
            case (2, 3): Tile.Flat<V, E, Count2, Count3>(a, offset, step, depth, b, start, c, at); break;
            case (2, 4): Tile.Flat<V, E, Count2, Count4>(a, offset, step, depth, b, start, c, at); break;
            case (2, 5): Tile.Flat<V, E, Count2, Count5>(a, offset, step, depth, b, start, c, at); break;
            case (2, 6): Tile.Flat<V, E, Count2, Count6>(a, offset, step, depth, b, start, c, at); break;
            case (2, 7): Tile.Flat<V, E, Count2, Count7>(a, offset, step, depth, b, start, c, at); break;
            default: Tile.Flat<V, E, Count2, Count8>(a, offset, step, depth, b, start, c, at); break;
        }
    }
}
