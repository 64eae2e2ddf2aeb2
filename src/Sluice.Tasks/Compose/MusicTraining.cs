using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Training;

namespace Sluice.Tasks.Compose;

/// <summary>Music from which a model learns: batches of whole pieces of nearly equal length.</summary>
public sealed class MusicTraining : RaggedTraining
{
    private readonly MusicModel _model;
    private readonly Music _music;

    internal MusicTraining(MusicModel model, Music music)
        : base(model.Parameters, model.Options.Batch, model.Options.Seed)
    {
        if (!music.Train.Any(p => p.Length > 1) || !music.Validation.Any(p => p.Length > 1))
            throw new SluiceFormatException("expected pieces of 2 steps or more to learn from and to validate on.");
        (_model, _music) = (model, music with { Train = [.. music.Train.Where(p => p.Length > 1)] });
        Lengths = [.. _music.Train.Select(p => p.Length)];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<int> Lengths { get; }

    /// <inheritdoc/>
    public override bool Recomputes => true;

    /// <inheritdoc/>
    protected override StepLoss Step(Tape tape, int[] places)
    {
        double loss = _model.Loss(tape, [.. places.Select(i => _music.Train[i])], out int steps);
        return new StepLoss(loss, steps);
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Validate()
    {
        var figures = _model.Evaluate(_music.Validation);
        return new Dictionary<string, double> { ["loss"] = figures.Loss, ["loss_of_pieces"] = figures.LossOfPieces };
    }
}
