using Sluice.Autodiff;
using Sluice.Kernels;
using Sluice.Layers;
using Sluice.Losses;
using Sluice.Optimizers;

namespace Sluice.Learn.Teaching;

/// <summary>An evening as the net of the dinners went through it; every vector has one value for each dinner of the menu.</summary>
/// <param name="Dinner">What there was, by its place on the menu.</param>
/// <param name="Last">Last night's dinner: 1 for it; all 0 where nobody told.</param>
/// <param name="Before">Last night's prediction.</param>
/// <param name="Sums">The votes, added up.</param>
/// <param name="Votes">The votes, squashed: tonight's prediction.</param>
public sealed record DinnerEvening(int Dinner, float[] Last, float[] Before, float[] Sums, float[] Votes)
{
    /// <summary>What is expected, by its place on the menu.</summary>
    public int Expected => Array.IndexOf(Votes, Votes.Max());
}

/// <summary>
/// The smallest net that knows what is for dinner: a unit for each dinner of the menu, in which last night's dinner and
/// last night's prediction vote, p(t) = tanh(W d(t−1) + R p(t−1) + b). It learns on evenings some of which nobody told it.
/// </summary>
public sealed class DinnerVotes
{
    private const int Steps = 24, Batch = 16;

    // Squashed votes are at most 1 apart from 0: this makes them sure enough to be probabilities.
    private const float Sureness = 3;

    private readonly ulong _seed;
    private readonly bool _remembers;
    private readonly int[] _order;
    private readonly Recurrent _units;
    private readonly Linear _scale;
    private readonly Parameter[] _parameters;
    private readonly Optimizer _optimizer = Optimizer.Create("adam");
    private readonly Tape _tape = new();
    private readonly List<double> _losses = [];

    /// <summary>An untrained net.</summary>
    /// <param name="seed">The seed of weights and of what is not told.</param>
    /// <param name="remembers">Whether its last prediction is fed back; without it each evening stands alone.</param>
    /// <param name="order">The dinners of some evenings, which begin again after the last; by default those of <see cref="Usual"/>.</param>
    /// <exception cref="SluiceException">Fewer than 2 different dinners, more than 5, or more than 7 evenings.</exception>
    public DinnerVotes(ulong seed, bool remembers = true, IReadOnlyList<string>? order = null)
    {
        order ??= Usual;
        Menu = [.. order.Distinct()];
        if (Menu.Count is < 2 or > 5 || order.Count > 7)
            throw new SluiceException($"dinner: expected 2 to 5 different dinners over at most 7 evenings, got {Menu.Count} over {order.Count}.");
        (_seed, _remembers, _order) = (seed, remembers, [.. order.Select(d => Menu.ToList().IndexOf(d))]);
        int count = Menu.Count;
        _units = new Recurrent("dinner", "l0", "rnn", count, count, seed);
        _scale = new Linear("scale", count, count, seed);
        _scale.Weight.Value.Clear();
        for (int k = 0; k < count; k++) _scale.Weight.Value[k, k] = Sureness;
        _scale.Weight.Changed();
        _parameters = [.. _units.Parameters];
        _optimizer.Prepare(_parameters);
    }

    /// <summary>Three dinners, each of which follows the one before it.</summary>
    public static IReadOnlyList<string> Usual { get; } = ["pizza", "sushi", "waffles"];

    /// <summary>The dinners, each once, in the order in which they first come.</summary>
    public IReadOnlyList<string> Menu { get; }

    /// <summary>The loss of each step of training so far.</summary>
    public IReadOnlyList<double> Losses => _losses;

    /// <summary>The layer: its inputs are last night's dinners.</summary>
    public Recurrent Layer => _units;

    /// <summary>W: row by row what last night's dinners add to the votes for a dinner.</summary>
    public float[][] FromDinner => Rows(_units.InputWeight.Value);

    /// <summary>R: row by row what last night's prediction adds to the votes for a dinner.</summary>
    public float[][] FromPrediction => Rows(_units.RecurrentWeight.Value);

    /// <summary>b: what is voted whatever came before.</summary>
    public float[] Bias => _units.Bias.Value.Row(0).ToArray();

    /// <summary>Trains by so many steps more.</summary>
    public void Train(int steps)
    {
        for (int s = 0; s < steps; s++)
        {
            _tape.Reset();
            Gradients.Clear(_parameters);
            var random = new RandomStream(_seed, Purpose.Data, 0, (uint)_losses.Count);
            var x = new Tensor(Steps, Batch, Menu.Count);
            int[] dinners = new int[Steps * Batch];
            for (int b = 0; b < Batch; b++)
            {
                // The first dinner is told; of the others, stretches are not.
                int first = random.Below(_order.Length, (uint)b),
                    away = 2 + random.Below(Steps, (uint)(Batch + b)), back = away + 1 + random.Below(8, (uint)(2 * Batch + b));
                for (int t = 0; t < Steps; t++)
                {
                    dinners[t * Batch + b] = At(first + t + 1);
                    if (t < away || t >= back) x[t * Batch + b, At(first + t)] = 1;
                }
            }

            var h = _remembers ? _units.Run(_tape, x, out _) : _units.Run(_tape, x.View(0, 1, Steps * Batch, Menu.Count), out _);
            _losses.Add(CrossEntropy.Mean(_tape, _scale.Run(_tape, h), dinners));
            _tape.Backward();
            _optimizer.Step(_parameters, 0.05);
        }
    }

    /// <summary>Goes through evenings.</summary>
    /// <param name="evenings">How many.</param>
    /// <param name="untold">Of which of them nobody says what there was the night before.</param>
    public IReadOnlyList<DinnerEvening> Play(int evenings, IReadOnlySet<int> untold)
    {
        var x = new Tensor(evenings, 1, Menu.Count);
        for (int t = 0; t < evenings; t++)
            if (!untold.Contains(t)) x[t, At(t)] = 1;
        var recording = new Recording();
        if (_remembers) _units.Run(new Tape(recording: false), x, out _, recording: recording);
        else _units.Run(new Tape(recording: false), x.View(0, 1, evenings, Menu.Count), out _, recording: recording);
        Tensor votes = recording.Value("h"), sums = recording.Preactivation("h");
        return [.. Enumerable.Range(0, evenings).Select(t => new DinnerEvening(
            At(t + 1), x.Row(t).ToArray(), t == 0 || !_remembers
                ? new float[Menu.Count]
                : votes.Row(t - 1).ToArray(), sums.Row(t).ToArray(), votes.Row(t).ToArray()))];
    }

    // The dinner of an evening, by its place on the menu.
    private int At(int evening) => _order[evening % _order.Length];

    private float[][] Rows(Tensor matrix) => [.. Enumerable.Range(0, Menu.Count).Select(r => matrix.Row(r).ToArray())];
}
