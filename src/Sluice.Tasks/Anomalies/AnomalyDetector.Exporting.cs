using Sluice.Networks;

namespace Sluice.Tasks.Anomalies;

public sealed partial class AnomalyDetector : INetworkModel
{
    /// <summary>
    /// Rows in: the values of all signals [time, batch, signals], not a number where one is missing, and where the detector has seen times, the
    /// days since the Sunday before, such as 1.5 for Monday noon, [time, batch]. Out come for each the score (1 or more is an alarm), what was
    /// expected, and two deviations below and above. The graph goes on where the detector stands, and does not go on learning.
    /// </summary>
    /// <inheritdoc/>
    /// <exception cref="SluiceException">A detector that has not yet seen the rows by which it learns.</exception>
    public ExportedNetwork ToNetwork(bool stream = false)
    {
        lock (_one)
        {
            if (_calibration is { } seen)
                throw new SluiceException(
                    $"Export: expected a detector that has seen the {Options.Calibration} rows by which it learns, got one that has seen {seen.Count}.");
            var net = new NetworkBuilder();
            AnomalyDetector[] all = [this, .. _others];
            string values = net.Input("values", ElementType.Float, "time", "batch", $"{all.Length}");
            string clock = _time is null ? "" : Clock(net, net.Input("time", ElementType.Float, "time", "batch"));
            string[][] told = [.. all.Select((one, i)
                => one.Export(net, net.Slice(values, -1, i, i + 1), clock, stream, i == 0 ? "" : $"signal_{i + 1}_"))];
            string[] names = ["scores", "expected", "low", "high"];
            for (int i = 0; i < names.Length; i++)
                net.Output(names[i], net.Concat(-1, [.. told.Select(t => t[i])]), ElementType.Float, "time", "batch", $"{all.Length}");
            return net.ToExported("anomalies", Metadata());
        }
    }

    /// <summary>Sine and cosine of the time of day, and of that of the week where the net reads it.</summary>
    private string Clock(NetworkBuilder net, string days)
    {
        string x = net.Unsqueeze(days, -1);
        string Circle(string how, double turn) => net.Add(how, net.Add("Mul", x, net.Number((float)(2 * Math.PI * turn))));
        string nothing = net.Add("Mul", x, net.Number(0));
        string[] week = _weekly ? [Circle("Sin", 1 / 7d), Circle("Cos", 1 / 7d)] : [nothing, nothing];
        return net.Concat(-1, [Circle("Sin", 1), Circle("Cos", 1), .. week]);
    }

    /// <summary>One signal [T, B, 1]: score, expected, low and high of each row.</summary>
    private string[] Export(NetworkBuilder net, string value, string clock, bool stream, string prefix)
    {
        var states = _stack.Layers.Select((l, i) => l.Shape.States.Select((s, n)
            => net.State($"{prefix}state_{s}_l{i}", stream, value, 1, _state[i].Values[n].Row(0))).ToArray()).ToArray();
        float[] last = [.. _last.Select(v => (float)v)], remembered = _measure.Remembered;
        (string, ElementType)[] before =
        [
            .. states.SelectMany(s => s).Select(s => (s, ElementType.Float)),
            (net.State($"{prefix}state_last", stream, value, 1, last), ElementType.Float),
            (net.State($"{prefix}state_measure", stream, value, 1, remembered), ElementType.Float),
        ];
        (string, ElementType)[] rows = [(value, ElementType.Float), .. clock == "" ? [] : new[] { (clock, ElementType.Float) }];
        string[] made = net.Scan(before, rows, (body, s, row) => Step(body, s, row, states));
        int at = 0;
        net.After(_stack, stream, [.. states.Select(s => made[at..(at += s.Length)])], $"{prefix}state");
        net.Next($"{prefix}state_last", stream, made[at++], last.Length);
        net.Next($"{prefix}state_measure", stream, made[at++], remembered.Length);
        return made[at..];
    }

    /// <summary>A row: what is forecast of it, and how unusual it is; where its value is missing the forecast takes its place.</summary>
    private (string[] After, (string, ElementType)[] Made) Step(NetworkBuilder body, string[] s, string[] row, string[][] states)
    {
        int at = 0;
        string[][] layers = [.. states.Select(l => s[at..(at += l.Length)])];
        string Last(int place) => body.Slice(s[^2], -1, place, place + 1);
        string newest = Last(0), second = Last(1);
        string clock = row.Length > 1 ? row[1] : body.Add("Mul", body.Concat(-1, newest, newest, newest, newest), body.Number(0));
        string x = body.Concat(-1, newest, body.Add("Sub", newest, second), body.Add("Sub", second, Last(2)), clock);
        var (y, after) = body.Step(_stack, x, layers);
        string output = body.Linear(_output, y), centre = body.Add("Add", newest, body.Slice(output, -1, 0, 1));
        string deviation = body.Add("Add", body.Add("Softplus", body.Slice(output, -1, 1, 2)), body.Number(1e-3f));
        string missing = body.Add("IsNaN", row[0]);
        string now = body.Add("Where", missing, centre, body.Add("Asinh", body.Scaled(row[0], [(_scale.Median, _scale.Spread)])));
        string error = body.Add("Div", body.Add("Sub", now, centre), deviation);
        var (score, remembered) = _measure.Export(body, row[0], error, s[^1]);
        score = body.Add("Where", missing, body.Number(0), score);
        remembered = body.Add("Where", missing, s[^1], remembered);
        string far = body.Add("Mul", deviation, body.Number((float)Deviations));
        string Outward(string z)
            => body.Add("Add", body.Add("Mul", body.Add("Sinh", z), body.Number((float)_scale.Spread)), body.Number((float)_scale.Median));
        string[] made = [score, Outward(centre), Outward(body.Add("Sub", centre, far)), Outward(body.Add("Add", centre, far))];
        return ([.. after.SelectMany(a => a), body.Concat(-1, now, newest, second), remembered], [.. made.Select(m => (m, ElementType.Float))]);
    }
}
