using Sluice.Autodiff;

namespace Sluice.Networks.Operators;

/// <summary>
/// What a kernel sees at each of its positions in an array [N, C, …] of one, two or three dimensions of space: for each position and each
/// element of the kernel, where in a channel's memory it reads, or −1 beside the edge.
/// </summary>
internal sealed class Window
{
    private readonly int[] _places;
    private readonly bool[] _runs;

    private Window(int[] output, int[] kernel, int[] places, nint channel)
    {
        (Output, Kernel, _places, Channel) = (output, kernel, places, channel);
        (Positions, Elements) = (Arrays.Count(output), Arrays.Count(kernel));
        _runs = new bool[Positions];
        for (int p = 0; p < Positions; p++)
        {
            _runs[p] = Elements == 0 || places[p * Elements] >= 0;
            for (int k = 1; k < Elements && _runs[p]; k++) _runs[p] = places[p * Elements + k] == places[p * Elements] + k;
        }
    }

    /// <summary>The dimensions of space of the result.</summary>
    public int[] Output { get; }

    /// <summary>The kernel's dimensions.</summary>
    public int[] Kernel { get; }

    public int Positions { get; }

    public int Elements { get; }

    /// <summary>Floats from one channel to the next.</summary>
    public nint Channel { get; }

    /// <summary>Where the kernel's element k reads at position p; −1 beside the edge.</summary>
    public int this[int p, int k] => _places[p * Elements + k];

    /// <summary>The window over a tensor.</summary>
    /// <param name="space">The dimensions of space of the array that is read.</param>
    /// <param name="kernel">The kernel's.</param>
    /// <param name="by">Strides, dilations and pads.</param>
    /// <param name="output">The result's dimensions of space.</param>
    public static Window Over(ReadOnlySpan<int> space, int[] kernel, WindowSteps by, int[] output)
    {
        int n = space.Length, row = Kernels.Padding.Round(space[^1]);
        int positions = Arrays.Count(output), elements = Arrays.Count(kernel);
        var places = new int[Arrays.Count([positions, elements])];
        int[] at = new int[n], inside = new int[n], steps = new int[n];
        for (int d = n - 1, step = row; d >= 0; d--)
        {
            steps[d] = d == n - 1 ? 1 : step;
            if (d < n - 1) step = checked(step * space[d]);
        }

        for (int p = 0, i = 0; p < positions; p++, Next(at, output))
        {
            Array.Clear(inside);
            for (int k = 0; k < elements; k++, i++, Next(inside, kernel))
            {
                int place = 0;
                for (int d = 0; d < n && place >= 0; d++)
                {
                    int x = at[d] * by.Strides[d] - by.Before[d] + inside[d] * by.Dilations[d];
                    place = x < 0 || x >= space[d] ? -1 : place + x * steps[d];
                }

                places[i] = place;
            }
        }

        nint channel = row;
        for (int d = 0; d < n - 1; d++) channel *= space[d];
        return new Window(output, kernel, places, channel);
    }

    /// <summary>What is read at each position as a row [C · elements].</summary>
    public unsafe void Read(float* x, int channels, Tensor rows)
    {
        for (int p = 0; p < Positions; p++)
        {
            float* row = rows.Pointer + (nint)p * rows.Stride;
            for (int c = 0; c < channels; c++, row += Elements)
            {
                float* channel = x + c * Channel;
                if (_runs[p] && Elements > 0)
                {
                    new ReadOnlySpan<float>(channel + this[p, 0], Elements).CopyTo(new Span<float>(row, Elements));
                    continue;
                }

                for (int k = 0; k < Elements; k++) row[k] = this[p, k] is var place && place < 0 ? 0 : channel[place];
            }
        }
    }

    /// <summary>Adds rows [C · elements] to where they were read.</summary>
    public unsafe void Add(Tensor rows, float* x, int channels)
    {
        for (int p = 0; p < Positions; p++)
        {
            float* row = rows.Pointer + (nint)p * rows.Stride;
            for (int c = 0; c < channels; c++, row += Elements)
            {
                float* channel = x + c * Channel;
                for (int k = 0; k < Elements; k++) if (this[p, k] is var place && place >= 0) channel[place] += row[k];
            }
        }
    }

    private static void Next(int[] index, int[] sizes)
    {
        for (int d = index.Length - 1; d >= 0 && ++index[d] == sizes[d]; d--) index[d] = 0;
    }
}

/// <summary>How a kernel goes over space.</summary>
/// <param name="Strides">From one position to the next.</param>
/// <param name="Dilations">From one of its elements to the next.</param>
/// <param name="Before">What lies before the first element of space.</param>
/// <param name="After">What lies behind the last.</param>
internal sealed record WindowSteps(int[] Strides, int[] Dilations, int[] Before, int[] After)
{
    /// <summary>The steps that a node's attributes give.</summary>
    public static WindowSteps Of(Node node, ReadOnlySpan<int> space, int[] kernel)
    {
        int n = space.Length;
        int[] strides = List(node, "strides", n), dilations = List(node, "dilations", n), before = new int[n], after = new int[n];
        string auto = node.Text("auto_pad", "NOTSET");
        if (auto == "NOTSET" && node.Integers("pads") is { } pads)
        {
            if (pads.Length != 2 * n || pads.Any(p => p is < 0 or > int.MaxValue / 4)) throw new SluiceException($"expected {2 * n} pads of 0 or more, got [{string.Join(", ", pads)}]");
            for (int d = 0; d < n; d++) (before[d], after[d]) = ((int)pads[d], (int)pads[d + n]);
        }
        else if (auto is "SAME_UPPER" or "SAME_LOWER")
        {
            for (int d = 0; d < n; d++)
            {
                int outputs = (space[d] + strides[d] - 1) / strides[d], span = (kernel[d] - 1) * dilations[d] + 1;
                int all = Math.Max(0, (outputs - 1) * strides[d] + span - space[d]);
                before[d] = auto == "SAME_UPPER" ? all / 2 : (all + 1) / 2;
                after[d] = all - before[d];
            }
        }
        else if (auto is not ("NOTSET" or "VALID"))
        {
            throw new SluiceException($"expected auto_pad NOTSET, SAME_UPPER, SAME_LOWER or VALID, got '{auto}'");
        }

        return new(strides, dilations, before, after);
    }

    /// <summary>Positions along each dimension of space.</summary>
    public int[] Output(ReadOnlySpan<int> space, int[] kernel, bool up = false)
    {
        int[] output = new int[space.Length];
        for (int d = 0; d < output.Length; d++)
        {
            int span = checked((kernel[d] - 1) * Dilations[d] + 1), free = space[d] + Before[d] + After[d] - span;
            if (free < 0)
                throw new SluiceException($"expected space for a kernel of {span} in dimension {d}, got {space[d]} with {Before[d] + After[d]} around it");
            output[d] = (up ? (free + Strides[d] - 1) / Strides[d] : free / Strides[d]) + 1;

            // The last window must begin inside the array or before it.
            if (up && (output[d] - 1) * Strides[d] >= space[d] + Before[d]) output[d]--;
        }

        return output;
    }

    private static int[] List(Node node, string name, int n)
    {
        long[] given = node.Integers(name) ?? [.. Enumerable.Repeat(1L, n)];
        if (given.Length != n || given.Any(v => v is < 1 or > int.MaxValue / 4))
            throw new SluiceException($"expected {n} {name} of 1 or more, got [{string.Join(", ", given)}]");
        return [.. given.Select(v => (int)v)];
    }
}
