using Sluice.Autodiff;
using Sluice.Cells.Contract;
using Sluice.Cells.Loop;
using Sluice.Kernels;

namespace Sluice.Layers;

public sealed partial class Recurrent
{
    /// <summary>Whether its products take weights of fewer than 32 bits as they are, and not as floats.</summary>
    public bool TakesReduced => ReducedBits() is not null;

    /// <summary>
    /// Of how many bits the weights of its products are where the forward run takes them as they are; null where it takes floats: also
    /// where matrices are computed from the weights, where not all units work in every step, and where a product is deeper than sums of
    /// 32 bits allow.
    /// </summary>
    internal ReducedType? ReducedBits()
    {
        Parameter?[] matrices =
        [
            Shape.InputBlocks.Count > 0 ? InputWeight : null,
            RecurrentWeight.Shape[0] > 0 ? RecurrentWeight : null,
            _projection,
        ];
        var used = matrices.OfType<Parameter>().ToArray();
        bool plain = Shape.Form != RecurrentForm.Antisymmetric && Clock.Of(Shape, Hidden) is null;
        return plain && used.Length > 0 && used.All(p => p.Bits == used[0].Bits && p.Shape[1] <= ReducedProduct.MostDepth) ? used[0].Bits : null;
    }

    /// <summary>The matrix of each recurrent feed, and its first row there.</summary>
    private (ReducedMatrix Matrix, int Row)[] ReducedMatrices()
    {
        var matrices = new (ReducedMatrix, int)[Shape.RecurrentFeeds.Count];
        for (int j = 0, row = 0; j < matrices.Length; j++)
        {
            bool projected = Shape.RecurrentFeeds[j].Block == Shape.Projection?.Block;
            matrices[j] = projected ? (_projection!.Reduced!, 0) : (RecurrentWeight.Reduced!, row);
            if (!projected) row += Hidden;
        }

        return matrices;
    }
}
