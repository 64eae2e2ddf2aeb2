using Sluice.Data.Sequences;
using Sluice.Kernels;
using Sluice.Tasks.Describe;

namespace Sluice.Tests.Tasks.Describe;

/// <summary>Shapes of four pixels, which a small net tells apart in a moment.</summary>
internal sealed class Patterns : IShapes
{
    public IReadOnlyList<string> Names => DrawnShapes.All;

    public int Size => 2;

    public void Draw(int shape, DataPart part, RandomStream random, Span<float> mask)
    {
        mask.Fill(shape == 4 ? 1 : 0.2f);
        mask[shape % 4] = 1;
    }
}
