using Sluice.Formats;
using Sluice.Layers;
using Sluice.Networks;
using Sluice.Networks.Operators;

namespace Sluice.Onnx;

/// <summary>The weights of one direction of a layer in the order of ONNX's LSTM, GRU or RNN.</summary>
internal sealed class OnnxWeights
{
    // Of those that take them, how many of α and β.
    private static readonly Dictionary<string, int> s_numbers = new() { ["HardSigmoid"] = 2, ["Affine"] = 2, ["LeakyRelu"] = 1, ["Elu"] = 1 };

    private readonly string _cell;
    private readonly string[] _functions;

    /// <summary>The weights of a layer.</summary>
    public OnnxWeights(Recurrent layer)
    {
        var shape = layer.Shape;
        _cell = Base(layer.Cell);
        _functions = _cell == layer.Cell ? [] : layer.Cell[(_cell.Length + 1)..^1].Split(',');
        (Operator, var order) = _cell switch
        {
            "gru" or "gru-before" => ("GRU", GateOrder.OnnxGru),
            "rnn" or "rnn-relu" => ("RNN", new[] { "h" }),
            _ => ("LSTM", GateOrder.OnnxLstm),
        };
        int h = layer.Hidden;
        var weights = new GateWeights(layer, order);
        (Gates, W, R, B) = (weights.Gates, weights.W, weights.R, [.. weights.BesideX, .. weights.BesideH]);
        if (!_cell.Contains("peephole", StringComparison.Ordinal)) return;
        P = new float[3 * h];
        for (int k = 0; k < shape.Blocks.Length; k++)
        {
            int at = GateOrder.OnnxPeepholes.ToList().IndexOf(shape.Blocks[k].Name);
            if (at >= 0) layer.WeightOf(k).CopyTo(P.AsSpan(at * h));
        }
    }

    /// <summary>LSTM, GRU or RNN.</summary>
    public string Operator { get; }

    /// <summary>Gates of the operator.</summary>
    public int Gates { get; }

    /// <summary>[gates · H, I].</summary>
    public float[] W { get; }

    /// <summary>[gates · H, H].</summary>
    public float[] R { get; }

    /// <summary>[2 · gates · H]: beside x, then beside h⁻.</summary>
    public float[] B { get; }

    /// <summary>Peepholes [3 · H]; null where there are none.</summary>
    public float[]? P { get; }

    /// <summary>What the cell needs beside the weights.</summary>
    public IEnumerable<(string Name, object Value)> Attributes
    {
        get
        {
            (string Name, object Value)? own = _cell switch
            {
                "gru" => ("linear_before_reset", 1L),
                "rnn-relu" => ("activations", new[] { "Relu" }),
                "lstm-coupled-peephole" => ("input_forget", 1L),
                _ => null,
            };
            return own is { } one ? Activations.Prepend(one) : Activations;
        }
    }

    /// <summary>The activations of the cell, where they are not the usual ones: of an LSTM those of the gates, of new values and of states.</summary>
    private IEnumerable<(string Name, object Value)> Activations
    {
        get
        {
            if (_functions.Length == 0) yield break;
            Activation[] all = [.. (_cell == "lstm" ? [.. _functions, _functions[^1]] : _functions).Select(RecurrentAttributes.ActivationOf)];
            yield return ("activations", all.Select(a => a.Name).ToArray());
            float[] alpha = [.. all.Where(a => s_numbers.GetValueOrDefault(a.Name) > 0).Select(a => a.Alpha)],
                beta = [.. all.Where(a => s_numbers.GetValueOrDefault(a.Name) > 1).Select(a => a.Beta)];
            if (alpha.Length > 0) yield return ("activation_alpha", alpha);
            if (beta.Length > 0) yield return ("activation_beta", beta);
        }
    }

    /// <summary>Whether one of the three operators computes a cell.</summary>
    public static bool Has(string cell)
        => cell is "lstm" or "lstm-peephole" or "lstm-coupled-peephole" or "gru" or "gru-before" or "rnn" or "rnn-relu"
            || (cell.EndsWith(')') && Base(cell) is "lstm" or "gru" or "gru-before" or "rnn");

    /// <summary>A cell's name without its activations.</summary>
    private static string Base(string cell) => cell.EndsWith(')') ? cell[..cell.IndexOf('(')] : cell;
}
