using System.CommandLine;
using Sluice.Interop;
using Sluice.Models;
using Sluice.Tasks.Imported;

namespace Sluice.Cli;

/// <summary>The options by which an imported net is run: inputs that are fixed, states that go from step to step, sound in windows.</summary>
internal sealed class NetworkOptions
{
    private readonly Option<string[]> _set = new("--set")
    {
        Description = "of an imported net: an input that is the same number everywhere, its free dimensions being 1, such as sr=16000; may be given several times",
        HelpName = "NAME=NUMBER",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _carry = new("--carry")
    {
        Description = "of an imported net: an input that is a state, and the output that is its next value; each row of the data is then a step",
        HelpName = "NAME=OUTPUT",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _window = new("--window")
    {
        Description = "of an imported net that hears a WAV: how many samples a row holds, and how many of them are new, such as 576:512",
        HelpName = "SIZE:NEW",
    };

    /// <summary>Adds the options; those of data are left out where none is read.</summary>
    public void AddTo(Command command, bool data = true)
    {
        command.Add(_set);
        if (!data) return;
        command.Add(_carry);
        command.Add(_window);
    }

    /// <summary>The net of a file, and how it runs.</summary>
    public NetworkRun Of(string path, ParseResult parsed) => Of(NetworkFile.Read(path).Network, parsed);

    /// <summary>A net, and how it runs.</summary>
    public NetworkRun Of(Network network, ParseResult parsed) => new(
        network, parsed.GetValue(_set) ?? [], parsed.CommandResult.Command.Options.Contains(_carry) ? parsed.GetValue(_carry)! : [],
        parsed.CommandResult.Command.Options.Contains(_window) ? parsed.GetValue(_window) : null);
}
