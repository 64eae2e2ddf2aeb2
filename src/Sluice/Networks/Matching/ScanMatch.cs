namespace Sluice.Networks.Matching;

/// <summary>A Scan whose body is a cell of the catalog, with or without lengths of the sequences.</summary>
internal static class ScanMatch
{
    /// <summary>The recurrent layer that a Scan is; null where none is found in its body.</summary>
    public static Node? Of(Node scan, Expressions around)
    {
        var body = scan.Graph("body");
        int scanned = (int)scan.Integer("num_scan_inputs", 0), states = scan.Inputs.Count - scanned, outputs = body.Outputs.Count - states;
        bool plain = scan.Integers("scan_input_axes") is null or [0, ..] && scan.Integers("scan_output_axes") is null or [0, ..];
        long[] directions = [.. scan.Integers("scan_input_directions") ?? [], .. scan.Integers("scan_output_directions") ?? []];
        if (states < 1 || scanned < 1 || outputs != 1 || !plain || directions.Distinct().Count() > 1) return null;

        // A scanned input that is a product over all steps is that product of each step.
        Polynomial? Given(string name)
        {
            int at = body.Inputs.Select(p => p.Name).ToList().IndexOf(name);
            return at < states ? null : around.Of(scan.In(at)).Only is Affine affine ? Polynomial.Of(affine) : null;
        }

        var expressions = new Expressions(body, Given);
        string[] before = [.. body.Inputs.Take(states).Select(p => p.Name)], after = [.. body.Outputs.Take(states).Select(p => p.Name)];
        string output = body.Outputs[states].Name, lengths = "";
        if (Masked(expressions, output) is { } mask)
        {
            // h where the sequence runs, 0 elsewhere; the states where it runs, the old ones elsewhere.
            if (Lengths(mask.In(0), expressions) is not { } found) return null;
            (lengths, output) = (found, mask.In(1));
            for (int s = 0; s < states; s++)
            {
                if (Masked(expressions, after[s]) is not { } kept || kept.In(0) != mask.In(0) || kept.In(2) != before[s]) return null;
                after[s] = kept.In(1);
            }
        }

        foreach (var match in CellMatch.All(expressions.Of(output)).Where(m => m.Pattern.Shape.States.Length == states))
        {
            int[] order = [.. Enumerable.Range(0, states).Select(s => Array.FindIndex(after, a =>
                expressions.Of(a).Key == (s == 0 ? expressions.Of(output) : match.After(s)).Key))];
            if (order.Contains(-1)) continue;
            string name = scan.Name.Length > 0 ? scan.Name : scan.Out(0);
            if (MatchedLayer.Of(match, name, v => before.Contains(v) ? 0 : 1) is not { } layer) continue;
            if (layer.States.Where((state, s) => state != before[order[s]]).Any()) continue;

            // x of a step is a scanned input of the body, or what the product over all steps reads.
            int place = body.Inputs.Select(p => p.Name).ToList().IndexOf(layer.Input);
            if (place >= 0 && place < states) continue;
            string x = place >= states ? scan.In(place) : layer.Input;
            return new Node("Recurrent", [x, lengths, "", .. order.Select(s => scan.In(s))], [scan.Out(states), .. order.Select(s => scan.Out(s))])
            {
                Domain = NetworkBuilder.Domain,
                Name = scan.Name,
                Layers = [directions is [1, ..] ? layer.Layer.Reversed() : layer.Layer],
                Origin = $"{body.Nodes.Count} plain operations of each step",
            };
        }

        return null;
    }

    private static Node? Masked(Expressions expressions, string name)
    {
        var maker = expressions.Maker(name);
        if (maker is { Operator: "Identity" }) maker = expressions.Maker(maker.In(0));
        return maker is { Operator: "Where" } ? maker : null;
    }

    /// <summary>The lengths of a mask that is time &lt; lengths, one column.</summary>
    private static string? Lengths(string mask, Expressions expressions)
        => expressions.Maker(mask) is { Operator: "Unsqueeze" } column && expressions.Maker(column.In(0)) is { Operator: "Less" } less
            && expressions.Maker(less.In(1)) is null
            ? less.In(1)
            : null;
}
