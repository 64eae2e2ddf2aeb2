namespace Sluice.Optimizers;

/// <summary>How the learning rate changes: a factor on it, from the step and, for one schedule, from the validation loss.</summary>
public abstract class Schedule
{
    /// <summary>The names that <see cref="Create"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["constant", "step", "cosine", "plateau"];

    /// <summary>What the schedule remembers; a checkpoint saves it.</summary>
    public IDictionary<string, double> State { get; } = new Dictionary<string, double>();

    /// <summary>Steps in which the rate rises from 0 in a straight line.</summary>
    protected int WarmUp { get; private init; }

    /// <summary>A schedule by name, over so many steps.</summary>
    /// <exception cref="SluiceException">There is none of that name.</exception>
    public static Schedule Create(string name, int totalSteps, int warmUpSteps = 0) => name switch
    {
        "constant" => new Constant { WarmUp = warmUpSteps },
        "step" => new Stairs(totalSteps) { WarmUp = warmUpSteps },
        "cosine" => new Cosine(totalSteps) { WarmUp = warmUpSteps },
        "plateau" => new Plateau { WarmUp = warmUpSteps },
        _ => throw new SluiceException($"Schedule: expected one of {string.Join(", ", Names)}, got '{name}'."),
    };

    /// <summary>The factor at a step, counted from 0.</summary>
    public double Factor(int step) => step < WarmUp ? (step + 1.0) / WarmUp : After(step);

    /// <summary>Takes note of a validation loss.</summary>
    public virtual void Observe(double validationLoss)
    {
    }

    /// <summary>The factor after the warm-up.</summary>
    protected abstract double After(int step);

    /// <summary>1.</summary>
    private sealed class Constant : Schedule
    {
        protected override double After(int step) => 1;
    }

    /// <summary>A tenth after each third of the steps.</summary>
    private sealed class Stairs(int total) : Schedule
    {
        protected override double After(int step) => Math.Pow(0.1, Math.Min(2, 3L * step / Math.Max(1, total)));
    }

    /// <summary>½ (1 + cos π·progress), down to a hundredth (Loshchilov and Hutter 2017).</summary>
    private sealed class Cosine(int total) : Schedule
    {
        private const double Floor = 0.01;

        protected override double After(int step)
            => Floor + (1 - Floor) * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, (double)(step - WarmUp) / Math.Max(1, total - WarmUp))));
    }

    /// <summary>Half whenever the validation loss has not fallen twice in a row.</summary>
    private sealed class Plateau : Schedule
    {
        private const int Patience = 2;

        public Plateau() => (State["factor"], State["best"], State["worse"]) = (1, double.PositiveInfinity, 0);

        public override void Observe(double validationLoss)
        {
            if (validationLoss < State["best"]) (State["best"], State["worse"]) = (validationLoss, 0);
            else if (++State["worse"] >= Patience) (State["factor"], State["worse"]) = (State["factor"] / 2, 0);
        }

        protected override double After(int step) => State["factor"];
    }
}
