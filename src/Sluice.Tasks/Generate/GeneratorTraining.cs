using Sluice.Autodiff;
using Sluice.Training;

namespace Sluice.Tasks.Generate;

/// <summary>Sequences from which a net that generates learns: batches of nearly equal length, with noise of their own in every step.</summary>
public sealed class GeneratorTraining : RaggedTraining
{
    private readonly Generator _model;
    private readonly StepData _data;

    internal GeneratorTraining(Generator model, StepData data)
        : base(model.Parameters, model.Options.Batch, model.Options.Seed)
    {
        (_model, _data) = (model, data);
        Lengths = data.Train is ImageList ? [.. Enumerable.Repeat(1, data.Train.Count)] : [.. data.Train.Select(s => s.Length)];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<int> Lengths { get; }

    /// <summary>The loss is the negative bound of a step; its gradient has the divergence at the weight of the warm-up.</summary>
    protected override StepLoss Step(Tape tape, int[] places)
    {
        float[][][] sequences = [.. places.Select(
            i => _data.Train is ImageList images ? images.Draw(i, _model.Options.Seed, tape.Epoch + 1) : _data.Train[i])];
        int[] lengths = [.. sequences.Select(s => s.Length)];
        double past = tape.Epoch + (double)tape.Step / Steps((int)tape.Epoch), warm = _model.Options.DivergenceWarmUp;
        var bound = _model.Read(tape, _model.Batch(sequences), lengths, Generator.Learning, warm > past ? past / warm : 1, _model.Options.FreeBits);
        int steps = lengths.Sum();
        return new StepLoss((bound.Reconstruction.Sum() + bound.Divergence.Sum()) / steps, steps);
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Validate()
    {
        var figures = _model.Evaluate(_data.Validation);
        var measured = new Dictionary<string, double> { ["loss"] = figures.Loss, ["loss_of_sequences"] = figures.LossOfSequences };
        if (_model.Latent == 0) return measured;
        (measured["reconstruction"], measured["divergence"]) = (figures.Reconstruction, figures.Divergence);
        return measured;
    }
}
