using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Training;

namespace Sluice.Tasks.Compose;

/// <summary>Music from which a model learns: batches of whole pieces of nearly equal length.</summary>
public sealed class MusicTraining : ITrainable
{
    private readonly MusicModel _model;
    private readonly Music _music;
    private readonly int[] _lengths;
    private int[][] _plan = [];
    private int _planned = -1;

    internal MusicTraining(MusicModel model, Music music)
    {
        if (!music.Train.Any(p => p.Length > 1) || !music.Validation.Any(p => p.Length > 1))
            throw new SluiceFormatException("expected pieces of 2 steps or more to learn from and to validate on.");
        (_model, _music) = (model, music with { Train = [.. music.Train.Where(p => p.Length > 1)] });
        _lengths = [.. _music.Train.Select(p => p.Length)];
        Parameters = [.. model.Parameters];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> Carried => [];

    /// <inheritdoc/>
    public int Steps(int epoch) => Plan(epoch).Length;

    /// <inheritdoc/>
    public StepLoss Step(Tape tape, int epoch, int step)
    {
        double loss = _model.Loss(tape, [.. Plan(epoch)[step].Select(i => _music.Train[i])], out int steps);
        return new StepLoss(loss, steps);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Validate()
    {
        var figures = _model.Evaluate(_music.Validation);
        return new Dictionary<string, double> { ["loss"] = figures.Loss, ["loss_of_pieces"] = figures.LossOfPieces };
    }

    private int[][] Plan(int epoch)
    {
        if (_planned != epoch) (_plan, _planned) = (RaggedBatches.Plan(_lengths, _model.Options.Batch, _model.Options.Seed, (uint)epoch), epoch);
        return _plan;
    }
}
