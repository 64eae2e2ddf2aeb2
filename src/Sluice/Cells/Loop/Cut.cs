using Sluice.Cells.Contract;
using Sluice.Kernels;

namespace Sluice.Cells.Loop;

/// <summary>How the steps of a recurrence are cut between workers. Results do not depend on it.</summary>
/// <param name="Sequences">Shares of the sequences, each of which goes through all steps without waiting for others.</param>
/// <param name="Units">Shares of the units within each; those who have them meet after every step.</param>
internal readonly record struct Cut(int Sequences, int Units)
{
    // What the busiest worker must be spared before any have to meet: more than a quarter, so that late meetings are made up for.
    private const double Worth = 0.75;

    // Fewer rows than this take no less time: reading the weights from the second-level cache takes as long as multiplying them by so many.
    private const int FewestRows = 2;

    /// <summary>Workers that take part.</summary>
    public int Parts => Sequences * Units;

    /// <summary>
    /// The cut that leaves the busiest worker least to do, panels of weights times rows. Units are cut only where it is then spared a quarter of
    /// what sequences alone would leave it, and not where a step is over before all have met, looks at all units at once (normalisation), or
    /// works by a clock.
    /// </summary>
    /// <param name="workers">The workers.</param>
    /// <param name="shape">The cell.</param>
    /// <param name="operations">Floating-point operations of the products of one step of one sequence.</param>
    /// <param name="steps">T.</param>
    /// <param name="batch">B.</param>
    /// <param name="panels">Panels of 16 units.</param>
    public static Cut Of(Workers workers, CellShape shape, double operations, int steps, int batch, int panels)
    {
        int parts = workers.PartsFor((double)steps * batch * operations), sequences = Math.Min(parts, batch);
        var best = new Cut(sequences, 1);
        double least = Worth * Rows(batch, sequences) * panels;
        bool canCutUnits = shape.Clock is null && shape.NormalisedBlocks.Length == 0
            && (shape.RecurrentFeeds.Count == 0 || workers.AreWorthMeeting(batch * operations));
        for (int units = 2; canCutUnits && units <= Math.Min(parts, panels); units++)
        {
            sequences = Math.Min(parts / units, batch);
            double most = (double)Rows(batch, sequences) * Most(panels, units);
            if (most < least) (best, least) = (new(sequences, units), most);
        }

        return best;
    }

    /// <summary>The rows for whose products the busiest has time while it reads the weights.</summary>
    private static int Rows(int batch, int sequences) => Math.Max(FewestRows, Most(batch, sequences));

    /// <summary>What the busiest of some has of so many.</summary>
    private static int Most(int all, int parts) => (all + parts - 1) / parts;
}
