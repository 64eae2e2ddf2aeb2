using System.CommandLine;
using Sluice.Tasks.Compose;

namespace Sluice.Cli;

/// <summary>How a piece of music is gone on with.</summary>
/// <param name="Out">The MIDI file to write, or null.</param>
/// <param name="Piece">The piece of the test part, from 1.</param>
/// <param name="Start">The steps given of it; 0 for all.</param>
/// <param name="Length">The steps to write.</param>
/// <param name="Drawing">How keys are drawn.</param>
internal sealed record Composition(string? Out, int Piece, int Start, int Length, ContinuationOptions Drawing);

/// <summary>The options that say how a piece of music is gone on with.</summary>
internal sealed class CompositionOptions
{
    private readonly Option<string?> _out = new("--out") { Description = "the MIDI file to write, of a music model" };
    private readonly Option<int> _piece = new("--piece") { Description = "the piece of the test part to go on with, of a music model", DefaultValueFactory = _ => 1 };
    private readonly Option<int> _start = new("--start") { Description = "how many steps of the piece to begin with; 0 for all", DefaultValueFactory = _ => 16 };
    private readonly Option<int> _length = new("--length") { Description = "how many steps to write", DefaultValueFactory = _ => 48 };
    private readonly Option<double> _temperature = new("--temperature") { Description = "below 1 bolder choices of the likely notes, above 1 more variety, 0 those of --threshold", DefaultValueFactory = _ => 1 };
    private readonly Option<double> _threshold = new("--threshold") { Description = "the probability from which a note sounds at temperature 0", DefaultValueFactory = _ => 0.5 };
    private readonly Option<ulong> _seed = new("--seed") { Description = "the same seed gives the same music", DefaultValueFactory = _ => 1 };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _out, _piece, _start, _length, _temperature, _threshold, _seed }) command.Add(option);
    }

    public Composition Of(ParseResult parsed)
    {
        var drawing = new ContinuationOptions { Temperature = parsed.GetValue(_temperature), Threshold = parsed.GetValue(_threshold), Seed = parsed.GetValue(_seed) };
        if (!(drawing.Temperature >= 0)) throw new UsageException($"--temperature: expected a number from 0, got {drawing.Temperature}.");
        if (drawing.Threshold is not (> 0 and < 1)) throw new UsageException($"--threshold: expected a number between 0 and 1, got {drawing.Threshold}.");
        return new Composition(parsed.GetValue(_out), AtLeast(_piece, 1), AtLeast(_start, 0), AtLeast(_length, 1), drawing);

        int AtLeast(Option<int> option, int least) => parsed.GetValue(option) is var value && value >= least ? value : throw new UsageException($"{option.Name}: expected {least} or more, got {value}.");
    }
}
