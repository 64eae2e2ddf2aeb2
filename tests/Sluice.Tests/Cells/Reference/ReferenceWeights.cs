using Sluice.Autodiff;
using Sluice.Layers;

namespace Sluice.Tests.Cells.Reference;

/// <summary>The weights of a layer by the names of its cell's blocks, as plain matrices.</summary>
internal sealed class ReferenceWeights(Recurrent layer)
{
    /// <summary>H.</summary>
    public int Hidden => layer.Hidden;

    /// <summary>A weight of each unit, a scalar or a number.</summary>
    public Vec this[string name]
    {
        get
        {
            var row = layer.WeightOf(Index(name)).ToArray();
            return new([.. Enumerable.Range(0, Hidden).Select(u => (double)row[u])]);
        }
    }

    /// <summary>W x + Σ R source + b of a block; the sources in the order of its feeds.</summary>
    public Vec Sum(string name, Vec? x, params Vec[] sources)
    {
        int k = Index(name);
        var block = layer.Shape.Blocks[k];
        var sum = new double[k == layer.Shape.Projection?.Block ? layer.Output : Hidden];
        if (block.HasBias) for (int u = 0; u < sum.Length; u++) sum[u] = layer.BiasOf(k).Value[0, layer.BiasAt(k) + u];
        if (x is { } input) AddProduct(sum, layer.InputWeight.Value, layer.Shape.InputBlocks.TakeWhile(j => j != k).Count(), input);
        var feeds = layer.Shape.RecurrentFeeds;
        int next = 0;
        for (int j = 0; j < feeds.Count; j++)
            if (feeds[j].Block == k)
                AddProduct(
                    sum, k == layer.Shape.Projection?.Block ? layer.Projection! : layer.RecurrentWeight.Value,
                    k == layer.Shape.Projection?.Block ? 0 : j, sources[next++]);
        Assert.Equal(sources.Length, next);
        Assert.Equal(x is not null, block.ReadsInput);
        // What the wrapper adds: α⊙norm(sum) + β.
        return Index("gain_" + name) < 0 ? new(sum) : this["gain_" + name] * Vec.Norm(new(sum)) + this["shift_" + name];
    }

    /// <summary>Rᵀ source for a recurrent matrix.</summary>
    public Vec Transposed(int matrix, Vec source)
        => new([.. Enumerable.Range(
            0, Hidden).Select(u => Enumerable.Range(0, Hidden).Sum(v => layer.RecurrentWeight.Value[matrix * Hidden + v, u] * source.Values[v]))]);

    /// <summary>The probability with which a state stays as it was.</summary>
    public Vec Rate(int state) => this["zone_" + layer.Shape.States[state]];

    private int Index(string name) => Array.FindIndex(layer.Shape.Blocks, b => b.Name == name);

    private void AddProduct(double[] sum, Tensor weights, int block, Vec source)
    {
        for (int u = 0; u < sum.Length; u++)
            for (int i = 0; i < source.Values.Length; i++) sum[u] += weights[block * Hidden + u, i] * source.Values[i];
    }
}
