using Sluice.Autodiff;
using Sluice.Kernels;
using Sluice.Layers;
using Sluice.Networks;
using Sluice.Networks.Matching;
using Sluice.Networks.Operators;
using Sluice.Training;

namespace Sluice.Models;

/// <summary>
/// A net as a graph: named inputs and outputs, and between them the operators of ONNX and recurrent layers. Constants are folded, branches whose
/// condition is known are resolved, and recurrences whose weights are known are layers of the catalog, at their speed.
/// </summary>
/// <remarks>
/// Any number of threads may run one network at once, as long as none changes its weights. Floating-point numbers of other widths are computed
/// in 32 bits.
/// </remarks>
public sealed class Network
{
    private readonly Plan _plan;
    private readonly ScratchPool<Workspace> _workspaces = new(() => new());

    /// <summary>A network.</summary>
    /// <param name="graph">What is given to it, what comes out, the operations between, and their constants.</param>
    /// <exception cref="SluiceException">A name that is not known where it is read or that two values have, an operator that is not known, or
    /// attributes that make no sense; the message names the node.</exception>
    public Network(NetworkGraph graph)
        : this(new Plan(
            Folding.WithoutUnread(CellFinder.Found(RecurrentNodes.WithLayers(Folding.Fold(CellFinder.InScans(graph))))).WithWeights(), []))
    {
    }

    private Network(Plan plan) => _plan = plan;

    /// <summary>What is given to it.</summary>
    public IReadOnlyList<Port> Inputs => Graph.Inputs;

    /// <summary>What comes out of it.</summary>
    public IReadOnlyList<Port> Outputs => Graph.Outputs;

    /// <summary>The operations, in the order in which they are computed.</summary>
    public IReadOnlyList<Node> Nodes => Graph.Nodes;

    /// <summary>Weights and other fixed values that the operations read, by name.</summary>
    public IReadOnlyDictionary<string, Value> Constants => Graph.Constants;

    /// <summary>What a file says of the network beside its operations, such as who made it, and labels.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>What training changes: weights of products, convolutions and normalisations, biases, and the recurrent layers'.</summary>
    public IEnumerable<Parameter> Parameters => Graph.Parameters;

    /// <summary>The graph as it is computed: folded, with layers.</summary>
    public NetworkGraph Graph => _plan.Graph;

    /// <summary>Runs it.</summary>
    /// <param name="inputs">A value for each input, by name.</param>
    /// <returns>The outputs by name.</returns>
    /// <exception cref="SluiceException">An input that is missing, superfluous or of another type or shape, or sizes that do not fit on the
    /// way; the message names the node.</exception>
    public IReadOnlyDictionary<string, Value> Run(IReadOnlyDictionary<string, Value> inputs)
    {
        using var workspace = _workspaces.Rent();
        return Run(workspace.Item.Tape, inputs, null);
    }

    /// <summary>Runs it, and keeps what its recurrent layers computed.</summary>
    /// <param name="inputs">A value for each input, by name.</param>
    /// <param name="layers">Every gate and state of each recurrent layer, in the order in which they ran: [T, B, H].</param>
    /// <returns>The outputs by name.</returns>
    /// <exception cref="SluiceException">As <see cref="Run(IReadOnlyDictionary{string, Value})"/>.</exception>
    public IReadOnlyDictionary<string, Value> Run(IReadOnlyDictionary<string, Value> inputs, out IReadOnlyList<Recording> layers)
    {
        using var workspace = _workspaces.Rent();
        var observer = new LayerObserver();
        var outputs = Run(workspace.Item.Tape, inputs, observer);
        layers = observer.Recordings;
        return outputs;
    }

    /// <summary>Runs it over memory of a tape, which records it where it is made for that: losses on the outputs then train the weights.</summary>
    /// <param name="tape">Lends the memory; the outputs stand until its reset.</param>
    /// <param name="inputs">A value for each input, by name.</param>
    /// <returns>The outputs by name.</returns>
    /// <exception cref="SluiceException">As <see cref="Run(IReadOnlyDictionary{string, Value})"/>.</exception>
    public IReadOnlyDictionary<string, Value> Run(Tape tape, IReadOnlyDictionary<string, Value> inputs)
    {
        var given = new Value?[Inputs.Count];
        for (int i = 0; i < given.Length; i++)
        {
            var port = Inputs[i];
            if (!inputs.TryGetValue(port.Name, out var value))
            {
                throw new SluiceException(
                    $"Network.Run: expected the inputs {string.Join(", ", Inputs.Select(p => p.Name))}, got no '{port.Name}'.");
            }

            if (!port.Takes(value)) throw new SluiceException($"Network.Run: expected {port}, got {value}.");
            given[i] = value;
        }

        if (inputs.Count > given.Length)
        {
            string other = inputs.Keys.First(k => Inputs.All(p => p.Name != k));
            throw new SluiceException($"Network.Run: expected the inputs {string.Join(", ", Inputs.Select(p => p.Name))}, got '{other}' too.");
        }

        var results = _plan.Run(tape, given, []);
        var outputs = new Dictionary<string, Value>(Outputs.Count);
        for (int i = 0; i < results.Length; i++) outputs[Outputs[i].Name] = results[i];
        return outputs;
    }

    /// <summary>Trains it further, each example being a step; it must be alone meanwhile.</summary>
    /// <param name="examples">What is given, and what should come out.</param>
    /// <param name="options">How, with which loss, and what is kept for validation; the size of a batch is that of the examples.</param>
    /// <param name="trained">Which weights; null for all. The others stay as they are.</param>
    /// <param name="progress">Is told of every step and validation.</param>
    /// <param name="stop">Ends the training after the step.</param>
    /// <returns>How it ended; the net holds the best weights by validation loss, those before the training among them.</returns>
    /// <exception cref="SluiceException">Examples that do not fit, no weights to train, or a loss that is no longer finite.</exception>
    public TrainingResult Fit(
        IReadOnlyList<NetworkExample> examples, FitOptions? options = null, Func<Parameter, bool>? trained = null,
        IProgress<TrainingEvent>? progress = null, CancellationToken stop = default)
    {
        options ??= new FitOptions();
        var data = new NetworkTraining(this, examples, options, trained);
        return new Trainer(data, options.Training, happened: options.Tell(progress)).Run(stop);
    }

    /// <summary>Runs it over a tape that is then empty again, the outputs having memory of their own.</summary>
    internal IReadOnlyDictionary<string, Value> Run(Tape tape, IReadOnlyDictionary<string, Value> inputs, LayerObserver? observer)
    {
        tape.Observer = observer;
        try
        {
            return Run(tape, inputs).ToDictionary(o => o.Key, o => o.Value.Copy());
        }
        finally
        {
            tape.Observer = null;
            tape.Reset();
        }
    }

    /// <summary>A network that computes every node at every run, constants too: what is trained must not be folded away.</summary>
    internal static Network Unfolded(NetworkGraph graph) => new(new Plan(graph, []));

    /// <summary>The same network with an input fixed: what follows from it is computed once, and branches that it decides are resolved.</summary>
    /// <param name="input">The input's name.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="SluiceException">No input has the name, or it is of another type or shape.</exception>
    public Network With(string input, Value value)
    {
        var port = Inputs.FirstOrDefault(p => p.Name == input)
            ?? throw new SluiceException($"Network.With: expected one of the inputs {string.Join(", ", Inputs.Select(p => p.Name))}, got '{input}'.");
        if (!port.Takes(value)) throw new SluiceException($"Network.With: expected {port}, got {value}.");
        return new(Graph with
        {
            Inputs = [.. Inputs.Where(p => p != port)],
            Constants = Graph.Constants.Append(new(input, value)).ToDictionary(),
        })
        { Metadata = Metadata };
    }

    /// <summary>The inputs, the outputs and the number of operations.</summary>
    public override string ToString() => $"{string.Join(", ", Outputs)} from {string.Join(", ", Inputs)} by {Nodes.Count} operations";

    private sealed class Workspace
    {
        public Tape Tape { get; } = new(recording: false);
    }
}
