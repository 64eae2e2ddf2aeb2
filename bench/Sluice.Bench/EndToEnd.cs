using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Bench;

/// <summary>
/// A training from end to end, one step after the other on the same batch: forward, loss, backward, clipping of the gradients' norm to 1, Adam with
/// rate 0.001. As a string:
/// <list type="bullet">
/// <item><c>lm-v65e64l2t64b32h256</c>: next of 65 symbols by an embedding of 64, two LSTMs of 256 and a softmax;</item>
/// <item><c>crf-v10000e64l1t25b32h128k17</c>: 17 tags of words by an embedding, an LSTM in both directions and a conditional random field;</item>
/// <item><c>ctc-i40l2t200b16h128k29</c>: 29 symbols, the blank among them, of 40 features a step by LSTMs in both directions and CTC.</item>
/// </list>
/// </summary>
internal sealed partial record EndToEnd(string Task, int Symbols, int Embedding, int Layers, int Steps, int Batch, int Hidden, int Classes)
{
    public bool Bidirectional => Task != "lm";

    /// <summary>What the first recurrent layer reads a step.</summary>
    public int Input => Task == "ctc" ? Symbols : Embedding;

    /// <summary>Multiply-adds of a step of training in its products, each counted as two; forward and twice as many backward.</summary>
    public double Flops
    {
        get
        {
            double directions = Bidirectional ? 2 : 1, token = 0;
            for (int layer = 0; layer < Layers; layer++)
                token += directions * 8 * Hidden * ((layer == 0 ? Input : directions * Hidden) + Hidden);
            return 3 * Steps * Batch * (token + 2 * directions * Hidden * Classes);
        }
    }

    /// <summary>Reads such a string; null where it has another form.</summary>
    public static EndToEnd? TryParse(string text)
    {
        var m = Form().Match(text);
        if (!m.Success) return null;
        int Number(string group) => int.TryParse(m.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : 0;
        string task = m.Groups["task"].Value;
        var problem = new EndToEnd(
            task, Number("v"), Number("e"), Number("l"), Number("t"), Number("b"), Number("h"), task == "lm" ? Number("v") : Number("k"));
        return problem is { Symbols: > 0, Layers: > 0, Steps: > 4, Batch: > 0, Hidden: > 0, Classes: > 1, Input: > 0 } ? problem : null;
    }

    public override string ToString() => Task switch
    {
        "lm" => $"lm-v{Symbols}e{Embedding}l{Layers}t{Steps}b{Batch}h{Hidden}",
        "crf" => $"crf-v{Symbols}e{Embedding}l{Layers}t{Steps}b{Batch}h{Hidden}k{Classes}",
        _ => $"ctc-i{Symbols}l{Layers}t{Steps}b{Batch}h{Hidden}k{Classes}",
    };

    /// <summary>The symbol read at each place, step after step.</summary>
    public int[] Read() => [.. Enumerable.Range(0, Steps * Batch).Select(n => Symbol(n, Symbols))];

    /// <summary>The class asked for at each place.</summary>
    public int[] Wanted() => [.. Enumerable.Range(0, Steps * Batch).Select(n => Symbol(n + 7, Classes))];

    /// <summary>The symbols of each sequence, one in five steps, none of them the blank (0).</summary>
    public int[][] Labels() =>
        [.. Enumerable.Range(0, Batch).Select(b => Enumerable.Range(0, Steps / 5).Select(i => 1 + Symbol(b * Steps + i, Classes - 1)).ToArray())];

    private static int Symbol(long n, int count) => (int)((ulong)unchecked((uint)(n * 2654435761L)) * (ulong)count >> 32);

    [GeneratedRegex(
        @"^(?<task>lm|crf|ctc)-[vi](?<v>\d{1,7})(e(?<e>\d{1,5}))?l(?<l>\d{1,2})t(?<t>\d{1,5})b(?<b>\d{1,5})h(?<h>\d{1,5})(k(?<k>\d{1,5}))?\z")]
    private static partial Regex Form();
}
