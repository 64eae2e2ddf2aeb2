using Sluice.Autodiff;
using Sluice.Formats;
using Sluice.Layers;

namespace Sluice.Networks;

/// <summary>Weights as safetensors files under the names and in the layouts of others, for those who build the net there.</summary>
public static class WeightExport
{
    /// <summary>The layouts: <c>pytorch</c> (nn.LSTM, nn.GRU, nn.RNN, nn.Linear, nn.Embedding) and <c>keras</c>.</summary>
    public static IReadOnlyList<string> Layouts { get; } = ["pytorch", "keras"];

    /// <summary>
    /// Writes the weights of a model. PyTorch: <c>weight_ih_l0</c>, <c>weight_hh_l0</c>, <c>bias_ih_l0</c>, <c>bias_hh_l0</c> behind the stack's
    /// name, gates i f g o, r z n. Keras: <c>kernel</c>, <c>recurrent_kernel</c> and <c>bias</c> behind the stack's name and <c>l0</c> or
    /// <c>l0_reverse</c>, transposed, gates i f c o, z r h. What is no layer of theirs stands under the name that it has here. The former file
    /// stays until the new one is complete.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <param name="layout">One of <see cref="Layouts"/>.</param>
    /// <exception cref="SluiceException">There is no such layout, or it has no such cell: the message names both.</exception>
    public static void ExportWeights(this INetworkModel model, string path, string layout)
    {
        if (!Layouts.Contains(layout)) throw new SluiceException($"Export: expected the layout {string.Join(" or ", Layouts)}, got '{layout}'.");
        var networks = model.ToNetworks();
        var layers = networks.SelectMany(n => n.Network.Layers).Distinct().ToList();
        var tensors = layers.SelectMany(l => Of(l, layout == "keras")).ToList();
        var written = layers.SelectMany(l => l.Parameters).ToHashSet();
        tensors.AddRange(model.Parameters.Where(p => !written.Contains(p)).Select(Plain));
        if (tensors.CountBy(t => t.Name).FirstOrDefault(c => c.Value > 1).Key is { } twice)
            throw new SluiceException($"Export: expected arrays with names of their own, got two '{twice}': several nets of one form go out as ONNX alone.");
        var metadata = new Dictionary<string, string>(networks[0].Network.Metadata) { ["sluice.layout"] = layout };
        new SafeTensorsFile(tensors, metadata).Write(path);
    }

    private static IEnumerable<NamedTensor> Of(ILayer layer, bool keras) => layer switch
    {
        Recurrent recurrent => keras ? Keras(recurrent) : PyTorch(recurrent),
        Linear { Weight: var w, Bias: var b } when keras =>
        [
            NamedTensor.Of<float>(
                Named(w, "weight", "kernel"), [w.Value.Columns, w.Value.Rows], GateWeights.Transposed(w.Value.ToArray(), w.Value.Columns)),
            Plain(b),
        ],
        Embedding { Weight: var e } when keras =>
            [NamedTensor.Of<float>(Named(e, "weight", "embeddings"), e.Value.Shape.ToArray(), e.Value.ToArray())],
        _ => layer.Parameters.Select(Plain),
    };

    private static IEnumerable<NamedTensor> PyTorch(Recurrent layer)
    {
        // The number behind a projection is its size.
        IReadOnlyList<string> order = (layer.Shape.Projection is null || layer.Cell.Contains('+') ? layer.Cell : layer.Cell.Split(':')[0]) switch
        {
            "lstm" or "lstm-projected" => ["i", "f", "g", "o"],
            "gru" => ["r", "z", "n"],
            "rnn" or "rnn-relu" => ["h"],
            _ => throw Refused(layer, "PyTorch", "lstm, lstm-projected, gru, rnn and rnn-relu"),
        };
        var weights = new GateWeights(layer, order);
        int rows = weights.Gates * layer.Hidden;
        string Name(string kind) => Named(layer.InputWeight, "weight_ih", kind);
        yield return NamedTensor.Of<float>(Name("weight_ih"), [rows, layer.Input], weights.W);
        yield return NamedTensor.Of<float>(Name("weight_hh"), [rows, layer.Output], weights.R);
        yield return NamedTensor.Of<float>(Name("bias_ih"), [rows], weights.BesideX);
        yield return NamedTensor.Of<float>(Name("bias_hh"), [rows], weights.BesideH);
        if (layer.Shape.Projection is { } projection && layer.WeightOf(projection.Block)[..layer.Output].ContainsAnyExcept(0f))
        {
            throw new SluiceException(
                $"Export: expected a projection without a bias, as PyTorch has it, got one that has learned one in '{layer.InputWeight.Name}'. An ONNX file holds it.");
        }

        if (layer.Projection is { } p) yield return NamedTensor.Of<float>(Name("weight_hr"), [layer.Output, layer.Hidden], p.ToArray());
        foreach (var initial in Learned(layer)) yield return Plain(initial);
    }

    private static IEnumerable<NamedTensor> Keras(Recurrent layer)
    {
        IReadOnlyList<string> order = layer.Cell switch
        {
            "lstm" => GateOrder.KerasLstm,
            "gru" or "gru-before" => GateOrder.KerasGru,
            "rnn" or "rnn-relu" => ["h"],
            _ => throw Refused(layer, "Keras", "lstm, gru (reset_after), gru-before, rnn and rnn-relu"),
        };
        var weights = new GateWeights(layer, order);
        int columns = weights.Gates * layer.Hidden;
        string[] parts = layer.InputWeight.Name.Split(".weight_ih_");
        string Name(string kind) => $"{parts[0]}.{parts[1]}.{kind}";
        yield return NamedTensor.Of<float>(Name("kernel"), [layer.Input, columns], GateWeights.Transposed(weights.W, layer.Input));
        yield return NamedTensor.Of<float>(Name("recurrent_kernel"), [layer.Hidden, columns], GateWeights.Transposed(weights.R, layer.Hidden));

        // GRU with reset_after keeps both biases, one beside each product; all others add them up.
        yield return layer.Cell == "gru"
            ? NamedTensor.Of<float>(Name("bias"), [2, columns], [.. weights.BesideX, .. weights.BesideH])
            : NamedTensor.Of<float>(Name("bias"), [columns], [.. weights.BesideX.Zip(weights.BesideH, (x, h) => x + h)]);
        foreach (var initial in Learned(layer)) yield return Plain(initial);
    }

    private static IEnumerable<Parameter> Learned(Recurrent layer)
        => layer.Shape.States.Select((_, s) => layer.InitialOf(s)).OfType<Parameter>();

    private static NamedTensor Plain(Parameter p)
        => NamedTensor.Of<float>(p.Name, p.Value.Shape.ToArray(), p.Value.ToArray());

    private static string Named(Parameter parameter, string from, string to)
        => parameter.Name.Replace("." + from, "." + to, StringComparison.Ordinal);

    private static SluiceException Refused(Recurrent layer, string whose, string cells)
        => new($"Export: expected a cell that {whose} has ({cells}), got '{layer.Cell}' in '{layer.InputWeight.Name}'. An ONNX file holds every cell.");
}
