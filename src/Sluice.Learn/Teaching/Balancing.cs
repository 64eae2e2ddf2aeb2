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
    private const int Episodes = 100, Epochs = 60, Driven = 20;
    private const ulong Other = 1_000_000; // seeds of the episodes that nets drive are none of those that they learned from

    /// <summary>The log that the story learns from.</summary>
    public static Table Log() => CartPole.Log(Episodes, 1);

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

    /// <summary>Trains on the log, drives 20 episodes, and prints episodes and returns.</summary>
    public static void Write(TextWriter output)
    {
        var log = Log();
        output.WriteLine("A pole stands on a cart that is pushed fifty times a second. The log of one who sees all says where cart");
        output.WriteLine("and pole were and how hard the push was; it does not say how fast they moved.");
        output.WriteLine();
        output.WriteLine("episode  step  position    angle   force");
        for (int row = 0; row < 3; row++)
            output.WriteLine(
                $"{log.Columns[0].Text(row),7} {log.Columns[1].Text(row),5} {Reading("position", row),9:F4} {Reading("angle", row),8:F4} {Reading("force", row),7:F2}{(row == 2 ? $"   ... {log.RowCount} rows" : "")}");

        var model = Train(Episodes, Epochs);
        var figures = model.Evaluate(CartPole.Log(Driven, Other + 1));
        output.WriteLine();
        output.WriteLine($"The push, as the expert has it in {Driven} episodes that were not learned from (root of the mean squared error):");
        output.WriteLine(
            $"  the net that remembers {figures.Recurrent.Score:F2} N, the one that sees the moment alone {figures.Memoryless.Score:F2} N, the mean push {figures.Baseline.Score:F2} N");
        foreach (double knocks in new[] { 0, 0.02 })
        {
            var driven = Drive(model, Driven, knocks);
            output.WriteLine();
            output.WriteLine($"{Driven} episodes of their own, {(knocks == 0 ? "undisturbed" : "knocked about")} (steps of {CartPole.Steps}):");
            Line("one who sees the speeds", driven.Expert);
            Line("the net that remembers", driven.Recurrent);
            Line("the net that sees the moment alone", driven.Memoryless);
        }

        double Reading(string column, int row) => log.Column<NumberColumn>(column).Values[row];
        void Line(string who, int[] steps)
            => output.WriteLine(
                $"  {who,-36} mean return {steps.Average(),5:F1}, least {steps.Min(),3}, held to the end {steps.Count(s => s == CartPole.Steps)} of {steps.Length}");
    }
}
