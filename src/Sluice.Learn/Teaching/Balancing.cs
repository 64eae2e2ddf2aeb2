using Sluice.Data.Tables;
using Sluice.Tasks.Control;
using Sluice.Training;

namespace Sluice.Learn.Teaching;

/// <summary>The steps that drivers held the pole up in each episode, of <see cref="CartPole.Steps"/>.</summary>
/// <param name="Expert">The one who sees positions and speeds.</param>
/// <param name="Recurrent">The net that remembers.</param>
/// <param name="Memoryless">The net that sees one moment alone.</param>
public sealed record BalancingFigures(int[] Expert, int[] Recurrent, int[] Memoryless);

/// <summary>
/// A net learns to balance a pole from a log of where the pole and its cart were. How fast they moved, on which everything
/// depends, is not in the log: it takes a memory to know.
/// </summary>
public static class Balancing
{
    private const int Episodes = 100, Epochs = 60;
    private const ulong Other = 1_000_000; // seeds of the episodes that nets drive are none of those that they learned from

    /// <summary>The log that the story learns from.</summary>
    public static Table Log() => CartPole.Log(Episodes, 1);

    /// <summary>The policy that learned from that log.</summary>
    public static Policy Train() => Train(Episodes, Epochs);

    /// <summary>How near a policy and others come to the expert in episodes that were not learned from.</summary>
    public static PolicyComparison Unseen(Policy model, int episodes) => model.Evaluate(CartPole.Log(episodes, Other + 1));

    /// <summary>Trains a policy on a log of the expert.</summary>
    /// <param name="episodes">Episodes of the log.</param>
    /// <param name="epochs">Passes over it.</param>
    /// <param name="seed">The seed of everything.</param>
    public static Policy Train(int episodes, int epochs, ulong seed = 1)
    {
        var (model, training) = Policy.From(CartPole.Log(episodes, seed), new PolicyOptions { Step = "step", Action = "force", Seed = seed });
        new Trainer(training, new TrainingOptions { Epochs = epochs, Rate = 0.01, Seed = seed }).Run();
        return model;
    }

    /// <summary>Lets all three drive episodes that start, and are knocked about, as none of the log.</summary>
    /// <param name="model">The policy.</param>
    /// <param name="episodes">Episodes each.</param>
    /// <param name="knocks">The chance of a knock at each step.</param>
    /// <param name="seed">The seed of starts and knocks.</param>
    public static BalancingFigures Drive(Policy model, int episodes, double knocks, ulong seed = 1)
    {
        return new(
            Each(() => cart => cart.Expert), Each(Remembering), Each(() => cart => model.StepWithoutMemory([cart.Position, cart.Angle]).Value));

        int[] Each(Func<Func<CartPole, double>> driver)
            => [.. Enumerable.Range(0, episodes).Select(e => CartPole.Drive(seed + Other, e, knocks, driver()))];

        Func<CartPole, double> Remembering()
        {
            var memory = model.NewSession();
            return cart => model.Step([cart.Position, cart.Angle], memory).Value;
        }
    }
}
