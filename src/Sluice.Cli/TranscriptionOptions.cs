using System.CommandLine;
using Sluice.Tasks.Text;
using Sluice.Tasks.Transcribe;

namespace Sluice.Cli;

/// <summary>How recordings are transcribed.</summary>
/// <param name="Decoding">How texts are found.</param>
/// <param name="Stream">Whether text is shown while sound arrives.</param>
/// <param name="Join">How recordings are joined before.</param>
internal sealed record Transcription(DecodingOptions Decoding, bool Stream, JoinOptions Join);

/// <summary>The options that say how recordings are transcribed.</summary>
/// <param name="measured">Whether right texts are known: for <c>evaluate</c>.</param>
internal sealed class TranscriptionOptions(bool measured)
{
    private readonly Option<int> _beam = new("--beam") { Description = "of a transcriber: texts followed side by side", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> _language = new("--language") { Description = "of a transcriber: a language model over the same symbols, a run folder or file" };
    private readonly Option<double> _weight = new("--weight") { Description = "the weight of the language model", DefaultValueFactory = _ => 0.5 };
    private readonly Option<double> _bonus = new("--bonus") { Description = "what is added to ln p for each symbol of a transcript", DefaultValueFactory = _ => 0 };
    private readonly Option<bool> _stream = new("--stream") { Description = "of a transcriber: shows text while sound arrives" };
    private readonly Option<string> _join = new("--join") { Description = "of a transcriber: joins recordings of one speaker before, such as 3-7", DefaultValueFactory = _ => "" };
    private readonly Option<int> _copies = new("--copies") { Description = "in how many strings each recording stands", DefaultValueFactory = _ => 4 };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _beam, _language, _weight, _bonus }.Concat(measured ? [_join, _copies] : [_stream])) command.Add(option);
    }

    public Transcription Of(ParseResult parsed)
    {
        int beam = parsed.GetValue(_beam), copies = measured ? parsed.GetValue(_copies) : 1;
        if (beam is < 1 or > 10_000) throw new UsageException($"--beam: expected a number from 1 to 10000, got {beam}.");
        if (copies < 1) throw new UsageException($"--copies: expected 1 or more, got {copies}.");
        if (!double.IsFinite(parsed.GetValue(_weight)) || !double.IsFinite(parsed.GetValue(_bonus))) throw new UsageException("--weight, --bonus: expected finite numbers.");
        var language = parsed.GetValue(_language) is { } model ? LanguageModel.Load(ModelPath.File(model)) : null;
        var join = new JoinOptions { Join = measured ? parsed.GetValue(_join)! : "", Copies = copies };
        try
        {
            _ = join.Range;
        }
        catch (SluiceException e)
        {
            throw new UsageException(e.Message);
        }

        return new Transcription(new DecodingOptions { Beam = beam, Language = language, Weight = parsed.GetValue(_weight), Bonus = parsed.GetValue(_bonus) }, !measured && parsed.GetValue(_stream), join);
    }
}
