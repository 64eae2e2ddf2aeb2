using Sluice.Kernels;

namespace Sluice.Cells.Loop;

/// <summary>The products of the forward run with weights of fewer than 32 bits.</summary>
internal sealed unsafe partial class TimeLoop<TCell, V, E>
{
    /// <summary>Hands over the rows of each source that is multiplied before a stage, once for all panels.</summary>
    private void TakeSources(Scratch scratch, ReducedWeights reduced, int stage, int active)
    {
        foreach (var sum in _sums[stage])
            scratch.Reduced(sum.Source, reduced.Type).Take(active, (float**)scratch.Source(sum.Source), _weights.UnitsOfSource(sum.Source));
    }

    /// <summary>Adds the products with one source to the blocks of some panels of units.</summary>
    private static void AddReduced(Scratch scratch, ReducedWeights reduced, Sum sum, int p, int width)
    {
        int panels = 0;
        for (int i = 0; i < sum.Blocks.Length; i++)
            for (int q = p; q < p + width; q++, panels++) scratch.SetReduced(panels, reduced.Recurrent[sum.Matrices[i]], q);
        scratch.Reduced(sum.Source, reduced.Type)
            .Multiply(panels, (byte**)scratch.B, scratch.Scales, (float**)scratch.C, (float**)scratch.C, scratch.Column);
    }

    /// <summary>Blocks = bias + x W for the panels of units that <see cref="Scratch.Column"/> has.</summary>
    private void AddReducedInput(Scratch scratch, ReducedWeights reduced, int rows, E** x, E** blocks, int from, int to)
    {
        int panels = 0;
        for (int j = 0; j < _weights.InputBlocks.Length; j++)
            for (int p = from; p < to; p++, panels++) scratch.SetReduced(panels, reduced.Input, j * _weights.PanelsPerBlock + p);
        var product = scratch.Reduced(Scratch.OfInput, reduced.Type);
        product.Take(rows, (float**)x, _weights.Input);
        product.Multiply(panels, (byte**)scratch.B, scratch.Scales, (float**)scratch.Start, (float**)blocks, scratch.Column);
    }

    private sealed partial class Scratch
    {
        /// <summary>The place of the product with x behind those with the sources.</summary>
        public const int OfInput = Contract.RecurrentFeed.Sources;

        private readonly ReducedProduct?[] _products = new ReducedProduct?[OfInput + 1];
        private AlignedBuffer<nint>? _scales;
        private ReducedType _type;

        /// <summary>The scales of each panel in <see cref="B"/>.</summary>
        public float** Scales => (float**)_scales!.Pointer;

        /// <summary>The product with a source.</summary>
        public ReducedProduct Reduced(int source, ReducedType type)
        {
            if (type != _type) Array.Clear(_products);
            _type = type;
            return _products[source] ??= ReducedProduct.For<V, E>(type);
        }

        /// <summary>Makes a panel of reduced weights an entry of <see cref="B"/>.</summary>
        public void SetReduced(int entry, ReducedPanels panels, int index)
        {
            B[entry] = (E*)panels[index];
            Scales[entry] = panels.Scales(index);
        }

        private void ReserveScales(int panels) => _scales = AlignedBuffer<nint>.AtLeast(_scales, panels);
    }
}
