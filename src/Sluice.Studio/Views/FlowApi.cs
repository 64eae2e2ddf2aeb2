using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Sluice.Data.Text;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Studio.Views.Flow;
using Sluice.Studio.Views.Inside;
using Sluice.Tasks.Text;

namespace Sluice.Studio.Views;

/// <summary>How gradients flow back: in fresh nets side by side, or in a trained model beside the same one fresh.</summary>
internal static class FlowApi
{
    private const int MostCells = 6, MostLags = 300, MostUnits = 128;

    /// <summary>Sequences that are measured.</summary>
    internal const int Sequences = 8;

    private static readonly string s_book = ChildrensBook.Text(BookLanguage.English, 2000, 1);
    private static readonly Vocabulary s_vocabulary = Vocabulary.Build(LanguageModel.TokenizerFor("character").Tokenize(s_book));

    private static int[]? s_symbols;

    /// <summary>What is read where nothing else is asked for.</summary>
    internal static string Book => s_book;

    public static void Map(RouteGroupBuilder api, StudioContext studio)
    {
        api.MapGet("/flow/fresh", (string cells, int? hidden, int? length, double? scale, double? bias, ulong? seed, bool? spectrum) =>
        {
            var (units, lags) = (Within("units", hidden ?? 32, 4, MostUnits), Within("steps back", length ?? 60, 3, MostLags));
            string[] names = cells.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (names.Length is < 1 or > MostCells) throw new SluiceException($"Gradients: expected 1 to {MostCells} cells, got {names.Length}.");
            FlowFigures Of(string name)
                => FlowFigures.Of(name, Fresh(name, units, (float)(scale ?? 1), (float)(bias ?? 1), seed ?? 1, lags, Wanted(spectrum)), lags);
            return new FlowAnswer(lags, units, Sequences, 2 * lags, null, Together(names, Of), FlowStart.Of(units, lags, scale ?? 1, bias ?? 1));
        });
        api.MapGet("/flow/models", () => ModelList.Models(studio.Shelf).Select(
            m => new FlowModel(m.Name, m.Task, TrainedFlow.Can(m.Task), TrainedFlow.Can(m.Task) ? studio.Models.DataOf(m.Name) : null)));
        api.MapGet("/flow/trained", (string model, string? data, int? length, bool? spectrum) =>
            TrainedFlow.Measure(studio, model, data, Within("steps back", length ?? 60, 3, MostLags), Wanted(spectrum)));
    }

    private static GradientFlow Fresh(string cell, int units, float scale, float bias, ulong seed, int lags, JacobianSpectrum spectrum)
    {
        // As many inputs as units: some cells need that.
        var model =
            new LanguageModel(s_vocabulary, new LanguageModelOptions { Cell = cell, Hidden = units, Embedding = units, Layers = 1, Seed = seed });
        RecurrentScale.Multiply(model.Stack, scale);
        ForgetBias.Set(model.Stack, bias);
        return model.MeasureGradients(s_symbols ??= model.Encode(s_book), lags, Sequences, spectrum);
    }

    /// <summary>All at the same time; what is wrong with one is told as if it were alone.</summary>
    private static FlowFigures[] Together(string[] names, Func<string, FlowFigures> of)
    {
        try
        {
            return [.. names.AsParallel().AsOrdered().Select(of)];
        }
        catch (AggregateException e) when (e.InnerException is SluiceException told)
        {
            ExceptionDispatchInfo.Throw(told);
            throw;
        }
    }

    private static JacobianSpectrum Wanted(bool? spectrum) => spectrum == true ? JacobianSpectrum.Largest : JacobianSpectrum.None;

    private static int Within(string what, int value, int least, int most)
        => value >= least && value <= most ? value : throw new SluiceException($"Gradients: expected {least} to {most} {what}, got {value}.");

    /// <summary>A model that lies in the folder.</summary>
    private sealed record FlowModel(string Name, string? Task, bool Can, string? Data);
}
