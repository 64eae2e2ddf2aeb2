using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Training;

namespace Sluice.Tasks.Labels;

/// <summary>Labelled sequences from which a model learns.</summary>
public abstract class SampleTraining : RaggedTraining
{
    private protected SampleTraining(
        IEnumerable<Parameter> parameters, IReadOnlyList<Sample> samples, IReadOnlyList<Sample> validation, int batch, ulong seed)
        : base(parameters, batch, seed) => (Samples, Validation, Lengths) = (samples, validation, [.. samples.Select(s => s.Count)]);

    /// <summary>The sequences to learn from.</summary>
    public IReadOnlyList<Sample> Samples { get; }

    /// <summary>The sequences by which the best model is chosen.</summary>
    public IReadOnlyList<Sample> Validation { get; }

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<int> Lengths { get; }

    /// <inheritdoc/>
    protected sealed override StepLoss Step(Tape tape, int[] places) => Step(tape, [.. places.Select(i => Samples[i])]);

    private protected abstract StepLoss Step(Tape tape, Sample[] batch);

    /// <summary>Runs a net over sequences of nearly equal length side by side; empty ones are left out.</summary>
    /// <param name="samples">The sequences.</param>
    /// <param name="stepsAtOnce">So many steps with padding are looked at side by side.</param>
    /// <param name="use">Gets a tape, the places of the sequences, and the sequences.</param>
    internal static void ForBatches(IReadOnlyList<Sample> samples, int stepsAtOnce, Action<Tape, int[], Sample[]> use)
    {
        var tape = new Tape(recording: false);
        int[] order = [.. Enumerable.Range(0, samples.Count).Where(i => samples[i].Count > 0).OrderByDescending(i => samples[i].Count)];
        for (int first = 0; first < order.Length;)
        {
            int[] places = order[first..Math.Min(order.Length, first + Math.Clamp(stepsAtOnce / samples[order[first]].Count, 1, 256))];
            first += places.Length;
            tape.Reset();
            use(tape, places, [.. places.Select(i => samples[i])]);
        }
    }
}
