using Sluice.Autodiff;
using Sluice.Layers;
using Sluice.Networks;

namespace Sluice.Models;

/// <summary>
/// A live sequence through a network that has its states among its inputs and outputs: what comes out of an output for states goes into the input
/// of the next step.
/// </summary>
/// <remarks>One thread at a time; any number of sessions run through one network at once.</remarks>
public sealed class NetworkSession
{
    private readonly Network _network;
    private readonly IReadOnlyDictionary<string, string> _states;
    private readonly Dictionary<string, Value> _initial, _now;
    private readonly Tape _tape = new(recording: false);
    private readonly LayerObserver? _observer;

    /// <summary>A session at the beginning of a sequence.</summary>
    /// <param name="network">The network.</param>
    /// <param name="states">Of each input that is a state the output that is its next value.</param>
    /// <param name="initial">The states before the first step, by the input's name.</param>
    /// <param name="watched">Whether what the recurrent layers compute is kept: <see cref="Layers"/>.</param>
    /// <exception cref="SluiceException">A name that the network does not have, or a state without a value.</exception>
    public NetworkSession(
        Network network, IReadOnlyDictionary<string, string> states, IReadOnlyDictionary<string, Value> initial, bool watched = false)
    {
        foreach (var (input, output) in states)
        {
            if (network.Inputs.All(p => p.Name != input) || network.Outputs.All(p => p.Name != output))
                throw new SluiceException($"NetworkSession: expected an input and an output of {network}, got '{input}' and '{output}'.");
            if (!initial.ContainsKey(input)) throw new SluiceException($"NetworkSession: expected a value of '{input}' before the first step, got none.");
        }

        (_network, _states) = (network, states);
        _initial = initial.Where(v => states.ContainsKey(v.Key)).ToDictionary();
        _now = new(_initial);
        if (watched) _observer = new();
    }

    /// <summary>The states now, by the input's name.</summary>
    public IReadOnlyDictionary<string, Value> States => _now;

    /// <summary>Every gate and state of each recurrent layer at the steps taken so far, [T, B, H]; none where the session is not watched.</summary>
    public IReadOnlyList<Recording> Layers => _observer?.Recordings ?? [];

    /// <summary>Takes a step.</summary>
    /// <param name="inputs">A value for each input that is no state.</param>
    /// <returns>The outputs that are no states.</returns>
    /// <exception cref="SluiceException">As <see cref="Network.Run(IReadOnlyDictionary{string, Value})"/>; the states are then as they were.</exception>
    public IReadOnlyDictionary<string, Value> Step(IReadOnlyDictionary<string, Value> inputs)
    {
        var outputs = _network.Run(_tape, inputs.Concat(_now).ToDictionary(), _observer);
        foreach (var (input, output) in _states) _now[input] = outputs[output];
        return outputs.Where(o => !_states.Values.Contains(o.Key)).ToDictionary();
    }

    /// <summary>Goes back to the states before the first step.</summary>
    public void Clear()
    {
        foreach (var (input, value) in _initial) _now[input] = value;
    }
}
