using Sluice.Autodiff;
using Sluice.Kernels;

namespace Sluice.Layers;

/// <summary>
/// Steps of several sessions of one net, computed together: their inputs and states are laid side by side [B, ...], stepped once, and
/// put back. Every row of a product is summed by itself, so each session gets the bits that it would get alone.
/// </summary>
/// <remarks>Any number of threads may use one at once; a session belongs to one of them.</remarks>
internal sealed class SessionBatch(RecurrentStack stack, Linear output)
{
    /// <summary>The most sessions that step at once.</summary>
    public const int Most = 64;

    private readonly ScratchPool<Room> _rooms = new(() => new Room(stack, output.Weight.Shape[0]));

    /// <summary>Takes the step of each session whose input stands in it; its output stands in it afterwards.</summary>
    /// <param name="sessions">1 to <see cref="Most"/> sessions of this net, each of one sequence, each once.</param>
    public void Step(IReadOnlyList<Session> sessions)
    {
        if (sessions.Count == 1)
        {
            var alone = sessions[0];
            output.Step(stack.Step(alone.Input, alone.States), alone.Output);
            return;
        }

        using var room = _rooms.Rent();
        var (x, states, y) = room.Item.Of(sessions.Count);
        for (int b = 0; b < sessions.Count; b++)
        {
            sessions[b].Input.Row(0).CopyTo(x.Row(b));
            for (int l = 0; l < states.Length; l++)
                for (int s = 0; s < states[l].Values.Length; s++) sessions[b].States[l].Values[s].Row(0).CopyTo(states[l].Values[s].Row(b));
        }

        output.Step(stack.Step(x, states), y);
        for (int b = 0; b < sessions.Count; b++)
        {
            y.Row(b).CopyTo(sessions[b].Output.Row(0));
            for (int l = 0; l < states.Length; l++)
                for (int s = 0; s < states[l].Values.Length; s++) states[l].Values[s].Row(b).CopyTo(sessions[b].States[l].Values[s].Row(0));
        }
    }

    /// <summary>Memory for the most sessions, of which a batch takes the first rows.</summary>
    private sealed class Room(RecurrentStack stack, int outputs)
    {
        private readonly Tensor _x = new(Most, stack.Options.Input), _y = new(Most, outputs);
        private readonly State[] _states = stack.NewState(Most);
        private readonly (Tensor X, State[] States, Tensor Y)?[] _parts = new (Tensor, State[], Tensor)?[Most + 1];

        public (Tensor X, State[] States, Tensor Y) Of(int batch) => _parts[batch] ??= (
            _x.View(0, batch, _x.Columns),
            [.. _states.Select(s => new State([.. s.Names], [.. s.Values.Select(v => v.View(0, batch, v.Columns))]))],
            _y.View(0, batch, _y.Columns));
    }
}
