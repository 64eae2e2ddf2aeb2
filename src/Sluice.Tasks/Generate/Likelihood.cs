using Sluice.Kernels;

namespace Sluice.Tasks.Generate;

/// <summary>p(x | output): what the output of a net says of the numbers of a step. Holds no state: any number of threads may use it.</summary>
/// <param name="width">Numbers of a step.</param>
/// <param name="outputs">Numbers of the net's output.</param>
internal abstract class Likelihood(int width, int outputs)
{
    /// <summary>The likelihoods by name.</summary>
    public static readonly string[] Names = ["bernoulli", "gaussian", "mixture", "pen", "categorical"];

    /// <summary>Numbers of a step.</summary>
    public int Width => width;

    /// <summary>Numbers of the net's output.</summary>
    public int Outputs => outputs;

    /// <summary>A likelihood of steps of so many numbers.</summary>
    /// <exception cref="SluiceException">There is no such likelihood, or steps of that width are none for it.</exception>
    public static Likelihood Create(string name, int width, int components) => name switch
    {
        "bernoulli" => new BernoulliSteps(width),
        "gaussian" => new MixtureSteps(width, 1, false),
        "mixture" => new MixtureSteps(width, components, false),
        "pen" when width == 3 => new MixtureSteps(width, components, true),
        "pen" => throw new SluiceException($"Likelihood: expected steps of dx, dy and the pen for 'pen', got {width} numbers a step."),
        "categorical" => new CategoricalSteps(width),
        _ => throw new SluiceException($"Likelihood: expected one of {string.Join(", ", Names)}, got '{name}'."),
    };

    /// <summary>−ln p(x | output) in nats, with its derivative by each number of the output.</summary>
    public abstract double Loss(ReadOnlySpan<float> output, ReadOnlySpan<float> x, Span<double> slopes);

    /// <summary>Draws the numbers of a step.</summary>
    /// <param name="output">What the net said.</param>
    /// <param name="chance">The random numbers of this step.</param>
    /// <param name="temperature">1 draws by p, less bolder, 0 the likeliest.</param>
    /// <param name="x">What was drawn.</param>
    public abstract void Draw(ReadOnlySpan<float> output, Chance chance, double temperature, Span<float> x);

    /// <summary>The output of a net that has learned nothing but how often each number is 1, or that numbers are scaled.</summary>
    /// <param name="share">The mean of each number of a step over the training part.</param>
    /// <param name="seed">The seed of what must differ between components.</param>
    public abstract float[] Start(ReadOnlySpan<double> share, ulong seed);

    /// <summary>ln(p / (1 − p)) of a share that is kept from 0 and 1.</summary>
    protected static float Odds(double share) => (float)Math.Log(Math.Clamp(share, 1e-4, 1 - 1e-4) / (1 - Math.Clamp(share, 1e-4, 1 - 1e-4)));

    /// <summary>The number of a class drawn by its logits.</summary>
    protected static int Class(ReadOnlySpan<float> logits, double temperature, double uniform)
    {
        int best = 0;
        for (int k = 1; k < logits.Length; k++) if (logits[k] > logits[best]) best = k;
        if (temperature == 0) return best;
        double sum = 0, passed = 0;
        foreach (float logit in logits) sum += Math.Exp((logit - logits[best]) / temperature);
        for (int k = 0; k < logits.Length; k++)
        {
            passed += Math.Exp((logits[k] - logits[best]) / temperature);
            if (uniform * sum < passed) return k;
        }

        return best;
    }
}

/// <summary>The random numbers of a step: functions of seed, sequence and step.</summary>
internal readonly struct Chance(ulong seed, uint sequence, uint step)
{
    public double Uniform(int index) => new RandomStream(seed, Purpose.Sampling, sequence, step).Uniform((uint)index);

    public double Normal(int index) => new RandomStream(seed, Purpose.Noise, sequence, step).Normal((uint)index);
}
