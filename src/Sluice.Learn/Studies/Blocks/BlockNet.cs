using Sluice.Autodiff;
using Sluice.Layers;

namespace Sluice.Learn.Studies.Blocks;

/// <summary>A linear layer, blocks one above the other, and a norm: y [T, B, size] from x [T, B, inputs].</summary>
internal sealed class BlockNet : ILayer
{
    private readonly Linear _input;
    private readonly Block[] _blocks;
    private readonly LayerNorm _norm;
    private readonly bool _placed;
    private readonly int _size;

    /// <summary>A net with the mixer of a name in each of its blocks.</summary>
    public BlockNet(string mixer, int inputs, int size, int layers, ulong seed)
    {
        _input = new Linear("input", inputs, size, seed);
        _blocks = [.. Enumerable.Range(0, layers).Select(l => new Block($"block{l}", mixer, size, seed))];
        _norm = new LayerNorm("norm", size);
        (_placed, _size) = (mixer == Mixers.Attention, size);
    }

    public IEnumerable<Parameter> Parameters => [.. _input.Parameters, .. _blocks.SelectMany(b => b.Parameters), .. _norm.Parameters];

    /// <summary>Runs sequences of such lengths.</summary>
    public Tensor Run(Tape tape, Tensor x, int[] lengths)
    {
        var y = _input.Run(tape, x);
        if (_placed) y = Sum.Run(tape, y, Places(x.Shape[0], x.Shape[1]));
        foreach (var block in _blocks) y = block.Run(tape, y, lengths);
        return _norm.Run(tape, y);
    }

    /// <summary>sin and cos of t/10000^(2i/size), in columns 2i and 2i + 1 (Vaswani et al. 2017).</summary>
    private Tensor Places(int steps, int batch)
    {
        var places = new Tensor(steps, batch, _size);
        for (int t = 0; t < steps; t++)
        {
            for (int c = 0; c < _size; c++)
            {
                double angle = t / Math.Pow(10_000, (double)(c - c % 2) / _size);
                for (int b = 0; b < batch; b++) places[t * batch + b, c] = (float)(c % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
            }
        }

        return places;
    }
}
