using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Kernels;
using Sluice.Layers;
using Sluice.Tasks.Live;

namespace Sluice.Tasks.Compose;

public sealed partial class MusicModel
{
    private readonly ScratchPool<Tensor> _keys = new(() => new Tensor(1, Music.Keys));

    /// <summary>The memory before a piece.</summary>
    public Session NewSession() => new(_stack, _stack.Options.Input, Music.Keys);

    /// <summary>Hears one step of a live piece, without allocating memory.</summary>
    /// <param name="keys">The MIDI numbers of the notes that sound.</param>
    /// <param name="session">What was heard before, changed in place.</param>
    /// <returns>The log-odds of each key of the piano in the next step, valid until the next call with the same session.</returns>
    /// <exception cref="SluiceException">A key is not on a piano.</exception>
    public ReadOnlySpan<float> Step(ReadOnlySpan<int> keys, Session session)
    {
        Hear(keys, session);
        _output.Step(_stack.Step(session.Input, session.States), session.Output);
        return session.Output.Row(0);
    }

    private void Hear(ReadOnlySpan<int> keys, Session session)
    {
        if (_input is null)
        {
            Press(keys, session.Input);
            return;
        }

        using var now = _keys.Rent();
        Press(keys, now.Item);
        _input.Step(now.Item, session.Input);
    }

    /// <summary>A step of keys by their MIDI numbers; 0 stands for none.</summary>
    private NetSteps ReadLive(LiveRow row)
    {
        double[] given = row.Numbers(0);
        foreach (double key in given)
            if (key != 0 && !(key is >= Music.Lowest and < Music.Lowest + Music.Keys && key == Math.Floor(key)))
                throw new SluiceException($"expected keys from {Music.Lowest} to {Music.Lowest + Music.Keys - 1}, or 0 for none, got {key}.");
        int[] keys = [.. given.Where(k => k != 0).Select(k => (int)k)];
        return new(1, (session, _) => Hear(keys, session));
    }

    /// <summary>σ(z) = 1 / (1 + exp(−z)) of each key.</summary>
    private static double[] Probabilities(ReadOnlySpan<float> logOdds)
    {
        var p = new double[logOdds.Length];
        for (int k = 0; k < p.Length; k++) p[k] = 1 / (1 + Math.Exp(-logOdds[k]));
        return p;
    }

    /// <summary>Writes 1 for each key that sounds, and 0 for the others.</summary>
    private static void Press(ReadOnlySpan<int> keys, Tensor into)
    {
        into.Clear();
        foreach (int key in keys)
        {
            if (key is < Music.Lowest or >= Music.Lowest + Music.Keys)
                throw new SluiceException($"MusicModel.Step: expected keys from {Music.Lowest} to {Music.Lowest + Music.Keys - 1}, got {key}.");
            into[0, key - Music.Lowest] = 1;
        }
    }

    /// <summary>Goes on with a piece: the keys of each next step are drawn one by one, each by its own probability.</summary>
    /// <param name="piece">The steps so far, at least one.</param>
    /// <param name="steps">How many to write.</param>
    /// <param name="options">How to draw.</param>
    /// <returns>The new steps alone.</returns>
    /// <exception cref="SluiceException">There is no step to go on from, a key is not on a piano, or an option makes no sense.</exception>
    public int[][] Continue(IReadOnlyList<int[]> piece, int steps, ContinuationOptions? options = null)
    {
        if (piece.Count == 0) throw new SluiceException("MusicModel.Continue: expected a piece of 1 step or more, got none.");
        if (steps < 0) throw new SluiceException($"MusicModel.Continue: expected 0 steps or more to write, got {steps}.");
        options ??= new ContinuationOptions();
        options.Check();
        var session = NewSession();
        foreach (var step in piece.SkipLast(1)) Step(step, session);
        var written = new int[steps][];
        var now = piece[^1];
        for (int s = 0; s < steps; s++) written[s] = now = options.Draw(Step(now, session), s);
        return written;
    }
}
