using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Tasks;

namespace Sluice.Studio.Views;

/// <summary>Writing together with a language model: what it expects next, and what it goes on with.</summary>
internal static class PlayApi
{
    private const int MostText = 20_000, MostWritten = 400, Shown = 10;

    public static void Map(RouteGroupBuilder api, StudioContext studio)
        => api.MapPost("/play", (PlayRequest request) =>
        {
            var model = studio.Models.Get<LanguageModel>(request.Model);
            lock (model) return Play(model, request);
        });

    /// <summary>What the model expects after the text, after it has gone on with it by some symbols.</summary>
    private static PlayAnswer Play(LanguageModel model, PlayRequest request)
    {
        if (request.Text.Length > MostText) throw new SluiceException($"studio: expected a text of at most {MostText} characters, got {request.Text.Length}.");
        if (request.Count is < 0 or > MostWritten) throw new SluiceException($"studio: expected 0 to {MostWritten} symbols, got {request.Count}.");
        int[] given = model.Encode(request.Text);
        int[] written = [.. model.Write(given, new SamplingOptions { Temperature = request.Temperature, Seed = request.Seed }).Take(request.Count)];
        int[] all = [.. given, .. written];

        // A text begins as the model's own do: after what stands at the ends of others.
        int start = all.Length == 0 ? 1 : 0;
        if (start == 1) all = [model.Beginning];
        var reading = model.Read(all, Shown);
        string[] pieces = Pieces(model, all);
        Expected[] After(int step) => [.. reading.Expected(step).Where(e => e.Symbol != model.Vocabulary.UnknownIndex).Select(e => new Expected(Piece(model, all[..(step + 1)], e.Symbol), e.Probability))];
        return new PlayAnswer(
            [.. pieces.Select((p, i) => new Symbol(p, i >= given.Length, i == 0 ? null : MathF.Exp(-reading.Losses[i]), i == 0 || i < given.Length ? [] : After(i - 1))).Skip(start)],
            After(all.Length - 1));
    }

    /// <summary>Each symbol as it stands in the text, with the space before it.</summary>
    private static string[] Pieces(LanguageModel model, int[] symbols) => [.. symbols.Select((s, i) => Piece(model, symbols[Math.Max(0, i - 1)..i], s))];

    private static string Piece(LanguageModel model, int[] before, int symbol)
    {
        if (before.Length == 0) return model.Decode([symbol]);
        string last = model.Decode(before[^1..]), both = model.Decode([before[^1], symbol]);
        return both.StartsWith(last, StringComparison.Ordinal) ? both[last.Length..] : model.Decode([symbol]);
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
    private sealed record PlayAnswer(Symbol[] Symbols, Expected[] Next);

    /// <summary>A symbol of the text.</summary>
    /// <param name="Text">How it stands there.</param>
    /// <param name="Written">Whether the model wrote it.</param>
    /// <param name="Probability">What the model gave for it; null for the first.</param>
    /// <param name="Instead">What else it may have been.</param>
    private sealed record Symbol(string Text, bool Written, float? Probability, Expected[] Instead);

    /// <summary>A symbol that may come.</summary>
    private sealed record Expected(string Text, float Probability);
}
