using Sluice.Networks;
using Sluice.Tasks.Labels;

namespace Sluice.Tasks.Series;

public sealed partial class SeriesForecaster : INetworkModel
{
    /// <summary>
    /// The rows before a forecast in, time before batch: values as they come (<c>values</c>, a season and the lookback; not a number where one is
    /// missing or there was no row yet), the columns, for those known ahead the rows to come too, and the place of each series among those learned
    /// from. The quantiles of the rows to come out, [horizon, batch, levels].
    /// </summary>
    /// <inheritdoc/>
    /// <exception cref="SluiceException">Sample paths, which are drawn; or a stream: a forecast is made of so many rows.</exception>
    public ExportedNetwork ToNetwork(bool stream = false)
    {
        DirectNet[] nets = _net switch { DirectNet one => [one], EnsembleNet many => [.. many.Nets.OfType<DirectNet>()], _ => [] };
        if (Options.IsPretrained)
            throw new SluiceException("Export: expected a net that begins from random weights, got one from zero: it finds the seasons in the rows, which a graph can not.");
        if (nets.Length == 0)
            throw new SluiceException(
                $"Export: expected the kind segment or decoder, got {Options.Kind}, whose forecasts are sample paths; a graph draws nothing.");
        if (stream) throw new SluiceException($"Export: expected no stream: each forecast is made of {Options.Lookback} rows.");
        var net = new NetworkBuilder();
        int lookback = Options.Lookback, horizon = Options.Horizon, rows = lookback + Season, levels = Options.Quantiles.Count;
        string values = net.Input("values", ElementType.Float, $"{rows}", "batch");
        if (Options.Logarithm) values = net.Add("Log", values);
        string series = Options.Scale != "mean" || Options.Identity > 0 || _widths!.Differ ? net.Input("series", ElementType.Int64, "batch") : "";
        var (offset, scale) = Scales(net, net.Slice(values, 0, Season, rows), series);
        string scaled = net.Add("Div", net.Add("Sub", values, offset), scale), all = $"{lookback + horizon}";
        string[] columns = [.. EncodedColumns.Read(net, Encoder.Known, "known", all, "batch")];
        string effects = Encoder.Effects.Count == 0 ? "" : AddedAhead(net, columns);
        if (effects.Length > 0)
        {
            string seen = net.Add("Sub", net.Slice(scaled, 0, Season, rows), net.Slice(effects, 0, 0, lookback));
            scaled = net.Concat(0, net.Slice(scaled, 0, 0, Season), seen);
        }

        string filled = Filled(net, scaled);
        string last = net.Squeeze(net.Slice(filled, 0, -1, int.MaxValue), 0), nothing = net.Add("Mul", last, net.Number(0));
        string known = Joined(net, [.. Calendar(net, all), .. columns]);
        long[] seasonal = [.. Enumerable.Range(0, horizon).Select(h => (long)(rows + SeriesBatch.SeasonBefore(h, Season)))];
        string naive = Options.Base switch
        {
            "last" => SeriesGraph.Repeated(net, last, horizon),
            "season" => net.Add("Gather", filled, net.Integers(seasonal)),
            _ => SeriesGraph.Repeated(net, nothing, horizon),
        };
        var graph = new SeriesGraph(
            net.Slice(scaled, 0, Season, rows), Options.Base == "none" ? nothing : last, naive, known,
            Joined(net, [.. EncodedColumns.Read(net, Encoder.Past, "past", $"{lookback}", "batch")]),
            Joined(net, [.. EncodedColumns.Read(net, Encoder.Static, "static", "batch")]), series);
        string quantiles = "";
        foreach (var one in nets)
        {
            string changes = one.Export(net, graph);
            string own = net.Rising(net.Add("Add", net.Unsqueeze(naive, -1), Options.IsPoint ? Each(net, changes, levels) : changes), levels);
            quantiles = quantiles.Length == 0 ? own : net.Add("Add", quantiles, own);
        }

        if (nets.Length > 1) quantiles = net.Add("Div", quantiles, net.Number(nets.Length));
        quantiles = _widths!.Export(net, _calibration!.Export(net, quantiles, between: true), series);
        if (effects.Length > 0) quantiles = net.Add("Add", quantiles, net.Unsqueeze(net.Slice(effects, 0, lookback, lookback + horizon), -1));
        string told = net.Add("Add", net.Add("Mul", quantiles, net.Unsqueeze(scale, -1)), net.Unsqueeze(offset, -1));
        if (Options.Logarithm) told = net.Add("Exp", told);
        else if (Encoder.EndsAtZero) told = net.Add("Max", told, net.Number(0));
        net.Output("point", net.Squeeze(net.Slice(told, -1, Options.Median, Options.Median + 1), -1), ElementType.Float, $"{horizon}", "batch");
        net.Output("quantiles", told, ElementType.Float, $"{horizon}", "batch", $"{levels}");
        return net.ToExported(TaskName, Metadata());
    }

    /// <summary>What the columns known ahead add to each row, [lookback + horizon, B].</summary>
    private string AddedAhead(NetworkBuilder net, string[] columns)
        => net.Reduce("ReduceSum", net.Add("Mul", net.Concat(-1, columns), net.Row([.. Encoder.Effects.Select(e => (float)e)])), 2);

    /// <summary>One output for each level.</summary>
    private static string Each(NetworkBuilder net, string outputs, int levels) => net.Add("Tile", outputs, net.Integers(1, 1, levels));

    private static string Joined(NetworkBuilder net, string[] columns) => columns.Length == 0 ? "" : net.Concat(-1, columns);

    /// <summary>The entries of the calendar, which the metadata name, where the net reads them.</summary>
    private IEnumerable<string> Calendar(NetworkBuilder net, string rows)
    {
        if (Options.Calendar && Encoder.Step is { } step)
            yield return net.Input("calendar", ElementType.Float, rows, "batch", $"{new Calendar(step).Width}");
    }

    /// <summary>The unit of each window, [B]: that of its series, or the mean of its values.</summary>
    private (string Offset, string Scale) Scales(NetworkBuilder net, string seen, string series)
    {
        string Of(IEnumerable<double> all) => net.Add("Gather", net.Row([.. all.Select(v => (float)v)]), series);
        if (Options.Scale != "mean") return (Of(Encoder.Scalers.Select(s => s.Offset)), Of(Encoder.Scalers.Select(s => s.Scale)));
        string there = net.Cast(net.Add("Not", net.Add("IsNaN", seen)), ElementType.Float);
        string sum = net.Reduce("ReduceSum", net.Add("Abs", net.Known(seen, net.Number(0))), 0);
        string mean = net.Add("Div", sum, net.Add("Max", net.Reduce("ReduceSum", there, 0), net.Number(1)));
        return (net.Add("Mul", mean, net.Number(0)), net.Add("Where", net.Add("Greater", mean, net.Number(0)), mean, net.Number(1)));
    }

    /// <summary>Values [rows, B], the last one before it where one is missing, and 0 before the first.</summary>
    private static string Filled(NetworkBuilder net, string values)
    {
        string first = net.Squeeze(net.State("", stream: false, values, 1, [0]), 1);
        return net.Scan([(first, ElementType.Float)], [(values, ElementType.Float)], (body, s, slices) =>
        {
            string now = body.Known(slices[0], s[0]);
            return ([now], [(now, ElementType.Float)]);
        })[1];
    }
}
