using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Readers;
using Sluice.Studio.Views.Generate;
using Sluice.Studio.Views.Inside;
using Sluice.Tasks.Generate;

namespace Sluice.Studio.Views;

/// <summary>What nets of <c>train generate</c> draw: from nothing, on from a sequence, between two, or a sequence as the net sees it.</summary>
internal static class GenerateApi
{
    public static void Map(RouteGroupBuilder api, StudioContext studio)
    {
        var files = new SequenceFiles(studio.Shelf);
        var generate = api.MapGroup("/generate");
        generate.MapGet("/models", () => ModelList.Models(studio.Shelf).Where(m => m.Task == Generator.TaskName).Select(m => m.Name));
        generate.MapGet("/about", (string model) => AboutAnswer.Of(studio.Models.Get<Generator>(model), studio.Models.DataOf(model)));
        generate.MapGet("/drawn", ([AsParameters] DrawRequest request) => Draw(studio, files, request).Answer());
        generate.MapGet("/midi", ([AsParameters] DrawRequest request, int? which) => Midi(Draw(studio, files, request), which ?? 0));
    }

    private static Drawn Draw(StudioContext studio, SequenceFiles files, DrawRequest request)
    {
        var model = studio.Models.Get<Generator>(request.Model);
        request = request.Within(model);
        string? file = request.ReadsFile ? request.File ?? studio.Models.DataOf(request.Model) ?? throw new SluiceException(
            $"generate: expected a file of the folder to take a sequence from for '{request.From}', got none.") : null;
        return Drawn.Of(model, request, file is null ? [] : files.Read(request.Model, studio.Models.Key(request.Model), model, file), file);
    }

    private static IResult Midi(Drawn drawn, int which)
    {
        if (drawn.Form.Kind != StepForm.Music)
            throw new SluiceException($"generate: expected a model of music for MIDI, got one of {drawn.Form.Kind}.");
        if (which < 0 || which >= drawn.Sequences.Count)
            throw new SluiceException($"generate: expected one of {drawn.Sequences.Count} pieces, counted from 0, got {which}.");
        return Results.Bytes(MidiFile.Bytes([.. drawn.Sequences[which].Select(StepForm.Keys)]), "audio/midi", "drawn.mid");
    }
}
