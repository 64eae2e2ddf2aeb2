namespace Sluice.Cells.Contract;

/// <summary>
/// What is summed into a block before a stage reads it, beside its bias; or that it is a weight of its own, one a unit.
/// </summary>
[Flags]
public enum Feeds
{
    /// <summary>Nothing: room for a value that a stage keeps for another.</summary>
    None = 0,

    /// <summary>X: the product of the input weights with the input of this time step.</summary>
    Input = 1,

    /// <summary>R: the product of recurrent weights with the output, the first state, of the time step before.</summary>
    Output = 2,

    /// <summary>The product of recurrent weights with the second state of the time step before.</summary>
    SecondState = 4,

    /// <summary>The product of recurrent weights with the third state of the time step before.</summary>
    ThirdState = 8,

    /// <summary>The product of recurrent weights with the fourth state of the time step before.</summary>
    FourthState = 16,

    /// <summary>Q: the product of recurrent weights with the operand that the first stage of this time step made.</summary>
    Operand = 32,

    /// <summary>The same with the second operand, which the last stage but one made.</summary>
    SecondOperand = 64,

    /// <summary>The input of this time step itself, unit by unit, without weights or bias: I = H.</summary>
    Bare = 128,

    /// <summary>
    /// Brought to mean 0 and deviation 1 over the units of a row before the stage reads it (Ba et al. 2016), without a
    /// bias. A block that only a first stage keeps is normalised after that stage.
    /// </summary>
    Normalised = 256,

    /// <summary>Noise: 1 with the probability of the cell's first number and 0 without in training, the probability itself otherwise.</summary>
    Noise = 512,

    /// <summary>The second state of the layer below at this time step, without weights or bias.</summary>
    Below = 8192,

    /// <summary>No sum but a trained weight of each unit, such as a peephole.</summary>
    Vector = 1024,

    /// <summary>No sum but one trained weight, the same for all units.</summary>
    Scalar = 2048,

    /// <summary>No sum but a fixed number, the same for all units.</summary>
    Number = 4096,
}

/// <summary>One block of pre-activations, one value a unit: a gate or a candidate; or a weight of each unit.</summary>
/// <param name="Name">The letter in the cell's equation.</param>
/// <param name="Feeds">What is summed into it.</param>
/// <param name="Bias">What its bias or weight starts at; 0 unless a paper says otherwise.</param>
/// <param name="Spread">The start is drawn from Bias ± Spread.</param>
public sealed record Block(string Name, Feeds Feeds, float Bias = 0, float Spread = 0)
{
    /// <summary>The feeds that have recurrent weights, in the order of their sources.</summary>
    internal const Feeds Recurrent = Feeds.Output | Feeds.SecondState | Feeds.ThirdState | Feeds.FourthState | Feeds.Operand | Feeds.SecondOperand;

    internal bool ReadsInput => Has(Feeds.Input);

    /// <summary>Whether the loop fills it before a stage reads it; otherwise it is room for what a stage keeps.</summary>
    internal bool IsFed => IsSum || Has(Feeds.Bare | Feeds.Below | Feeds.Noise);

    /// <summary>Whether it is a sum of products.</summary>
    internal bool IsSum => Has(Feeds.Input | Recurrent);

    /// <summary>Whether it is a sum with a bias of each unit.</summary>
    internal bool HasBias => IsSum && !Has(Feeds.Normalised);

    /// <summary>Whether it is a weight or a number and not a sum.</summary>
    internal bool IsWeight => Has(Feeds.Vector | Feeds.Scalar | Feeds.Number);

    internal bool Has(Feeds feeds) => (Feeds & feeds) != 0;
}
