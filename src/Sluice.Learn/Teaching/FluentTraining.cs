using Sluice.Autodiff;
using Sluice.Kernels;
using Sluice.Losses;
using Sluice.Training;

namespace Sluice.Learn.Teaching;

/// <summary>
/// Both nets learn the same way from the same stories, each step other ones: to foretell the next word, and at last the language, which counts 20
/// times. The gap is drawn from 2 to <see cref="LongestLearned"/> words, short ones as often as long ones; what lies beyond, no net has seen.
/// </summary>
public sealed class FluentTraining : ITrainable
{
    /// <summary>The longest gap of the stories that the nets learn from.</summary>
    public const int LongestLearned = 12;

    // Stories begin short, and reach the longest after so many epochs: from long ones alone the plain net learns nothing of the country.
    private const int Growing = 60;

    // How much the word that is asked counts, beside 1 for any other that is to be foretold.
    private const float Asked = 20;

    private const int StepsOfEpoch = 100, Batch = 32, Tests = 128;
    private const uint TestEpoch = uint.MaxValue;

    private readonly FluentNet _net;
    private readonly FluentText _text;
    private readonly ulong _seed;
    private readonly float[] _counts;

    private FluentTraining(FluentNet net, FluentText text, ulong seed)
    {
        (_net, _text, _seed) = (net, text, seed);
        _counts = [.. Enumerable.Range(0, text.Words + text.Languages.Count).Select(k => k < text.Words ? 1 : Asked)];
        Parameters = [.. net.Parameters];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> Carried => [];

    /// <summary>Trains the four nets and writes them as one file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="seed">From which all weights and stories are drawn.</param>
    /// <param name="epochs">Of 100 steps each.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="log">Is told how each ended.</param>
    public static void Write(string path, ulong seed, int epochs, double rate, TextWriter log)
    {
        Dictionary<string, FluentNet> nets = [];
        foreach (var language in new[] { StoryLanguage.English, StoryLanguage.Simplified })
        {
            foreach (string cell in new[] { "rnn", "lstm" })
            {
                var net = Train(language, cell, seed, epochs, rate);
                string name = FluentNet.Name(language, cell);
                nets[name] = net;
                log.WriteLine($"{name} right countries of {FluentText.Of(language).Countries.Count}, with 2, 3, ... 60 words between:");
                log.WriteLine("  " + string.Join(" ", FluentReading.Right(net, FluentText.Of(language))));
            }
        }

        FluentNet.Save(path, nets, new Dictionary<string, string>
        {
            ["fluent.seed"] = $"{seed}",
            ["fluent.epochs"] = $"{epochs}",
            ["fluent.rate"] = rate.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["fluent.longest"] = $"{LongestLearned}",
        });
    }

    /// <summary>A net that has learned.</summary>
    internal static FluentNet Train(StoryLanguage language, string cell, ulong seed, int epochs, double rate)
    {
        var text = FluentText.Of(language);
        var net = new FluentNet(cell, text, seed);
        new Trainer(new FluentTraining(net, text, seed), new TrainingOptions { Epochs = epochs, Rate = rate, Seed = seed }).Run();
        return net;
    }

    /// <inheritdoc/>
    public int Steps(int epoch) => StepsOfEpoch;

    /// <inheritdoc/>
    public StepLoss Step(Tape tape, int epoch, int step) => new(Loss(tape, (uint)epoch, (uint)step, Batch), Batch);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Validate()
        => new Dictionary<string, double> { ["loss"] = Loss(new Tape(recording: false), TestEpoch, 0, Tests) };

    private double Loss(Tape tape, uint epoch, uint step, int batch)
    {
        var stories = Enumerable.Range(0, batch)
            .Select(b => _text.Drawn(new RandomStream(_seed + ((ulong)b << 40), Purpose.Data, epoch, step), Longest(epoch))).ToArray();
        int[] lengths = [.. stories.Select(s => s.Words.Length)];
        var x = new Tensor(lengths.Max(), batch, _text.Words);
        int[] asked = new int[x.Rows];
        Array.Fill(asked, -1);
        for (int b = 0; b < batch; b++)
        {
            for (int t = 0; t < lengths[b]; t++)
            {
                x[t * batch + b, stories[b].Words[t]] = 1;
                asked[t * batch + b] = t + 1 < lengths[b] ? stories[b].Words[t + 1] : _text.Words + stories[b].Language;
            }
        }

        return CrossEntropy.Mean(tape, _net.Vote.Run(tape, _net.Layer.Run(tape, x, out _, lengths: lengths)), asked, classes: _counts);
    }

    private static int Longest(uint epoch)
        => epoch >= Growing ? LongestLearned : Math.Min(LongestLearned, FluentText.Shortest + (int)epoch * LongestLearned / Growing);
}
