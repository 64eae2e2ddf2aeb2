using Sluice.Autodiff;
using Sluice.Layers;
using Sluice.Losses;

namespace Sluice.Learn.Teaching;

/// <summary>Gates of an LSTM that are held shut: at single words, from 0, or at all.</summary>
/// <param name="Forget">Where f is 0: nothing of the cell state stays.</param>
/// <param name="Input">Where i is 0: nothing new comes in.</param>
public sealed record FluentShut(IReadOnlySet<int> Forget, IReadOnlySet<int> Input)
{
    /// <summary>None.</summary>
    public static FluentShut None { get; } = new(new HashSet<int>(), new HashSet<int>());
}

/// <summary>What a net made of a story.</summary>
/// <param name="Memory">
/// How much of each word is remembered after it and after each later word, [word][words later], from 0 to 1. Of the country: if the question came
/// now, how much likelier is its language than if another country had been read, the mean over all others, and 0 where it is less likely. Of any
/// other word: how far that language becomes likelier or less likely by it, beside up to two other words in its place. What is answered at a later
/// word has come through every state before it, so a state holds no less than is told after it: of both, the most at that word or at a later one.
/// </param>
/// <param name="Chances">The probability of each language at the last word.</param>
/// <param name="Gates">
/// The forget and the input gate at each word, the mean over units, each weighted by how far the country moves its cell state there; empty for the
/// plain net.
/// </param>
public sealed record FluentReading(float[][] Memory, float[] Chances, float[][] Gates)
{
    /// <summary>Reads a story.</summary>
    public static FluentReading Of(FluentNet net, FluentText text, IReadOnlyList<FluentWord> story, FluentShut shut)
    {
        // Row 0 is the story itself; the others have one other word each, in the order in which they come.
        List<(int At, int Word)> rows = [(-1, 0)];
        for (int s = 0; s < story.Count; s++) rows.AddRange(text.Instead(story[s].Place).Select(w => (s, w)));
        int steps = story.Count, country = text.CountryAt;
        var memory = story.Select((_, s) => new float[steps - s]).ToArray();
        var gates = net.Layer.Cell == "lstm" ? new[] { new float[steps], new float[steps] } : [];
        var counts = story.Select((_, s) => rows.Count(o => o.At == s)).ToArray();
        var state = new State(net.Layer.Cell, 1, FluentNet.Units);
        Tensor answers = new(1, 1, text.Languages.Count);
        int right = story[country].Place;
        for (int t = 0; t < steps; t++)
        {
            // A row that differs later is the story itself until then.
            int batch = rows.Count(r => r.At <= t);
            var x = new Tensor(1, batch, text.Words);
            for (int b = 0; b < batch; b++) x[b, rows[b].At == t ? rows[b].Word : story[t].Place] = 1;
            var recording = new Recording();
            state = FluentStep.Take(net.Layer, x, Grown(state, batch), shut.Forget.Contains(t), shut.Input.Contains(t), recording);
            answers = Asked(net, text, story, shut, state, Math.Max(t + 1, steps - text.Question));
            for (int b = 1; b < batch; b++)
            {
                int at = rows[b].At;
                float more = answers[0, right] - answers[b, right];
                memory[at][t - at] += (at == country ? more : MathF.Abs(more)) / counts[at];
            }

            if (gates.Length == 0) continue;
            float[] weights = Spread(state["c"], rows, country, t);
            for (int g = 0; g < 2; g++)
            {
                var values = recording.Value(g == 0 ? "f" : "i").Row(0);
                float sum = 0;
                for (int u = 0; u < FluentNet.Units; u++) sum += weights[u] * values[u];
                gates[g][t] = (g == 0 ? shut.Forget : shut.Input).Contains(t) ? 0 : sum / weights.Sum();
            }
        }

        memory[country] = [.. memory[country].Select(m => MathF.Max(0, m))];
        foreach (float[] word in memory)
            for (int k = word.Length - 2; k >= 0; k--) word[k] = MathF.Max(word[k], word[k + 1]);
        return new FluentReading(memory, answers.Row(0).ToArray(), gates);
    }

    /// <summary>
    /// With 2, 3, ... 60 words between, for each country, [country][gap − 2], and no gate shut: the probability of the right language, and whether no
    /// other language is as likely.
    /// </summary>
    public static (float Chance, bool Right)[][] Held(FluentNet net, FluentText text)
    {
        int gaps = FluentText.Longest - FluentText.Shortest + 1;
        var stories = Enumerable.Range(0, text.Countries.Count)
            .SelectMany(c => Enumerable.Range(FluentText.Shortest, gaps).Select(g => text.Story(c, g))).ToList();
        int[] lengths = [.. stories.Select(s => s.Count)];
        var x = new Tensor(lengths.Max(), stories.Count, text.Words);
        for (int b = 0; b < stories.Count; b++)
            for (int t = 0; t < lengths[b]; t++) x[t * stories.Count + b, stories[b][t].Place] = 1;
        net.Layer.Run(new Tape(recording: false), x, out var final, lengths: lengths);
        var answers = Vote(net, text, final.Values[0]);
        return [.. Enumerable.Range(0, text.Countries.Count)
            .Select(c => Enumerable.Range(0, gaps).Select(g => (answers[c * gaps + g, c], Best(answers.Row(c * gaps + g)) == c)).ToArray())];
    }

    /// <summary>How many countries have the right language as the likeliest, at every gap.</summary>
    internal static IEnumerable<int> Right(FluentNet net, FluentText text)
    {
        var held = Held(net, text);
        return Enumerable.Range(0, held[0].Length).Select(g => held.Count(c => c[g].Right));
    }

    private static int Best(ReadOnlySpan<float> chances)
    {
        int best = 0;
        for (int k = 1; k < chances.Length; k++) if (chances[k] > chances[best]) best = k;
        return best;
    }

    /// <summary>What each row would say after the words of the story from a place to its end.</summary>
    private static Tensor Asked(FluentNet net, FluentText text, IReadOnlyList<FluentWord> story, FluentShut shut, State state, int from)
    {
        for (int t = from; t < story.Count; t++)
        {
            var x = new Tensor(1, state.Batch, text.Words);
            for (int b = 0; b < state.Batch; b++) x[b, story[t].Place] = 1;
            state = FluentStep.Take(net.Layer, x, state, shut.Forget.Contains(t), shut.Input.Contains(t), new Recording());
        }

        return Vote(net, text, state.Values[0]);
    }

    /// <summary>The states with as many rows as are wanted, each new one as the first.</summary>
    private static State Grown(State state, int batch)
    {
        if (batch == state.Batch) return state;
        var grown = new State("lstm", batch, FluentNet.Units);
        if (state.Values.Length == 1) grown = new State("rnn", batch, FluentNet.Units);
        for (int k = 0; k < state.Values.Length; k++)
            for (int b = 0; b < batch; b++) state.Values[k].Row(b < state.Batch ? b : 0).CopyTo(grown.Values[k].Row(b));
        return grown;
    }

    /// <summary>How far the country moves each unit; before it is read, all count the same.</summary>
    private static float[] Spread(Tensor carried, List<(int At, int Word)> rows, int country, int t)
    {
        var spread = new float[FluentNet.Units];
        for (int b = 1; b < carried.Rows; b++)
            for (int u = 0; rows[b].At == country && u < spread.Length; u++) spread[u] += MathF.Abs(carried[b, u] - carried[0, u]);
        if (spread.Sum() == 0) Array.Fill(spread, 1);
        return spread;
    }

    /// <summary>The probabilities of the languages, of all words that might come, one row each.</summary>
    private static Tensor Vote(FluentNet net, FluentText text, Tensor output)
    {
        var h = new Tensor(1, output.Rows, FluentNet.Units);
        for (int b = 0; b < output.Rows; b++) output.Row(b).CopyTo(h.Row(b));
        Tensor all = Softmax.Of(net.Vote.Run(new Tape(recording: false), h)), languages = new(1, output.Rows, text.Languages.Count);
        for (int b = 0; b < output.Rows; b++) all.Row(b)[text.Words..].CopyTo(languages.Row(b));
        return languages;
    }
}
