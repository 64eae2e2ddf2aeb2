using Sluice.Networks;

namespace Sluice.Tasks.Life;

public sealed partial class LifeModel : INetworkModel
{
    /// <summary>
    /// Readings [time, batch, sensors] in, as they come and in the order of <c>life.sensors</c>, not a number where one is missing; out come the rows
    /// left after each, and between which two four of five are. Histories of different lengths need no lengths: what stands beyond an end changes
    /// nothing before it.
    /// </summary>
    /// <inheritdoc/>
    public ExportedNetwork ToNetwork(bool stream = false)
    {
        var net = new NetworkBuilder();
        string readings = net.Input("readings", ElementType.Float, "time", "batch", $"{Sensors.Width}");
        string x = net.Known(net.Scaled(readings, Sensors.Scalers.Select(s => (s.Offset, s.Scale))), net.Number(0));
        string output = net.Linear(_output, net.Run(_stack, x, stream));
        string Column(int at) => net.Squeeze(net.Slice(output, -1, at, at + 1), -1);
        string life = net.Add("Mul", net.Clip(Column(0), 0, 1), net.Number(Options.Cap));
        string deviation = net.Add("Mul", net.Add("Add", net.Add("Softplus", Column(1)), net.Number(1e-3f)), net.Number(Options.Cap));
        var (low, high) = Interval.Export(net, life, deviation);
        foreach (var (name, value) in new[] { ("life", life), ("low", low), ("high", high) })
            net.Output(name, value, ElementType.Float, "time", "batch");
        return net.ToExported(TaskName, Metadata());
    }
}
