using Sluice.Networks;

namespace Sluice.Tasks.Search;

/// <summary>A search that takes the best symbol at each step, as operations of a network.</summary>
internal static class GreedySearch
{
    /// <summary>
    /// Writes the outputs <c>symbols</c> [steps, batch], the end standing for all that follows it, and <c>log_probability</c> [batch], that of all
    /// symbols and the end.
    /// </summary>
    /// <param name="net">Where the operations go.</param>
    /// <param name="like">A value that has the batch as its second dimension.</param>
    /// <param name="end">The symbol with which sequences begin and end.</param>
    /// <param name="longest">Symbols after which a sequence that has not ended is given up.</param>
    /// <param name="states">The states of the decoder at first.</param>
    /// <param name="next">A step: the logits of what follows symbols [batch], and the states after it.</param>
    public static void Export(
        NetworkBuilder net, string like, int end, int longest, string[][] states,
        Func<NetworkBuilder, string, string[][], (string Logits, string[][] After)> next)
    {
        string Each(float first) => net.Squeeze(net.State("", stream: false, like, 1, [first]), 1);
        (string, ElementType)[] before =
        [
            (net.Cast(Each(end), ElementType.Int64), ElementType.Int64), (Each(1), ElementType.Float), (Each(0), ElementType.Float),
            .. states.SelectMany(s => s).Select(s => (s, ElementType.Float)),
        ];
        string[] made = net.Loop(longest, before, (body, s) =>
        {
            var (logits, after) = next(body, s[0], Apart(s[3..], states));
            string open = body.Add("Greater", s[1], body.Number(0)), p = body.Reduce("ReduceMax", body.Softmax(logits), -1);
            string symbol = body.Add("Where", open, body.Largest(logits), body.Whole(end));
            string told = body.Add("Add", s[2], body.Add("Where", open, body.Add("Log", body.Add("Max", p, body.Number(1e-30f))), body.Number(0)));
            string still = body.Cast(body.Add("Not", body.Add("Equal", symbol, body.Whole(end))), ElementType.Float);
            string going = body.Add("Greater", body.Reduce("ReduceMax", still, 0), body.Number(0));
            return (going, [symbol, still, told, .. after.SelectMany(a => a)], [(symbol, ElementType.Int64)]);
        });
        net.Output("symbols", made[^1], ElementType.Int64, "steps", "batch");
        net.Output("log_probability", made[2], ElementType.Float, "batch");
    }

    /// <summary>Values in a row, a group for each of others.</summary>
    private static string[][] Apart(string[] all, string[][] like)
    {
        int at = 0;
        return [.. like.Select(l => all[at..(at += l.Length)])];
    }
}
