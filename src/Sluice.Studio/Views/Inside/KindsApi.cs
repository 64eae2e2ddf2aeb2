using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Data.Sequences;

namespace Sluice.Studio.Views.Inside;

/// <summary>Classifiers and taggers, describers, music models and transcribers: what each kind has beside its layers.</summary>
internal static class KindsApi
{
    public static void Map(RouteGroupBuilder inside, Shelf shelf, ModelCache models, LookCache looks)
    {
        inside.MapPost("/label", (LookRequest request) =>
            Label(looks, request with { File = request.Text is null ? request.File ?? models.DataOf(request.Model) : null }));
        inside.MapPost("/scene", (LookRequest request) => Scene(looks, request with { Text = null, File = null }));
        inside.MapPost("/music", (LookRequest request) => Music(looks, request with { Text = null }));
        inside.MapPost("/speech", (LookRequest request) => Speech(looks, request with { Text = null }));
        inside.MapPost("/recorded", (LookRequest request) =>
            Recorded(looks, NetworkLook.IsFor(shelf, request.Model)
                ? request
                : request with { File = request.Text is null ? request.File ?? models.DataOf(request.Model) : null }));
        inside.MapGet("/network", (string model, string? layer) => NetworkLook.Describe(shelf, model, layer));
        inside.MapGet("/reads", (string model) => models.Reads(model));
        inside.MapGet(
            "/run/{id}/inputs",
            (string id) => Floats(looks.Get(id) switch { LabelLook look => look.Inputs() ?? [], SpeechLook look => look.Inputs(), _ => [] }));
        inside.MapGet(
            "/run/{id}/roll",
            (string id) => Floats((looks.Get(id) as MusicLook ?? throw new SluiceException("studio: expected a run over music.")).Expected()));
    }

    private static LabelAnswer Label(LookCache looks, LookRequest request)
    {
        var look = looks.Open<LabelLook>(request);
        var (source, sample) = (look.Source, look.Source.Sample);
        return new LabelAnswer(
            look.Id, look.Steps, source.LeftOut, source.File, source.Index, source.Count, sample.Words.Count > 0
                ? sample.Words
                : null, sample.Rows.Length / look.Steps,
            sample.Label, sample.Tags, look.Labels, look.Told, look.Whole, LayerAnswer.Of(look));
    }

    private static WordsAnswer Recorded(LookCache looks, LookRequest request)
    {
        var look = looks.Open<WordsLook>(request);
        return new WordsAnswer(
            look.Id, look.Steps, look.Inspected.About, look.File, look.Index, look.Inspected.Names, look.Inspected.Steps,
            look.Inspected.Why is not null, LayerAnswer.Of(look));
    }

    private static SceneAnswer Scene(LookCache looks, LookRequest request)
    {
        var look = looks.Open<SceneLook>(request);
        var (options, told) = (look.Options, look.Caption.Scene);
        int width = (int)Math.Round(Math.Sqrt(look.Scene.Pixels.Length / 3.0 * options.Columns / options.Rows));
        return new SceneAnswer(
            look.Id, look.Steps, look.Index, options.Rows, options.Columns, width, Convert.ToBase64String(
                look.Scene.Pixels), look.Right, told.Words, Math.Exp(told.LogProbability), told.Attention,
            look.Expected(), LayerAnswer.Of(look));
    }

    private static MusicAnswer Music(LookCache looks, LookRequest request)
    {
        var look = looks.Open<MusicLook>(request);
        double[] losses = look.Heard.Losses;
        return new MusicAnswer(
            look.Id, look.Steps, look.File, look.Index, look.Count, look.Piece, [.. losses.Select(
                l => double.IsNaN(l) ? (double?)null : l)], losses.Length > 1 ? losses.Skip(1).Average() : null,
            Sluice.Data.Sequences.Music.Lowest, Sluice.Data.Sequences.Music.Keys, LayerAnswer.Of(look));
    }

    private static SpeechAnswer Speech(LookCache looks, LookRequest request)
    {
        var look = looks.Open<SpeechLook>(request);
        return new SpeechAnswer(
            look.Id, look.Steps, look.Utterance.Name, look.Heard.Transcript.Text, look.Utterance.Text, look.Seconds, look.Curves(), look.Told(),
            look.Utterance.Rows[
                0].Length, look.Utterance.Rows.Count, look.Stack,
            LayerAnswer.Of(look));
    }

    private static IResult Floats(float[] values) => Results.Bytes(MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), "application/octet-stream");
}

/// <summary>A sequence that was given a label, or tags.</summary>
internal sealed record LabelAnswer(
    string Id, int Steps, int LeftOut, string? File, int Index, int Count, IReadOnlyList<string>? Tokens, int Inputs, string? Label,
    IReadOnlyList<string>? Tags,
    IReadOnlyList<string> Labels, IReadOnlyList<LabelledStep> Told, IReadOnlyList<ExpectedSymbol> Whole, IReadOnlyList<LayerAnswer> Layers);

/// <summary>A scene that was described; its pixels are bytes of red, green and blue, in base 64.</summary>
internal sealed record SceneAnswer(
    string Id, int Steps, int Index, int Rows, int Columns, int Width, string Pixels, string Right, IReadOnlyList<string> Words, double Probability,
    IReadOnlyList<float[]> Attention,
    IReadOnlyList<IReadOnlyList<ExpectedSymbol>> Expected, IReadOnlyList<LayerAnswer> Layers);

/// <summary>A piece that was heard.</summary>
internal sealed record MusicAnswer(
    string Id, int Steps, string? File, int Index, int Count, IReadOnlyList<int[]> Piece, IReadOnlyList<double?> Losses, double? Loss, int Lowest,
    int Keys, IReadOnlyList<LayerAnswer> Layers);

/// <summary>A recording that was heard.</summary>
internal sealed record SpeechAnswer(
    string Id, int Steps, string File, string Text, string? Truth, double Seconds, IReadOnlyList<SpeechCurve> Curves,
    IReadOnlyList<SpokenSymbol> Told, int Bands, int Frames, int Stack, IReadOnlyList<LayerAnswer> Layers);
