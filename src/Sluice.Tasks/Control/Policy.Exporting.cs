using Sluice.Networks;

namespace Sluice.Tasks.Control;

public sealed partial class Policy : INetworkModel
{
    /// <summary>
    /// Readings [time, batch, sensors] in, as they come and in the order of <c>control.sensors</c>, not a number where one is missing; the action
    /// of each step out: a number, or the most probable choice by its place among <c>control.actions</c>, and the probabilities of all.
    /// </summary>
    /// <inheritdoc/>
    public ExportedNetwork ToNetwork(bool stream = false)
    {
        var net = new NetworkBuilder();
        string readings = net.Input("readings", ElementType.Float, "time", "batch", $"{Sensors.Width}");
        string x = net.Known(net.Scaled(readings, Sensors.Scalers.Select(s => (s.Offset, s.Scale))), net.Number(0));
        string output = _recurrent.Export(net, x, stream);
        if (Actions.Choices is { } choices)
        {
            net.Output("action", net.Largest(output), ElementType.Int64, "time", "batch");
            net.Output("probabilities", net.Softmax(output), ElementType.Float, "time", "batch", $"{choices.Width}");
        }
        else
        {
            string action = net.Add("Add", net.Add("Mul", output, net.Number((float)Actions.Scaler.Scale)), net.Number((float)Actions.Scaler.Offset));
            net.Output("action", net.Squeeze(action, -1), ElementType.Float, "time", "batch");
        }

        return net.ToExported(TaskName, Metadata());
    }
}
