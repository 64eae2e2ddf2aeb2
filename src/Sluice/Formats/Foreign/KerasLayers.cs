namespace Sluice.Formats.Foreign;

/// <summary>
/// Layers by the names of Keras: <c>lstm/lstm_cell/kernel:0</c> and so on in .h5 files, <c>layers/lstm/cell/vars/0</c> in those of Keras 3.
/// The cell is told by the columns of the recurrent kernel over its rows (4 an LSTM, 3 a GRU, 1 a plain layer), the form of the reset by
/// the bias: [2, 3·hidden] after the product, [3·hidden] before it. The configuration, where there is one, tells the rest.
/// </summary>
internal static class KerasLayers
{
    private const string Laid = "Keras stores [inputs, gates·hidden] and [hidden, gates·hidden]";

    public static Findings Find(IReadOnlyList<NamedTensor> tensors, KerasConfig config)
    {
        var cells = tensors.Where(t => !t.Name.StartsWith("optimizer", StringComparison.Ordinal))
            .Select(t => (Place: KerasPlace.Of(t.Name), Tensor: t)).Where(t => t.Place is not null)
            .GroupBy(t => (t.Place!.Layer, t.Place.Folder, t.Place.Reverse))
            .Select(g => (g.Key.Layer, g.Key.Reverse, Arrays: g.GroupBy(t => t.Place!.Array).ToDictionary(a => a.Key, a => a.First().Tensor)))
            .Where(c => c.Arrays.ContainsKey("recurrent_kernel") && c.Arrays.ContainsKey("kernel"));
        List<FoundLayer> found = [];
        List<Misfit> misfits = [];
        foreach (var layer in cells.GroupBy(c => c.Layer))
        {
            try
            {
                var directions = layer.OrderBy(c => c.Reverse).ToList();
                if (directions.Count > 2 || directions.Count == 2 && directions[0].Reverse == directions[1].Reverse)
                    throw new SluiceException($"expected one cell, or one for each direction, got {directions.Count}.");
                found.Add(Layer(layer.Key, [.. directions.Select(d => d.Arrays)], config));
            }
            catch (SluiceException e)
            {
                misfits.Add(new Misfit(layer.Key, e.Message));
            }
        }

        return new Findings(found, misfits);
    }

    private static FoundLayer Layer(string name, Dictionary<string, NamedTensor>[] directions, KerasConfig config)
    {
        FoundPart[] parts = [.. directions.Select(d => new FoundPart(d["kernel"], d["recurrent_kernel"], d.GetValueOrDefault("bias")))];
        int gates = Gates(parts[0]), hidden = parts[0].Recurrent.Shape[0];
        foreach (var part in parts)
        {
            if (Gates(part) != gates || !part.Input.Shape.SequenceEqual(parts[0].Input.Shape))
                throw new SluiceException($"'{part.Input.Name}' is {Shape(part.Input)}, that of the other direction {Shape(parts[0].Input)}.");
        }

        var (layout, before) = Bias(parts[0], gates, hidden);
        var known = config.Find(name);
        string cell = gates == 4 ? "lstm" : gates == 3 ? before ? "gru-before" : "gru" : "rnn";
        string? note = null;
        if (known is null) note = $"the file has no configuration of it: tanh{(gates == 1 ? " is" : " and sigmoid are")} taken as its activations{(gates == 1 ? "" : " (Keras before 2.3 took hard_sigmoid unless told otherwise)")}";
        else if (gates == 1 && known.Activation is "relu" or "linear") cell = known.Activation == "relu" ? "rnn-relu" : "rnn-identity";
        if (gates == 3 && parts[0].Bias is null)
        {
            if (known?.ResetAfter is { } after) cell = after ? "gru" : "gru-before";
            else note = "no bias tells the form of its reset: after the product is taken, or name the cell gru-before";
        }

        return new FoundLayer
        {
            Name = name,
            OtherName = known?.Name,
            Cell = cell,
            Layout = layout,
            Input = parts[0].Input.Shape[0],
            Hidden = hidden,
            Layers = 1,
            Bidirectional = parts.Length == 2,
            Note = note,
            Refusal = known?.Refusal(gates),
            Parts = parts,
        };
    }

    private static int Gates(FoundPart part)
    {
        var (kernel, recurrent) = (part.Input, part.Recurrent);
        if (kernel.Shape.Count == 2 && recurrent.Shape.Count == 2 && !kernel.Shape.Concat(recurrent.Shape).Contains(0))
        {
            int gates = recurrent.Shape[1] / recurrent.Shape[0];
            if (gates is 1 or 3 or 4 && gates * recurrent.Shape[0] == recurrent.Shape[1] && recurrent.Shape[1] == kernel.Shape[1]) return gates;
        }

        throw new SluiceException(
            $"'{kernel.Name}' is {Shape(kernel)} beside '{recurrent.Name}' {Shape(recurrent)}: {Laid}, of 4 gates (LSTM), 3 (GRU) or 1 (RNN).");
    }

    /// <summary>The layout and the form of a GRU's reset, by the bias of the first direction.</summary>
    private static (WeightLayout, bool ResetBefore) Bias(FoundPart part, int gates, int hidden)
    {
        int units = gates * hidden;
        return part.Bias?.Shape.ToArray() switch
        {
            null => (WeightLayout.Keras, false),
            [var n] when n == units => (WeightLayout.Keras, gates == 3),
            [2, var n] when n == units && gates == 3 => (WeightLayout.Keras, false),
            [var n] when n == 2 * units && gates > 1 => (WeightLayout.Cudnn, false),
            _ => throw new SluiceException(
                $"'{part.Bias!.Name}' is {Shape(part.Bias)} beside '{part.Recurrent.Name}' {Shape(part.Recurrent)}: expected [{units}]{(gates == 3 ? $" or [2, {units}]" : "")}."),
        };
    }

    private static string Shape(NamedTensor tensor) => $"[{string.Join(", ", tensor.Shape)}]";
}
