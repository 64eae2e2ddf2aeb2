using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Tasks.Glimpses;
using Sluice.Training;

namespace Sluice.Tasks.Describe;

/// <summary>How well scenes are described.</summary>
/// <param name="Loss">The mean of −ln p of a word of the right caption, its end included, in nats.</param>
/// <param name="Scenes">Scenes described.</param>
/// <param name="Exact">The share of captions that are right to the last word.</param>
/// <param name="WordErrors">Words to be changed, left out or put in, as a share of those of the right captions.</param>
/// <param name="OnNamed">Of the words in right captions that name a thing by colour or shape: the share of attention on the things named.</param>
/// <param name="MostOnNamed">The share of those words at which the place looked at most holds what is named.</param>
/// <param name="OnNamedByChance">The share of attention on the things named if all places were looked at alike.</param>
/// <param name="OnNamedAmongThings">The same if all things were looked at alike, and nothing else.</param>
public sealed record DescriptionFigures(
    double Loss, int Scenes, double Exact, double WordErrors, double OnNamed, double MostOnNamed, double OnNamedByChance, double OnNamedAmongThings);

public sealed partial class Describer
{
    // Scenes by which the best model is chosen.
    private const int Checked = 1000;

    /// <summary>Makes scenes, and an untrained describer to train on them.</summary>
    /// <param name="options">The scenes, and the sizes.</param>
    /// <param name="shapes">What things can be; null to draw them.</param>
    /// <exception cref="SluiceException">Sizes that make no sense.</exception>
    public static (Describer Model, DescriberTraining Training) From(DescriberOptions options, IShapes? shapes = null)
    {
        var maker = new SceneMaker(options.Scenes, shapes);
        var model = new Describer(options, maker.Size);
        return (model, new DescriberTraining(
            model, maker.Make(DataPart.Training, options.Scenes.Count), maker.Make(DataPart.Validation, Math.Min(Checked, options.Scenes.Count))));
    }

    /// <summary>How well the describer does on scenes.</summary>
    /// <param name="scenes">The scenes, with their layouts.</param>
    /// <param name="beam">Captions that are followed side by side.</param>
    /// <exception cref="SluiceException">There is no scene.</exception>
    public DescriptionFigures Evaluate(IReadOnlyList<Scene> scenes, int beam = 1)
    {
        if (scenes.Count == 0) throw new SluiceException("Describer.Evaluate: expected a scene or more, got none.");
        var told = Describe(scenes, beam);
        int exact = 0, errors = 0, words = 0, naming = 0, most = 0;
        double share = 0, chance = 0, among = 0;
        for (int i = 0; i < scenes.Count; i++)
        {
            var right = Language.Describe(scenes[i].Things);
            var found = told[i][0];
            (errors, words) = (errors + EditDistance.Of(found.Words, right.Words), words + right.Words.Count);
            if (!found.Words.SequenceEqual(right.Words)) continue;
            exact++;
            for (int t = 0; t < right.Words.Count; t++)
            {
                int[] places = right.Named[t];
                if (places.Length == 0) continue;
                float[] alpha = found.Attention[t];
                naming++;
                share += places.Sum(p => alpha[p]);
                if (places.Contains(Array.IndexOf(alpha, alpha.Max()))) most++;
                chance += (double)places.Length / Options.Scenes.Places;
                among += (double)places.Length / scenes[i].Things.Count;
            }
        }

        double Of(double sum) => naming == 0 ? 0 : sum / naming;
        return new DescriptionFigures(
            Loss(scenes), scenes.Count, (double)exact / scenes.Count, (double)errors / words, Of(share), Of(most), Of(chance), Of(among));
    }

    /// <summary>The mean loss of a word.</summary>
    internal double Loss(IReadOnlyList<Scene> scenes)
    {
        double sum = 0;
        long count = 0;
        var tape = new Tape(recording: false);
        foreach (var chunk in scenes.Chunk(AtOnce))
        {
            tape.Reset();
            sum += Net.Loss(tape, Pictures(chunk), [.. chunk.Select(Symbols)], out int predicted) * predicted;
            count += predicted;
        }

        return sum / count;
    }

    /// <summary>The words of the right caption of a scene, by number.</summary>
    internal int[] Symbols(Scene scene) => Language.Encode(Language.Describe(scene.Things));
}

/// <summary>Scenes from which a describer learns.</summary>
public sealed class DescriberTraining : RaggedTraining
{
    // The weight of what was known before in the moving average of ln p.
    private const float Kept = 0.9f;

    private readonly Describer _model;
    private readonly int[][] _captions;
    private readonly Tensor _expected = new(1, 1);
    private Tensor? _pictures;

    internal DescriberTraining(Describer model, IReadOnlyList<Scene> training, IReadOnlyList<Scene> validation)
        : base(model.Parameters, model.Options.Batch, model.Options.Seed)
    {
        (_model, Scenes, Validation) = (model, training, validation);
        _captions = [.. training.Select(model.Symbols)];
        Lengths = [.. _captions.Select(c => c.Length)];
    }

    /// <summary>The scenes to learn from.</summary>
    public IReadOnlyList<Scene> Scenes { get; }

    /// <summary>The scenes by which the best model is chosen.</summary>
    public IReadOnlyList<Scene> Validation { get; }

    /// <summary>The moving average of ln p of a word, beside which hard attention measures how well it did.</summary>
    public override IReadOnlyList<Tensor> Carried => [_expected];

    /// <inheritdoc/>
    protected override IReadOnlyList<int> Lengths { get; }

    /// <inheritdoc/>
    protected override StepLoss Step(Tape tape, int[] places)
    {
        _pictures = _model.Pictures([.. places.Select(i => Scenes[i])], _pictures);
        double loss = _model.Net.Loss(tape, _pictures, [.. places.Select(i => _captions[i])], out int predicted, _expected[0, 0]);
        return new StepLoss(loss, predicted);
    }

    /// <inheritdoc/>
    public override void Ran(double loss) => _expected[0, 0] = Kept * _expected[0, 0] - (1 - Kept) * (float)loss;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Validate()
    {
        var figures = _model.Evaluate(Validation);
        return new Dictionary<string, double>
        {
            ["loss"] = figures.Loss,
            ["exact"] = figures.Exact,
            ["word_errors"] = figures.WordErrors,
            ["on_named"] = figures.OnNamed
        };
    }
}
