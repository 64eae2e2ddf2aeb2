namespace Sluice.Cells;

/// <summary>What a cell declares about itself: everything that the time loop needs to know beside its stages.</summary>
/// <param name="Name">The name in the catalog and in files.</param>
/// <param name="Equation">The equations of one step, with the source.</param>
/// <param name="Blocks">The pre-activations, in the order in which they are stored.</param>
/// <param name="States">The states carried from step to step; the first is the output.</param>
/// <param name="TwoStages">Whether a first stage makes the operand of a product within the same time step.</param>
public sealed record CellShape(string Name, string Equation, Block[] Blocks, string[] States, bool TwoStages = false)
{
    /// <summary>Blocks with input weights, in order: the rows of weight_ih.</summary>
    public IEnumerable<int> InputBlocks => Enumerable.Range(0, Blocks.Length).Where(k => Blocks[k].ReadsInput);

    /// <summary>Blocks with recurrent weights, in order: the rows of weight_hh.</summary>
    public IEnumerable<int> RecurrentBlocks => Enumerable.Range(0, Blocks.Length).Where(k => Blocks[k].IsRecurrent);

    /// <summary>Floating-point operations of the products of one step of one sequence, forward.</summary>
    public long Operations(int input, int hidden)
        => 2L * hidden * ((long)InputBlocks.Count() * input + (long)RecurrentBlocks.Count() * hidden);
}
