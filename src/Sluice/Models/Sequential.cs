using System.Collections;
using Sluice.Autodiff;
using Sluice.Formats;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Training;

namespace Sluice.Models;

/// <summary>A net of layers one after the other, written as a list.</summary>
/// <remarks>
/// Names come by themselves: those of the parameters of layer i begin with "i.". Any number of threads may ask for predictions at once;
/// only <see cref="Fit"/> and <see cref="Load"/> must be alone.
/// </remarks>
/// <example><code>
/// var net = new Sequential { new RecurrentStack("lstm", input: 1, hidden: 32), new Linear(32, 1) };
/// var result = net.Fit(inputs, targets, new FitOptions { Epochs = 30 });
/// float[,] y = net.Predict(inputs[0]);
/// </code></example>
public sealed class Sequential : ITraceable, ISequenceLayer, IEnumerable<ISequenceLayer>
{
    private readonly List<ISequenceLayer> _layers = [];

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => _layers.SelectMany(l => l.Parameters);

    /// <summary>Columns of a sequence: the inputs of the first layer that says how many it has; 0 where none does.</summary>
    public int Inputs => _layers.Select(l => l.Inputs).FirstOrDefault(n => n > 0);

    /// <summary>Adds a layer.</summary>
    /// <exception cref="SluiceException">The layer has run already, or was added before.</exception>
    public void Add(ISequenceLayer layer)
    {
        if (_layers.Contains(layer))
            throw new SluiceException($"Sequential.Add: expected a layer that is not in the list yet, got layer {_layers.IndexOf(layer)} again.");
        foreach (var parameter in layer.Parameters) parameter.Prefix($"{_layers.Count}.");
        _layers.Add(layer);
    }

    /// <summary>Adds an operation without parameters, such as <c>Relu.Run</c>.</summary>
    public void Add(Func<Tape, Tensor, Tensor> operation) => _layers.Add(new Function(operation));

    /// <inheritdoc/>
    public Tensor Run(Tape tape, Tensor x, int[]? lengths = null)
    {
        foreach (var layer in _layers) x = layer.Run(tape, x, lengths);
        return x;
    }

    /// <summary>The outputs [steps, outputs] of a sequence [steps, inputs].</summary>
    /// <exception cref="SluiceException">Another number of inputs than the first layer has.</exception>
    public float[,] Predict(float[,] sequence) => Predict([sequence])[0];

    /// <summary>The outputs of sequences, whose lengths may differ.</summary>
    /// <exception cref="SluiceException">Another number of inputs than the first layer has.</exception>
    public IReadOnlyList<float[,]> Predict(IReadOnlyList<float[,]> sequences)
    {
        if (sequences.Count == 0) return [];
        var y = Run(new Tape(recording: false), SequenceBatch.Of(sequences, padding: 0), [.. sequences.Select(s => s.GetLength(0))]);
        return [.. sequences.Select((s, b) => SequenceBatch.Take(y, b, s.GetLength(0)))];
    }

    /// <summary>Learns from sequences and what should come out of them.</summary>
    /// <param name="inputs">Sequences [steps, inputs].</param>
    /// <param name="targets">Of each what should come out, [steps, outputs]; NaN where nothing is asked, such as at every step but the last.</param>
    /// <param name="options">How, with which loss, and what is kept for validation.</param>
    /// <param name="progress">Is told of every step and validation.</param>
    /// <param name="stop">Ends the training after the step.</param>
    /// <returns>How it ended; the net holds the best weights by validation loss.</returns>
    /// <exception cref="SluiceException">Data that does not fit, an option that makes no sense, or a loss that is no longer finite.</exception>
    public TrainingResult Fit(
        IReadOnlyList<float[,]> inputs, IReadOnlyList<float[,]> targets, FitOptions? options =
            null, IProgress<TrainingEvent>? progress = null, CancellationToken stop = default)
    {
        options ??= new FitOptions();
        var data = new SequentialTraining(this, inputs, targets, options);
        return new Trainer(data, options.Training, happened: options.Tell(progress)).Run(stop);
    }

    /// <summary>Saves the weights as a safetensors file; the former file stays until the new one is complete.</summary>
    public void Save(string path) => new SafeTensorsFile(ModelFile.Tensors(Parameters)).Write(path);

    /// <summary>Takes over weights that <see cref="Save"/> wrote for a net of the same layers.</summary>
    /// <exception cref="SluiceFormatException">A tensor is missing, superfluous or of another shape; then nothing is changed.</exception>
    public void Load(string path) => ModelFile.Restore(SafeTensorsFile.Read(path), [.. Parameters], path);

    /// <inheritdoc/>
    public void Trace(Tape tape, int steps, int batch)
    {
        if (Inputs == 0) throw new SluiceException("Sequential: expected a layer that knows how many inputs it has, got none.");
        Run(tape, new Tensor(steps, batch, Inputs), null);
    }

    /// <summary>The table of its layers.</summary>
    public override string ToString() => ModelSummary.Of(this).ToString();

    /// <inheritdoc/>
    public IEnumerator<ISequenceLayer> GetEnumerator() => _layers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class Function(Func<Tape, Tensor, Tensor> operation) : ISequenceLayer
    {
        public int Inputs => 0;

        public IEnumerable<Parameter> Parameters => [];

        public Tensor Run(Tape tape, Tensor x, int[]? lengths) => operation(tape, x);
    }
}
