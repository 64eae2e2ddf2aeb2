using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Inspection;
using Sluice.Studio.Drawing;
using Sluice.Studio.Sheets;
using Sluice.Studio.Views.Inside;
using Sluice.Tasks.Text;
using Sluice.Tasks.Translate;

namespace Sluice.Studio.Views;

/// <summary>Looking inside models: what they computed, as much of it as the page shows.</summary>
internal static class InsideApi
{
    private const int MostPlaces = 40, MostPoints = 4096, MostPart = 4000, MostText = 1 << 20, Context = 24, Following = 400, MostSymbols = 8;

    public static void Map(RouteGroupBuilder api, StudioContext studio)
    {
        var models = studio.Models;
        var looks = new LookCache(studio.Shelf, models);
        var inside = api.MapGroup("/inside");
        inside.MapGet("/models", () => ModelList.Models(studio.Shelf));
        inside.MapGet("/files", (string kind) => ModelList.Data(studio.Shelf, kind));
        inside.MapGet("/data", (string model) => new { File = models.DataOf(model) });
        inside.MapGet("/layers", (string model) => ModelDrawing.Of(ModelSummary.Of(models.Open(model).Model)));
        var notes = new NoteShelf(studio.Shelf, models);
        inside.MapGet("/notes", (string model) => notes.Of(model));
        inside.MapPost("/notes", (string model, Note[] all) => notes.Keep(model, all));
        inside.MapGet("/samples", (string model) => models.Samples(model));
        inside.MapPost("/text", (LookRequest request) => Text(looks, Sized(request)));
        inside.MapPost("/series", (LookRequest request) => Series(models, looks, Sized(request)));
        inside.MapPost("/translate", (LookRequest request) => Translate(models, Sized(request)));
        KindsApi.Map(inside, studio.Shelf, models, looks);
        var run = inside.MapGroup("/run/{id}");
        run.MapGet("/map", (
            string id, int layer, string value, int from, int to, int first, int last, int rows, int columns, string? detail, string? order,
            int? like)
            => Map(looks.Get(id), layer, value, from, to, first, last, rows, columns, detail, order, like));
        run.MapGet(
            "/order",
            (string id, int layer, string value, string? order, int? like) => looks.Get(id).Order(layer, value, order ?? "place", like ?? 0));
        run.MapGet(
            "/unit",
            (string id, int layer, string value, int unit, int from, int to) => Floats(looks.Get(id).Value(layer, value).Unit(unit, from, to)));
        run.MapGet("/numbers", (string id, int layer, int unit, int at) => Numbers(looks.Get(id), layer, at, unit));
        run.MapGet(
            "/sheet",
            (string id, int layer, string value, int unit, int at, int from, int to)
                => SheetFile.Answer("look-inside", LookSheet.Pages(looks.Get(id), layer, value, unit, at, from, to)));
        run.MapGet("/part", (string id, int from, int to) => Part(Read(looks, id), from, to));
        run.MapGet("/expected", (string id, int at, string? silent) => Expected(looks, Read(looks, id), at, silent));
        run.MapGet(
            "/influence",
            (string id, int at) => Read(looks, id).Influence(at) is var (from, strength, next) ? new InfluenceAnswer(from, strength, next) : null);
        run.MapGet(
            "/switched",
            (string id, int layer, string value, int from, int to, float threshold) => Switched(Read(looks, id), layer, value, from, to, threshold));
        run.MapGet("/without", (string id, string silent) => Without(looks, Read(looks, id), silent));
        run.MapGet("/probe", (string id, string feature) => Read(looks, id).Probe(feature));
        run.MapGet("/symbols", (string id, int layer, string value, int unit) => Symbols(Read(looks, id), layer, value, unit));
        run.MapPost("/edit", (string id, int from, int to, LookRequest request) => Edit(Read(looks, id), from, to, Sized(request)));
        run.MapPost("/edited", (string id, int from, int to, LookRequest request) => Edited(Read(looks, id), from, to, Sized(request)));
        run.MapGet("/points", (string id, int from, int to) => Walked(looks, id).Points(from, to));
        run.MapGet("/fan", (string id, int at) => Walked(looks, id).Fan(at));
        run.MapGet("/why", (string id, int at) => WhyAnswer.Of(looks.Get(id), at));
    }

    private static NumbersAnswer Numbers(Look look, int layer, int step, int unit)
        => look.Numbers(layer, step, unit) is { Count: > 0 } numbers
            ? new(numbers, look.Formulas(layer, step, unit))
            : throw new SluiceException($"studio: expected a unit of layer {layer}, got {unit}.");

    private static TextAnswer Text(LookCache looks, LookRequest request)
    {
        var look = looks.Open<TextLook>(request);
        return new TextAnswer(
            look.Id, look.Steps, look.LeftOut, look.Model.Options.Tokenizer != "character", look.Reading.Loss(), look.FrequencyLoss,
            look.Model.Vocabulary.Count,
            request.Text is null ? request.File : null, LayerAnswer.Of(look));
    }

    private static SeriesAnswer Series(ModelCache models, LookCache looks, LookRequest request)
    {
        request = request with { Text = null, File = request.File ?? models.DataOf(request.Model) };
        var look = looks.Open<SeriesLook>(request);
        var (options, target) = (look.Model.Options, look.Model.Target);
        return new SeriesAnswer(
            look.Id, look.Steps, target.Name, request.File!, options.Horizon, options.Quantiles, target.Categories?.Categories, LayerAnswer.Of(look));
    }

    private static IReadOnlyList<TranslationAnswer> Translate(ModelCache models, LookRequest request)
    {
        const int MostSource = 2000;
        if (request.Text is { Length: > MostSource } text)
            throw new SluiceException($"studio: expected at most {MostSource} characters to translate at once, got {text.Length}.");
        var model = models.Get<Translator>(request.Model);
        return [.. model.Translate(
            [request.Text ?? ""], 3)[0].Select(t => new TranslationAnswer(t.Text, t.Source, t.Symbols, Math.Exp(t.LogProbability), t.Alignment))];
    }

    private static IResult Map(
        Look look, int layer, string value, int from, int to, int first, int last, int rows, int columns, string? detail, string? order, int? like)
    {
        var activity = look.Value(layer, value);
        if (first < 0 || last > activity.Units || first >= last)
            throw new SluiceException($"studio: expected units within 0 to {activity.Units}, got {first} to {last}.");
        if (rows is < 1 or > MostPoints || columns is < 1 or > MostPoints)
            throw new SluiceException($"studio: expected 1 to {MostPoints} rows and columns, got {rows} and {columns}.");
        var shown = new ArraySegment<int>(look.Order(layer, value, order ?? "place", like ?? 0), first, last - first);
        return Floats(activity.Picture(
            from, to, shown, Math.Min(rows, last - first), Math.Min(columns, to - from), detail == "mean" ? Detail.Mean : Detail.Strongest));
    }

    private static PartAnswer Part(TextLook look, int from, int to)
    {
        if (from < 0 || to > look.Steps || from > to || to - from > MostPart)
            throw new SluiceException($"studio: expected at most {MostPart} steps within 0 to {look.Steps}, got {from} to {to}.");
        return new PartAnswer(
            Join(look, from, to), look.Tokens[from..to], [.. look.Reading.Losses[from..to].Select(l => float.IsNaN(l) ? (float?)null : l)]);
    }

    private static ExpectedAnswer Expected(LookCache looks, TextLook look, int at, string? silent)
    {
        var expected = Symbols(look.Reading.Expected(at));
        bool last = at + 1 >= look.Steps;
        return new ExpectedAnswer(
            look.Tokens[at], last ? null : look.Tokens[at + 1], last ? null : look.Reading.Losses[at + 1], expected,
            string.IsNullOrEmpty(silent) ? null : Symbols(Silent(looks, look, silent).Expected(at)));

        ExpectedSymbol[] Symbols(IEnumerable<(int Symbol, float Probability)> best)
            => [.. best.Select(b => new ExpectedSymbol(look.Model.Vocabulary[b.Symbol], b.Probability))];
    }

    private static SwitchedAnswer Switched(TextLook look, int layer, string value, int from, int to, float threshold)
    {
        var found = new SwitchedUnits(look.Value(layer, value), from, to, threshold);
        return new SwitchedAnswer(found.Units, [.. found.Places(to - from, MostPlaces).Select(p => new SwitchedPlace(
            p.From, p.To, p.Share, Join(
                look, p.From - Context, p.From), Join(look, p.From, Math.Min(p.To, p.From + 4 * Context)), Join(look, p.To, p.To + Context)))]);
    }

    private static string Join(TextLook look, int from, int to)
        => look.Model.Tokenizer.Join(look.Tokens[Math.Clamp(from, 0, look.Steps)..Math.Clamp(to, 0, look.Steps)]);

    private static SymbolsAnswer Symbols(TextLook look, int layer, string value, int unit)
    {
        var all = look.Symbols(layer, value, unit);
        int low = Math.Min(MostSymbols, all.Count / 2), high = Math.Min(MostSymbols, all.Count - low);
        SymbolValue[] Of(IEnumerable<SymbolMean> some) => [.. some.Select(m => new SymbolValue(look.Model.Vocabulary[m.Symbol], m.Mean, m.Count))];
        return new SymbolsAnswer(Of(all.Take(high)), Of(all.TakeLast(low).Reverse()));
    }

    /// <summary>What is expected of the whole net's text while units are silent, also where a run with other ones off is looked at.</summary>
    private static TextReading Silent(LookCache looks, TextLook look, string silent)
        => ((TextLook)looks.Get(look.Id.Split(LookCache.Without)[0])).ReadWithout(silent);

    private static ChangeAnswer Without(LookCache looks, TextLook look, string silent)
        => ChangeAnswer.Of(look.Tokens, look.Reading.Losses, look.Tokens, Silent(looks, look, silent).Losses, 0);

    /// <summary>Compares the text with one in which a passage is another.</summary>
    private static ChangeAnswer Edit(TextLook look, int from, int to, LookRequest request)
    {
        var (before, lossesBefore, after, lossesAfter, start) = look.Changed(
            from, to, [.. look.Model.Tokenizer.Tokenize(request.Text ?? "")], Following);
        return ChangeAnswer.Of(before, lossesBefore, after, lossesAfter, start);
    }

    /// <summary>The whole text with the passage changed.</summary>
    private static object Edited(TextLook look, int from, int to, LookRequest request)
    {
        if (from < 0 || to > look.Steps || from > to)
            throw new SluiceException($"studio: expected steps within 0 to {look.Steps}, got {from} to {to}.");
        return new
        {
            Text = look.Model.Tokenizer.Join(
            [.. look.Tokens[..from], .. look.Model.Tokenizer.Tokenize(request.Text ?? ""), .. look.Tokens[to..]])
        };
    }

    private static TextLook Read(LookCache looks, string id)
        => looks.Get(id) as TextLook ?? throw new SluiceException("studio: expected a run over a text, got one over a table.");

    private static SeriesLook Walked(LookCache looks, string id)
        => looks.Get(id) as SeriesLook ?? throw new SluiceException("studio: expected a run over a table, got one over a text.");

    private static LookRequest Sized(LookRequest request)
    {
        if (string.IsNullOrEmpty(request.Model)) throw new SluiceException("studio: expected a model, got none.");
        if (request.Text is { Length: > MostText } text)
            throw new SluiceException(
                $"studio: expected a text of at most {MostText} characters, got {text.Length}; longer ones can be opened as files of the folder.");
        return request;
    }

    private static IResult Floats(float[] values) => Results.Bytes(MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), "application/octet-stream");
}
