using System.Globalization;
using Sluice.Models;
using Sluice.Networks;
using Sluice.Serving.Sessions;
using Sluice.Tasks.Imported;
using Sluice.Tasks.Live;

namespace Sluice.Serving.Models;

/// <summary>
/// A net that others trained, live: some of its inputs are states, each the output of the step before, and 0 before the first. A row is what the
/// other inputs take in one step, dimensions that are free being 1, but for a last one, which is as long as the row.
/// </summary>
internal sealed class NetworkLive : LiveNet
{
    private readonly Network _network;
    private readonly IReadOnlyList<Port> _open, _told;
    private readonly IReadOnlyList<(Port Input, string Output)> _states;

    private NetworkLive(Network network, IReadOnlyList<(Port Input, string Output)> states)
    {
        (_network, _states) = (network, states);
        _open = [.. network.Inputs.Except(states.Select(s => s.Input))];
        _told = [.. network.Outputs.Where(o => states.All(s => s.Output != o.Name))];
        Form = new LiveForm(
            [.. _open.Select(p => new LiveField(
                p.Name, p.Type == ElementType.String, IsFree(p.Shape!, p.Shape!.Count - 1) ? -1 : Count(ShapeOf(p, 1))))],
            [.. _told.Select(p => new LiveField(p.Name, p.Type == ElementType.String, -1))]);
    }

    /// <summary>Inputs that are states, each with the output that is its next value, as <c>NAME=OUTPUT</c>.</summary>
    public IReadOnlyList<string> States => [.. _states.Select(s => $"{s.Input.Name}={s.Output}")];

    public override LiveForm Form { get; }

    public override int MostTogether => 1;

    /// <summary>How a net runs live; null where none of its inputs is a state.</summary>
    /// <param name="network">The net.</param>
    /// <param name="carried">The states that are named, as <c>NAME=OUTPUT</c>; where none is of this net, those that seem to be.</param>
    /// <exception cref="SluiceException">An output that the net does not have.</exception>
    public static NetworkLive? Of(Network network, IEnumerable<string> carried)
    {
        var named = carried.Where(c => network.Inputs.Any(p => p.Name == c[..c.IndexOf('=')])).ToList();
        var states = (named.Count > 0 ? named : NetworkRun.LikelyStates(network))
            .Select(c => (Input: c[..c.IndexOf('=')], Output: c[(c.IndexOf('=') + 1)..])).ToList();
        string[] outputs = [.. network.Outputs.Select(o => o.Name)];
        if (states.FirstOrDefault(s => !outputs.Contains(s.Output)) is { Output: not null } strange)
            throw new SluiceException($"expected an output for the state '{strange.Input}', one of {string.Join(", ", outputs)}, got '{strange.Output}'.");
        var ports = states.Select(s => (network.Inputs.First(p => p.Name == s.Input), s.Output)).ToList();
        bool isKnown = ports.Count > 0 && ports.Count < network.Inputs.Count && network.Inputs.All(p => p.Shape is not null)
            && ports.All(p => p.Item1.Type != ElementType.String);
        return isKnown ? new NetworkLive(network, ports) : null;
    }

    public override LiveSession Begin()
        => new Memory(this, _states.ToDictionary(
            s => s.Input.Name, s => ValueOf(s.Input, ShapeOf(s.Input, 1), new double[Count(ShapeOf(s.Input, 1))])));

    public override LiveSession Restore(ReadOnlySpan<byte> bytes)
    {
        var arrays = RowBytes.Read(bytes.ToArray()) is [var row] && row.Length == 2 * _states.Count ? row : throw Wrong();
        var states = new Dictionary<string, Value>();
        for (int i = 0; i < _states.Count; i++)
        {
            if (arrays[2 * i] is not double[] sizes || arrays[2 * i + 1] is not double[] numbers) throw Wrong();
            int[] shape = [.. sizes.Select(s => (int)s)];
            if (shape.Any(s => s < 0) || Count(shape) != numbers.Length || shape.Length != _states[i].Input.Shape!.Count) throw Wrong();
            states[_states[i].Input.Name] = ValueOf(_states[i].Input, shape, numbers);
        }

        return new Memory(this, states);

        static SluiceException Wrong() => new("expected the bytes of a session of this net, got others.");
    }

    public override void Step(IReadOnlyList<LiveSession> sessions)
    {
        foreach (var session in sessions) ((Memory)session).Step();
    }

    private static bool IsFree(IReadOnlyList<string> shape, int dimension)
        => dimension >= 0 && !int.TryParse(shape[dimension], NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>The dimensions of a port for a row: free ones are 1, but the last is as long as the row.</summary>
    private static int[] ShapeOf(Port port, int last)
        => [.. port.Shape!.Select((d, i) => !IsFree(port.Shape!, i) ? int.Parse(d, CultureInfo.InvariantCulture)
            : i == port.Shape!.Count - 1 ? last : 1)];

    private static int Count(int[] shape) => shape.Aggregate(1, (product, n) => checked(product * n));

    private static Value ValueOf(Port port, int[] shape, double[] numbers)
    {
        if (NetworkArrays.IsFloat(port.Type)) return Value.From([.. numbers.Select(n => (float)n)], shape).As(port.Type);
        return numbers.FirstOrDefault(n => n != Math.Floor(n)) is var part && part != 0
            ? throw new SluiceException($"'{port.Name}': expected whole numbers, got {part.ToString("R", CultureInfo.InvariantCulture)}.")
            : Value.From([.. numbers.Select(n => (long)n)], shape).As(port.Type);
    }

    private static double[] NumbersOf(Value value) => NetworkArrays.IsFloat(value.Type)
        ? [.. value.ToFloats().Select(v => (double)v)] : [.. value.ToIntegers().Select(v => (double)v)];

    /// <summary>A sequence: the states after its last step.</summary>
    private sealed class Memory(NetworkLive net, IReadOnlyDictionary<string, Value> states) : LiveSession
    {
        private IReadOnlyDictionary<string, Value> _states = states;
        private Dictionary<string, Value>? _row;
        private Array[] _answer = [];

        public override int Waiting => _row is null ? 0 : 1;

        public override void Put(LiveRow row) => _row = net._open.Select((port, i) =>
        {
            if (port.Type == ElementType.String)
            {
                string[] texts = row.Texts(i) ?? throw new SluiceException($"'{port.Name}': expected texts.");
                return (port.Name, Value: Value.From(texts, Fitting(port, texts.Length)));
            }

            double[] numbers = row.Numbers(i);
            return (port.Name, Value: ValueOf(port, Fitting(port, numbers.Length), numbers));
        }).ToDictionary(v => v.Name, v => v.Value);

        public void Step()
        {
            var row = _row!;
            _row = null;
            var made = net._network.Run(row.Concat(_states).ToDictionary());
            _states = net._states.ToDictionary(s => s.Input.Name, s => made[s.Output]);
            _answer = [.. net._told.Select(Array (p) => p.Type == ElementType.String ? made[p.Name].ToTexts() : NumbersOf(made[p.Name]))];
        }

        public override Array[] Answer() => _answer;

        public override LiveSession Copy() => new Memory(net, _states) { _answer = _answer };

        // Of each state its dimensions, then its numbers.
        public override byte[] ToBytes() => RowBytes.Write([[.. net._states.Select(s => _states[s.Input.Name])
            .SelectMany(v => new Array?[] { v.Shape.ToArray().Select(n => (double)n).ToArray(), NumbersOf(v) })]]);

        private static int[] Fitting(Port port, int count)
        {
            int[] shape = ShapeOf(port, 1);
            int each = Count(shape);
            if (IsFree(port.Shape!, shape.Length - 1)) shape[^1] = each > 0 ? count / each : count;
            return Count(shape) == count
                ? shape : throw new SluiceException($"'{port.Name}': expected as many values as {port} holds in one step, got {count}.");
        }
    }
}
