using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Sluice.Tasks.Text;

namespace Sluice.Studio.Views;

/// <summary>Writing together with a language model: what it expects next, and what it goes on with.</summary>
internal static class PlayApi
{
    private const int MostText = 20_000, MostWritten = 400, Shown = 10;

    public static void Map(RouteGroupBuilder api, StudioContext studio)
        => api.MapPost("/play", (PlayRequest request) =>
        {
            var model = studio.Models.Get<LanguageModel>(request.Model);
            return Play(model, request);
        });

    /// <summary>What the model expects after the text, after it has gone on with it by some symbols.</summary>
    private static PlayAnswer Play(LanguageModel model, PlayRequest request)
    {
        if (request.Text.Length > MostText)
            throw new SluiceException($"studio: expected a text of at most {MostText} characters, got {request.Text.Length}.");
        if (request.Count is < 0 or > MostWritten) throw new SluiceException($"studio: expected 0 to {MostWritten} symbols, got {request.Count}.");
        var options = new SamplingOptions { Temperature = request.Temperature, Seed = request.Seed };
        string[] typed = [.. model.Tokenizer.Tokenize(request.Text)];
        int[] given = model.Vocabulary.Encode(typed);
        int[] written = [.. model.Write(given, options).Take(request.Count)];
        string[] tokens = [.. typed, .. model.Vocabulary.Decode(written)];

        // A text begins as the model's own do: after what stands at the ends of others.
        int start = tokens.Length == 0 ? 1 : 0;
        int[] all = start == 1 ? [model.Beginning] : [.. given, .. written];
        if (start == 1) tokens = [.. model.Vocabulary.Decode(all)];
        var reading = model.Read(all, Shown);
        double[] chances = Sampling.Chances(reading.Next, options);
        double most = Math.Log(reading.Next.Max());
        return new PlayAnswer(
            [.. tokens.Select((token, i) => new Symbol(
                Piece(model, tokens[Math.Max(0, i - 1)..i], token),
                i >= given.Length,
                model.Vocabulary.Contains(token),
                i == 0 ? null : MathF.Exp(-reading.Losses[i]),
                i == 0 || i < given.Length
                    ? []
                    : [.. Best(i - 1).Select(e => new Instead(Piece(model, tokens[..i], Word(e.Symbol)), e.Probability))])).Skip(start)],
            [.. Best(all.Length - 1).Select(
                e => new Expected(Piece(model, tokens, Word(e.Symbol)), e.Probability, chances[e.Symbol], Math.Log(e.Probability) - most))],
            reading.Next.Count,
            reading.Next.Sum(p => request.Temperature > 0 ? Math.Exp((Math.Log(p) - most) / request.Temperature) : 0),
            -reading.Next.Sum(p => p > 0 ? p * Math.Log(p) : 0),
            all.Length > 1 ? reading.Loss() : null);

        string Word(int symbol) => model.Vocabulary.Symbols[symbol];
        IEnumerable<(int Symbol, float Probability)> Best(int step) => reading.Expected(step).Where(e => e.Symbol != model.Vocabulary.UnknownIndex);
    }

    /// <summary>A token as it stands in the text after others, with the space before it.</summary>
    private static string Piece(LanguageModel model, string[] before, string token)
    {
        if (before.Length == 0) return token;
        string last = model.Tokenizer.Join(before[^1..]), both = model.Tokenizer.Join([before[^1], token]);
        return both.StartsWith(last, StringComparison.Ordinal) ? both[last.Length..] : token;
    }

    /// <summary>What is asked.</summary>
    /// <param name="Model">A model of the folder, or <c>book:</c> and a language.</param>
    /// <param name="Text">The text so far.</param>
    /// <param name="Count">How many symbols the model is to write.</param>
    /// <param name="Temperature">How freely.</param>
    /// <param name="Seed">The same gives the same.</param>
    private sealed record PlayRequest(string Model, string Text, int Count, double Temperature, ulong Seed);

    /// <summary>What came of it.</summary>
    /// <param name="Symbols">The whole text.</param>
    /// <param name="Next">What may come next, the likeliest first.</param>
    /// <param name="Of">How many symbols there are to choose from.</param>
    /// <param name="Sum">What the exponentials of all scores, divided by the temperature, add up to; 0 without temperature.</param>
    /// <param name="Entropy">How unsure the model is of the next symbol, in nats.</param>
    /// <param name="Loss">Its mean loss over the text, in nats a symbol; null where there is nothing to foresee.</param>
    private sealed record PlayAnswer(Symbol[] Symbols, Expected[] Next, int Of, double Sum, double Entropy, double? Loss);

    /// <summary>A symbol of the text.</summary>
    /// <param name="Text">How it stands there.</param>
    /// <param name="Written">Whether the model wrote it.</param>
    /// <param name="Known">Whether it is of the model's vocabulary.</param>
    /// <param name="Probability">What the model gave for it; null for the first.</param>
    /// <param name="Instead">What else it may have been.</param>
    private sealed record Symbol(string Text, bool Written, bool Known, float? Probability, Instead[] Instead);

    /// <summary>A symbol that may have come.</summary>
    private sealed record Instead(string Text, float Probability);

    /// <summary>A symbol that may come.</summary>
    /// <param name="Text">How it would stand there.</param>
    /// <param name="Probability">What the model gives it.</param>
    /// <param name="Chance">With which probability it is drawn at the temperature.</param>
    /// <param name="Score">Its logit beside that of the likeliest.</param>
    private sealed record Expected(string Text, float Probability, double Chance, double Score);
}
