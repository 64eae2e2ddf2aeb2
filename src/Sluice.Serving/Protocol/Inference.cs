using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Sluice.Serving.Answers;
using Sluice.Serving.Models;
using Sluice.Serving.Sessions;

namespace Sluice.Serving.Protocol;

/// <summary>What a model answered to a request to infer.</summary>
/// <param name="Model">The model.</param>
/// <param name="Version">Its version.</param>
/// <param name="All">All outputs that there are.</param>
/// <param name="Usual">How many of them come when none is named.</param>
/// <param name="Parameters">Parameters of the answer: texts and whole numbers.</param>
internal sealed record Inferred(
    string Model, string Version, IReadOnlyList<WireTensor> All, int Usual, IReadOnlyList<(string Name, object Value)> Parameters)
{
    /// <summary>The outputs that were asked for, and whether each is to come as bytes where that was said.</summary>
    /// <exception cref="ServingException">There is no such output.</exception>
    public IReadOnlyList<(WireTensor Tensor, bool? IsBinary)> Wanted(InferRequest request) => request.Outputs is { } named
        ? [.. named.Select(o => (All.FirstOrDefault(t => t.Name == o.Name) ?? throw ServingException.Bad(
            $"model '{Model}' has no output '{o.Name}'; it has {string.Join(", ", All.Select(t => t.Name))}."), o.IsBinary))]
        : [.. All.Take(Usual).Select(t => (t, (bool?)null))];
}

/// <summary>Requests to infer, however they came: live rows, nets by their tensors, and data as <c>predict</c> reads it.</summary>
internal sealed class Inference(ModelShelf shelf, LiveSteps live, TaskAnswers answers, NetworkAnswers networks)
{
    /// <summary>The version of the server.</summary>
    public static string? Version { get; } =
        typeof(Inference).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    /// <summary>What the server does beyond the protocol.</summary>
    public static IReadOnlyList<string> Extensions { get; } = ["binary_tensor_data", "sequence", "generate", "model_repository"];

    /// <summary>Answers a request.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">Its version, or null.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="stop">Set when nobody waits any longer.</param>
    /// <exception cref="ServingException">It can not be answered; the message says why.</exception>
    public async Task<Inferred> Of(string name, string? version, InferRequest request, CancellationToken stop)
    {
        var model = shelf.Find(name);
        var ask = Ask(request);

        // Where a sequence goes on, it goes on on its version; else the version is chosen once.
        var now = ask is { Session: not null, Start: false } or { State.Length: > 0 } ? null : model.Find(version);
        if (now?.Network is not null && !ask.IsOfSequence)
        {
            var made = await networks.Infer(now, request.Inputs, stop);
            return new(name, now.Version, made, made.Count, []);
        }

        if (now is not { Live: null })
        {
            var told = await live.Take(model, now?.Version ?? version, ask, form => LiveRows.Of(form, request.Inputs), stop);
            List<(string, object)> parameters = [];
            if (told.Session is not null) parameters.AddRange([("sequence_id", told.Session), ("sequence_rows", told.Rows)]);
            if (told.State is not null) parameters.Add(("state", told.State));
            var tensors = LiveRows.Answers(told.Form, told.Answers);
            return new(name, told.Version, tensors, tensors.Count, parameters);
        }

        var (data, ending) = TensorQuestions.Read(now, request.Inputs);
        var given = request.Parameters.Where(p => p.Key != "binary_data_output").ToDictionary(
            p => p.Key, p => p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString()! : p.Value.GetRawText());
        return new(name, now.Version, TensorQuestions.Told(await answers.Ask(now, data, ending, given, stop)), 1, []);
    }

    private static LiveAsk Ask(InferRequest request)
    {
        string? Text(string key) => request.Parameters.TryGetValue(key, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => throw ServingException.Bad($"parameter '{key}': expected a text or a number, got {WireTensor.Kind(value)}."),
            }
            : null;
        bool Flag(string key) => request.Parameters.TryGetValue(key, out var value) && value.ValueKind == JsonValueKind.True;
        string? id = Text("sequence_id"), rows = Text("sequence_rows");
        long? taken = rows is null ? null : long.TryParse(rows, NumberStyles.None, CultureInfo.InvariantCulture, out long count)
            ? count : throw ServingException.Bad($"parameter 'sequence_rows': expected a whole number from 0, got '{rows}'.");
        return new(id is "" or "0" ? null : id, Flag("sequence_start"), Flag("sequence_end"), Text("state"), taken);
    }
}
