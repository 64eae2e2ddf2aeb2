using Sluice.Networks;

namespace Sluice.Interop;

/// <summary>The arrays of one direction of a recurrent layer, in the order of ONNX.</summary>
/// <param name="Input">W [gates·units, inputs].</param>
/// <param name="Recurrent">R [gates·units, units].</param>
/// <param name="Bias">[2·gates·units]: of W, then of R.</param>
/// <param name="Units">The units.</param>
/// <param name="ResetAfter">Of a GRU: whether the reset comes after the product.</param>
internal sealed record KerasGates(Value Input, Value Recurrent, Value Bias, int Units, bool ResetAfter)
{
    // Where Keras keeps the gates that ONNX wants: i o f c out of i f c o; z r h are the same.
    private static readonly int[] s_lstm = [0, 3, 1, 2], s_gru = [0, 1, 2], s_plain = [0];

    /// <summary>The arrays of a layer.</summary>
    /// <param name="scope">The layer, or one direction of it.</param>
    /// <param name="type">LSTM, GRU or SimpleRNN.</param>
    public static KerasGates Of(KerasScope scope, string type)
    {
        int[] order = type == "LSTM" ? s_lstm : type == "GRU" ? s_gru : s_plain;
        bool cudnn = scope.Entry.Class.StartsWith("CuDNN", StringComparison.Ordinal);
        scope = scope.Path.Within == "" ? scope.Cell() : scope;
        var (recurrent, square) = scope.Take("recurrent_kernel", 1, scope.Integer("units", -1), -1);
        int gates = order.Length, units = square[0];
        if (square[1] != gates * units) throw scope.Bad($"its recurrent kernel is [{square[0]}, {square[1]}]; expected {gates} gates of {units} units");
        var (kernel, shape) = scope.Take("kernel", 0, -1, gates * units);
        int inputs = shape[0];
        if (cudnn)
        {
            kernel = Unpacked(kernel, inputs, units, gates, fortran: true);
            recurrent = Unpacked(recurrent, units, units, gates, fortran: false);
        }

        float[] bias = new float[2 * gates * units];
        bool after = scope.Flag("reset_after", scope.Network.IsThird) || cudnn;
        if (cudnn || scope.Flag("use_bias", true))
        {
            bool two = cudnn || type == "GRU" && after;
            var (own, _) = cudnn ? scope.Take("bias", 2, 2 * gates * units)
                : two ? scope.Take("bias", 2, 2, gates * units) : scope.Take("bias", 2, gates * units);
            for (int part = 0; part < (two ? 2 : 1); part++)
                for (int g = 0; g < gates; g++)
                    own.AsSpan((part * gates + order[g]) * units, units).CopyTo(bias.AsSpan((part * gates + g) * units));
        }

        return new KerasGates(
            Value.From(Turned(kernel, inputs, units, order), gates * units, inputs),
            Value.From(Turned(recurrent, units, units, order), gates * units, units),
            Value.From(bias, bias.Length), units, type == "GRU" && after);
    }

    /// <summary>[rows, gates·units] as [gates·units, rows], the gates in another order.</summary>
    private static float[] Turned(float[] matrix, int rows, int units, int[] order)
    {
        int columns = order.Length * units;
        float[] turned = new float[matrix.Length];
        for (int g = 0; g < order.Length; g++)
            for (int u = 0; u < units; u++)
                for (int r = 0; r < rows; r++) turned[(g * units + u) * rows + r] = matrix[r * columns + order[g] * units + u];
        return turned;
    }

    /// <summary>cuDNN keeps each gate's block transposed; that of the inputs in the shape of what it is not, column after column.</summary>
    private static float[] Unpacked(float[] matrix, int rows, int units, int gates, bool fortran)
    {
        int columns = gates * units;
        float[] plain = new float[matrix.Length];
        for (int g = 0; g < gates; g++)
            for (int r = 0; r < rows; r++)
                for (int u = 0; u < units; u++)
                {
                    int n = r + u * rows;
                    var (i, h) = fortran ? (n / units, n % units) : (u, r);
                    plain[r * columns + g * units + u] = matrix[i * columns + g * units + h];
                }

        return plain;
    }
}
