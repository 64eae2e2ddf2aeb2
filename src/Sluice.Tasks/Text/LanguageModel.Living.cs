using Sluice.Layers;
using Sluice.Tasks.Live;

namespace Sluice.Tasks.Text;

public sealed partial class LanguageModel
{
    // So many of the symbols that may come next are told, the likeliest first.
    private const int Told = 10;

    /// <inheritdoc/>
    public LiveNet Live { get; }

    private StackLive LiveOf()
    {
        int told = Math.Min(Told, Vocabulary.Count);
        return new StackLive(
            new LiveForm([new("text", true, 1)], [new("next", true, told), new("probability", false, told)]),
            new SessionBatch(_stack, _output), NewSession, ReadLive, session => Expected(session.Output.Row(0), told));
    }

    private NetSteps ReadLive(LiveRow row)
    {
        int[] symbols = Encode(row.Texts(0)?.Single() ?? throw new SluiceException("expected a text, got none."));
        return symbols.Length > 0
            ? new(symbols.Length, (session, step) => _embedding.Weight.Value.Row(symbols[step]).CopyTo(session.Input.Row(0)))
            : throw new SluiceException("expected a text of 1 symbol or more, got none.");
    }

    /// <summary>The likeliest symbols and their probabilities: softmax over the logits, p = exp(z − max z) / Σ exp(z − max z).</summary>
    private Array[] Expected(ReadOnlySpan<float> logits, int told)
    {
        var p = new double[logits.Length];
        double most = double.NegativeInfinity, sum = 0;
        foreach (float z in logits) most = Math.Max(most, z);
        for (int s = 0; s < p.Length; s++) sum += p[s] = Math.Exp(logits[s] - most);
        int[] order = [.. Enumerable.Range(0, p.Length).OrderByDescending(s => p[s]).Take(told)];
        return [order.Select(s => Vocabulary.Symbols[s]).ToArray(), order.Select(s => p[s] / sum).ToArray()];
    }
}
