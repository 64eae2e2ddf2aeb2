using Sluice.Autodiff;

namespace Sluice.Training;

/// <summary>The weights with the lowest validation loss so far. They wait here, and in checkpoints, until the model is written.</summary>
internal sealed class BestModel(IReadOnlyList<Parameter> parameters)
{
    private const string Prefix = "best.";

    private bool _unsaved;

    /// <summary>The weights of each parameter; at first those it began with.</summary>
    public KeptWeights Weights { get; } = new(parameters);

    /// <summary>What validation gave for them; empty before the first.</summary>
    public Dictionary<string, double> Figures { get; private set; } = [];

    /// <summary>Steps done when they were found.</summary>
    public int Step { get; private set; }

    /// <summary>Validations since then.</summary>
    public int Worse { get; private set; }

    /// <summary>Takes the parameters over if their loss is lower; whether it was.</summary>
    public bool Observe(IReadOnlyDictionary<string, double> figures, int step)
    {
        if (Figures.Count > 0 && !(figures["loss"] < Figures["loss"]))
        {
            Worse++;
            return false;
        }

        (Figures, Step, Worse, _unsaved) = (new(figures), step, 0, true);
        Weights.Take();
        return true;
    }

    /// <summary>Sets the parameters to the best weights.</summary>
    public void Restore() => Weights.Restore();

    /// <summary>Calls <paramref name="save"/> while the parameters hold the best weights, unless they are saved already.</summary>
    public void Save(Action save)
    {
        if (!_unsaved) return;
        Weights.Exchange();
        try
        {
            save();
        }
        finally
        {
            Weights.Exchange();
        }

        _unsaved = false;
    }

    /// <summary>Writes all but the weights to a checkpoint.</summary>
    public void Give(Checkpoint state)
    {
        (state["best_step"], state["worse"]) = (Step, Worse);
        foreach (var (name, value) in Figures) state[Prefix + name] = value;
    }

    /// <summary>Reads it back.</summary>
    public void Take(Checkpoint state)
    {
        (Step, Worse) = ((int)state["best_step"], (int)state["worse"]);
        Figures = state.Numbers.Where(n => n.Key.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(n => n.Key[Prefix.Length..], n => n.Value);
        _unsaved = Figures.Count > 0;
    }
}
