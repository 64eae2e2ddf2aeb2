namespace Sluice.Cells.Contract;

/// <summary>What a cell declares about itself: everything that the time loop needs to know beside its stages.</summary>
/// <param name="Name">The name in the catalog and in files.</param>
/// <param name="Equation">The equations of one step, with the source.</param>
/// <param name="Blocks">The pre-activations, in the order in which they are stored, and after them the weights of units.</param>
/// <param name="States">The states carried from step to step; the first is the output.</param>
/// <param name="Stages">1, or more where a stage makes the operand of a product within the same time step; at most 3.</param>
public sealed record CellShape(string Name, string Equation, Block[] Blocks, string[] States, int Stages = 1)
{
    private readonly BlockLists _lists = new(Blocks);

    /// <summary>The pre-activations, in the order in which they are stored, and after them the weights of units.</summary>
    public Block[] Blocks { get; init => (field, _lists) = (value, _lists.For(value)); } = Blocks;

    /// <summary>Blocks with input weights, in order: the rows of weight_ih.</summary>
    public IReadOnlyList<int> InputBlocks => _lists.Input;

    /// <summary>Products with recurrent weights, in the order of blocks and sources: the rows of weight_hh.</summary>
    public IReadOnlyList<RecurrentFeed> RecurrentFeeds => _lists.Recurrent;

    /// <summary>How to begin the recurrent weights and what they may be.</summary>
    public RecurrentForm Form { get; init; }

    /// <summary>The block whose number is γ of <see cref="RecurrentForm.Antisymmetric"/>; null for γ = 0.01.</summary>
    public int? Damping { get; init; }

    /// <summary>What makes its output narrower than its units; null where it is as wide.</summary>
    public Projection? Projection { get; init; }

    /// <summary>What its units' clock goes by; null where all work in every step.</summary>
    public ClockNumbers? Clock { get; init; }

    /// <summary>The block whose number is that of its heads: a unit sees the output of its own head alone; null where all see all.</summary>
    public int? Heads { get; init; }

    /// <summary>The cell of a stack's lowest layer, where it must be another one; it has no layer below.</summary>
    public string? Lowest { get; init; }

    /// <summary>Where the equations were published: what stands in brackets behind them.</summary>
    public string Source => Equation[(Equation.LastIndexOf('(') + 1)..].TrimEnd().TrimEnd(')');

    /// <summary>Weights of a layer of as many inputs as units.</summary>
    public long WeightsOf(int size)
        => Operations(size, size) / 2 + Blocks.Sum(b => b.HasBias || b.Has(Feeds.Vector) ? (long)size : b.Has(Feeds.Scalar) ? 1 : 0);

    /// <summary>Units of the output.</summary>
    public int OutputOf(int hidden)
    {
        if (Projection is null) return hidden;
        int asked = (int)Blocks[Projection.Size].Bias;
        return asked == 0 ? (hidden + 1) / 2
            : asked > 0 && asked <= hidden ? asked
            : throw new SluiceException($"Cell '{Name}': expected a projection to 1 to {hidden} units, its hidden size, got {asked}.");
    }

    /// <summary>Whether it reads the second state of the layer below.</summary>
    internal bool ReadsBelow => _lists.ReadsBelow;

    /// <summary>Blocks that are kept for every step; those after them are weights.</summary>
    internal int Kept => _lists.Kept;

    /// <summary>Whether a block takes the input itself, not through a matrix, so that there must be as many inputs as units.</summary>
    internal bool TakesInputItself => _lists.TakesInputItself;

    /// <summary>Operands of products within a time step.</summary>
    internal int Operands => _lists.Operands;

    /// <summary>Blocks that are normalised, in order.</summary>
    internal int[] NormalisedBlocks => _lists.Normalised;

    /// <summary>Floating-point operations of the products of one step of one sequence, forward.</summary>
    public long Operations(int input, int hidden)
    {
        long products = (long)InputBlocks.Count * hidden * input;
        foreach (var (block, source) in RecurrentFeeds)
            products += (block == Projection?.Block ? OutputOf(hidden) : (long)hidden) * (source == 0 ? OutputOf(hidden) : hidden);
        return 2 * products;
    }

    /// <summary>The stage before which a product with the source is added.</summary>
    internal int StageOf(int source) => source < RecurrentFeed.FirstOperand ? 0 : MakerOf(source - RecurrentFeed.FirstOperand) + 1;

    /// <summary>The stage that makes an operand.</summary>
    internal int MakerOf(int operand) => Stages == 3 ? operand : 0;

    /// <summary>The stage before which a normalised block is complete.</summary>
    internal int NormalisedBefore(int block)
    {
        var feeds = RecurrentFeeds.Where(f => f.Block == block);
        return feeds.Any() ? feeds.Max(f => StageOf(f.Source)) : Blocks[block].Has(Feeds.Input | Feeds.Bare) ? 0 : 1;
    }

    /// <summary>The shape of this cell in a wrapper, which has more blocks; all else that the cell says of itself holds of them too.</summary>
    /// <param name="wrapper">The wrapper's name.</param>
    /// <param name="equation">What it adds to the equations.</param>
    /// <param name="blocks">The blocks of both.</param>
    /// <param name="at">Where a block of this shape is among them.</param>
    internal CellShape In(string wrapper, string equation, Block[] blocks, Func<int, int> at) => this with
    {
        Name = $"{Name}+{wrapper}",
        Equation = $"{Equation}\n{equation}",
        Blocks = blocks,
        Damping = Damping is { } damping ? at(damping) : null,
        Projection = Projection is { } p ? new(at(p.Block), at(p.Size)) : null,
        Heads = Heads is { } heads ? at(heads) : null,
        Clock = Clock is { } clock ? clock with { Modules = at(clock.Modules), Ratio = at(clock.Ratio) } : null,
        Lowest = Lowest is null ? null : $"{Lowest}+{wrapper}",
    };

    /// <summary>What follows from what feeds the blocks.</summary>
    private sealed class BlockLists(Block[] blocks)
    {
        public int[] Input { get; } = Which(blocks, b => b.ReadsInput);

        public RecurrentFeed[] Recurrent { get; } =
        [
            .. from k in Enumerable.Range(0, blocks.Length)
               from s in Enumerable.Range(0, RecurrentFeed.Sources)
               where blocks[k].Has(RecurrentFeed.Flag(s))
               select new RecurrentFeed(k, s),
        ];

        public int[] Normalised { get; } = Which(blocks, b => b.Has(Feeds.Normalised));

        public int Kept { get; } = blocks.Count(b => !b.IsWeight);

        public bool TakesInputItself { get; } = blocks.Any(b => b.Has(Feeds.Bare));

        public bool ReadsBelow { get; } = blocks.Any(b => b.Has(Feeds.Below));

        public int Operands { get; } = blocks.Any(b => b.Has(Feeds.SecondOperand)) ? 2 : blocks.Any(b => b.Has(Feeds.Operand)) ? 1 : 0;

        /// <summary>The lists of other blocks: these ones, where only numbers or names differ.</summary>
        public BlockLists For(Block[] others) => others.Select(b => b.Feeds).SequenceEqual(blocks.Select(b => b.Feeds)) ? this : new(others);

        private static int[] Which(Block[] blocks, Func<Block, bool> matches)
            => [.. Enumerable.Range(0, blocks.Length).Where(k => matches(blocks[k]))];
    }
}

/// <summary>An output narrower than the units: P values that the last stage makes, and R acts on them.</summary>
/// <param name="Block">The block that becomes the output, of P values.</param>
/// <param name="Size">The block whose number is P; 0 stands for H / 2.</param>
public sealed record Projection(int Block, int Size);

/// <summary>A product with H x H recurrent weights.</summary>
/// <param name="Block">The block into which it is summed.</param>
/// <param name="Source">0 to 3: a state of the step before; 4 and 5: an operand.</param>
public readonly record struct RecurrentFeed(int Block, int Source)
{
    internal const int Sources = 6, FirstOperand = 4;

    internal static Feeds Flag(int source) => (Feeds)((int)Feeds.Output << source);
}

/// <summary>What recurrent weights begin as, and what they may be.</summary>
public enum RecurrentForm
{
    /// <summary>Any matrix, uniform in ±1/√H at the start.</summary>
    Free,

    /// <summary>Any matrix, the identity at the start (Le, Jaitly and Hinton 2015).</summary>
    Identity,

    /// <summary>M − Mᵀ − γ·1 with γ = 0.01: waves that neither grow nor die (Chang et al. 2019).</summary>
    Antisymmetric,
}
