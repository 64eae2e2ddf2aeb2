using Sluice.Autodiff;

namespace Sluice.Layers;

/// <summary>
/// A GRU whose update gate is turned by a score of each step, such as how much the step has to do with a question asked of the
/// sequence (AUGRU of Zhou et al. 2019): steps of score 0 are read as by a GRU, those of score 1 replace the state.
/// </summary>
public sealed class AttentionGru : ILayer
{
    private readonly Recurrent _layer;

    /// <summary>A layer.</summary>
    /// <param name="name">The prefix of its parameters' names.</param>
    /// <param name="input">I.</param>
    /// <param name="hidden">H.</param>
    /// <param name="seed">From which the weights are drawn.</param>
    public AttentionGru(string name, int input, int hidden, ulong seed) => _layer = new Recurrent(name, "l0", "augru", input, hidden, seed);

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => _layer.Parameters;

    /// <summary>Runs sequences.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="x">x [T, B, I].</param>
    /// <param name="scores">a [T, B, 1], from 0 to 1.</param>
    /// <param name="final">The state after each sequence's last step.</param>
    /// <param name="initial">The state before the first; null for 0.</param>
    /// <param name="lengths">The steps of each sequence; null where all have T.</param>
    /// <returns>y [T, B, H].</returns>
    /// <exception cref="SluiceException">Sizes that do not fit.</exception>
    public Tensor Run(Tape tape, Tensor x, Tensor scores, out State final, State? initial = null, int[]? lengths = null)
    {
        if (scores.Rows != x.Rows || scores.Columns != 1)
            throw new SluiceException($"AttentionGru: expected scores [{string.Join(", ", x.Shape[..^1].ToArray())}, 1], got {scores.Describe()}.");
        return _layer.RunStates(tape, x, out final, initial, lengths, 0, false, null, Spread.Run(tape, scores, _layer.Hidden), -1)[0];
    }
}
