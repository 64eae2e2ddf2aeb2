using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Vectors;

namespace Sluice.Optimizers;

/// <summary>The rule by which one weight changes: once, for every width.</summary>
internal interface IUpdate
{
    /// <summary>The new weight, from the weight, its gradient and up to two numbers kept for it.</summary>
    V Next<V>(V weight, V gradient, ref V first, ref V second) where V : struct, IVector<V, float>;
}

/// <summary>Changes parameters along their gradients.</summary>
public abstract class Optimizer
{
    private readonly Dictionary<string, Tensor> _state = [];
    private readonly Dictionary<string, double> _numbers = new() { ["step"] = 0 };

    /// <summary>The names that <see cref="Create"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["sgd", "nesterov", "rmsprop", "adam", "adamw"];

    /// <summary>What the rule keeps for each weight, by name; a checkpoint saves it.</summary>
    public IReadOnlyDictionary<string, Tensor> State => _state;

    /// <summary>What the rule keeps beside; a checkpoint saves it.</summary>
    public IDictionary<string, double> Numbers => _numbers;

    /// <summary>Numbers that the rule keeps for each weight, by the letter of its formula: none, one or two.</summary>
    protected abstract IReadOnlyList<string> Kept { get; }

    /// <summary>An optimiser by name.</summary>
    /// <exception cref="SluiceException">There is none of that name.</exception>
    public static Optimizer Create(string name, double momentum = 0, double weightDecay = 0) => name switch
    {
        "sgd" => new Sgd(momentum, weightDecay),
        "nesterov" => new Sgd(momentum, weightDecay, nesterov: true),
        "rmsprop" => new RmsProp(momentum: momentum, weightDecay: weightDecay),
        "adam" => new Adam(weightDecay: weightDecay),
        "adamw" => new Adam(weightDecay: weightDecay, decoupled: true),
        _ => throw new SluiceException($"Optimizer: expected one of {string.Join(", ", Names)}, got '{name}'."),
    };

    /// <summary>Makes what the rule keeps, 0 at first, for parameters that have none yet.</summary>
    public void Prepare(IReadOnlyList<Parameter> parameters)
    {
        foreach (var parameter in parameters)
        {
            foreach (string kept in Kept)
            {
                string name = $"{kept}.{parameter.Name}";
                if (!_state.ContainsKey(name)) _state[name] = new Tensor(parameter.Value.Shape.ToArray());
            }
        }
    }

    /// <summary>Takes one step with the gradients of the parameters.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="rate">The learning rate.</param>
    public void Step(IReadOnlyList<Parameter> parameters, double rate)
    {
        Prepare(parameters);
        _numbers["step"]++;
        foreach (var parameter in parameters)
        {
            Update(parameter, rate, (long)_numbers["step"]);
            parameter.Changed();
        }
    }

    /// <summary>The rule for a weight w with the gradient g, line after line.</summary>
    /// <param name="rate">η, the learning rate.</param>
    /// <param name="step">t, counted from 1.</param>
    public abstract IReadOnlyList<RuleLine> Explain(double rate, long step);

    /// <summary>Takes the step of one parameter.</summary>
    protected abstract void Update(Parameter parameter, double rate, long step);

    /// <summary>Applies a rule to every weight of a parameter.</summary>
    private protected void Apply<U>(Parameter parameter, U rule) where U : struct, IUpdate
    {
        var first = Kept.Count > 0 ? _state[$"{Kept[0]}.{parameter.Name}"] : null;
        var second = Kept.Count > 1 ? _state[$"{Kept[1]}.{parameter.Name}"] : null;
        Device.Current.RunOver(new Loop<U>(parameter, rule, first, second), parameter.Value.Count);
    }

    private sealed unsafe class Loop<U>(Parameter parameter, U rule, Tensor? first, Tensor? second) : IKernel where U : struct, IUpdate
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            float* w = parameter.Value.Pointer, g = parameter.Gradient.Pointer;
            float* s = first is null ? null : first.Pointer, q = second is null ? null : second.Pointer;
            var (from, to) = Elementwise.Range(parameter.Value, part, parts);
            var update = rule;
            for (nint i = from; i < to; i += V.Count)
            {
                V one = s == null ? V.Constant(0) : V.Load(s + i), two = q == null ? V.Constant(0) : V.Load(q + i);
                V.Store(w + i, update.Next(V.Load(w + i), V.Load(g + i), ref one, ref two));
                if (s != null) V.Store(s + i, one);
                if (q != null) V.Store(q + i, two);
            }
        }
    }
}
