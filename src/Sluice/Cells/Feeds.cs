namespace Sluice.Cells;

/// <summary>What is summed into a block of pre-activations before a stage reads it, beside the bias.</summary>
[Flags]
public enum Feeds
{
    /// <summary>X: the product of the input weights with the input of this time step.</summary>
    Input = 1,

    /// <summary>R: the product of the recurrent weights with the output of the time step before.</summary>
    Output = 2,

    /// <summary>Q: the product of the recurrent weights with the operand that the first stage of this time step made.</summary>
    Operand = 4,
}

/// <summary>One block of pre-activations, one value a unit: a gate or a candidate.</summary>
/// <param name="Name">The letter in the cell's equation.</param>
/// <param name="Feeds">What is summed into it.</param>
/// <param name="Bias">What its bias starts at; 0 unless a paper says otherwise.</param>
public sealed record Block(string Name, Feeds Feeds, float Bias = 0)
{
    internal bool ReadsInput => (Feeds & Feeds.Input) != 0;

    internal bool ReadsOutput => (Feeds & Feeds.Output) != 0;

    internal bool ReadsOperand => (Feeds & Feeds.Operand) != 0;

    /// <summary>Whether the block has recurrent weights.</summary>
    internal bool IsRecurrent => ReadsOutput || ReadsOperand;
}
