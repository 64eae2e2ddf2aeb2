using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Cells;
using Sluice.Cells.Contract;

namespace Sluice.Bench;

/// <summary>
/// What is timed, as a string: <c>[bi]cell-l{layers}t{steps}b{batch}i{input}h{hidden}[r{least}-{most}|f]</c>, for example
/// <c>lstm-l1t100b64i256h256</c>; cells are those of the catalog, and grub for gru-before. Peers know lstm, gru, grub and rnn.
/// The ending r10-200 makes the batch ragged, with lengths from 10 to 200; f has the input and the output batch first, [B, T, ...]. One step (t1)
/// means a streaming step.
/// </summary>
internal sealed partial record Problem(
    string Cell, bool Bidirectional, int Layers, int Steps, int Batch, int Input, int Hidden, (int Least, int Most)? Ragged = null,
    bool BatchFirst = false)
{
    public int Directions => Bidirectional ? 2 : 1;

    /// <summary>What the cell declares about itself.</summary>
    public CellShape Shape => Catalog.Shape(Cell == "grub" ? "gru-before" : Cell);

    public bool IsStep => Steps == 1;

    /// <summary>Reads a problem string.</summary>
    /// <exception cref="SluiceException">The string is no problem.</exception>
    public static Problem Parse(string text)
    {
        var m = Form().Match(text);
        if (!m.Success) throw Bad(text, "expected [bi]cell-l1t100b64i256h256[r10-100|f] with a cell of the catalog, or grub; or a training, as lm-v65e64l2t64b32h256");
        int Number(string group) => int.TryParse(m.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? n : throw Bad(text, $"{group} {m.Groups[group].Value} is too large");

        var ragged = m.Groups["least"].Success ? (Number("least"), Number("most")) : ((int, int)?)null;
        var problem = new Problem(m.Groups["cell"].Value, m.Groups["bi"].Success,
            Number("l"), Number("t"), Number("b"), Number("i"), Number("h"), ragged, m.Groups["first"].Success);
        if (problem is { Layers: 0 } or { Steps: 0 } or { Batch: 0 } or { Input: 0 } or { Hidden: 0 })
            throw Bad(text, "every size is 1 or more");
        if (ragged is var (least, most) && (least > most || most > problem.Steps))
            throw Bad(text, $"lengths {least}-{most} are not in order or pass t{problem.Steps}");
        return problem;
    }

    public override string ToString() =>
        $"{(Bidirectional ? "bi" : "")}{Cell}-l{Layers}t{Steps}b{Batch}i{Input}h{Hidden}" +
        (Ragged is var (least, most) ? $"r{least}-{most}" : "") + (BatchFirst ? "f" : "");

    /// <summary>Length of each row; spread evenly but in no order, and the same in every peer. Null if the batch is not ragged.</summary>
    public int[]? Lengths() => Ragged is var (least, most)
        ? [.. Enumerable.Range(0, Batch).Select(b => least + (int)(b * 7919L % (most - least + 1)))]
        : null;

    /// <summary>Time steps of all rows together, padding not counted.</summary>
    public long Tokens => Lengths()?.Sum(n => (long)n) ?? (long)Steps * Batch;

    /// <summary>
    /// Floating-point operations of the matrix products, a multiplication and an addition counted as two:
    /// 2 T B H (input blocks I + recurrent products H) per layer and direction, where a later layer's I is D H. Gates' own
    /// arithmetic is not counted.
    /// </summary>
    public double ForwardFlops
    {
        get
        {
            double perToken = 0;
            for (var layer = 0; layer < Layers; layer++)
                perToken += Directions * (double)Shape.Operations(layer == 0 ? Input : Directions * Hidden, Hidden);
            return perToken * Tokens;
        }
    }

    /// <summary>Forward, and two products of the same size backward: to the inputs and to the weights.</summary>
    public double TrainingFlops => 3 * ForwardFlops;

    /// <summary>
    /// Fills with the fixed numbers that peers/problem.py gives to every peer, and moves the count <paramref name="n"/> on:
    /// (u(n) - 0.5) * 2 / divisor with u(n) = (n * 2654435761 mod 2^32) / 2^32. The divisor is sqrt(H) for parameters, 1 for x.
    /// </summary>
    public static void Fill(Span<float> values, ref long n, double divisor)
    {
        foreach (ref var value in values) value = (float)((unchecked((uint)(n++ * 2654435761L)) / 4294967296.0 - 0.5) * 2 / divisor);
    }

    private static SluiceException Bad(string text, string why) => new($"problem '{text}': {why}");

    [GeneratedRegex(
        @"^(?<bi>bi)?(?<cell>[a-z][a-z0-9+:.,-]*?)-l(?<l>[0-9]+)t(?<t>[0-9]+)b(?<b>[0-9]+)i(?<i>[0-9]+)h(?<h>[0-9]+)(r(?<least>[0-9]+)-(?<most>[0-9]+)|(?<first>f))?\z")]
    private static partial Regex Form();
}
