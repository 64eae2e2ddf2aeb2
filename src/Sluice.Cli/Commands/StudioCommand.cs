using System.CommandLine;
using System.Diagnostics;
using Sluice.Studio;
using Sluice.Tasks.Settings;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice studio</c>: opens the page that shows nets.</summary>
internal static class StudioCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var defaults = new StudioOptions();
        var folder = new Argument<string>(
            "folder")
        { Description = "the folder whose runs, models and data may be opened", DefaultValueFactory = _ => defaults.Folder };
        var port = new Option<int>("--port") { Description = "the port; 0 for any that is free", DefaultValueFactory = _ => defaults.Port };
        var bind = new Option<string>("--bind")
        {
            Description = "the address to listen at; one beyond this machine needs the token that is printed",
            DefaultValueFactory = _ => defaults.Bind
        };
        var browser = new Option<bool>("--open") { Description = "also opens a browser" };
        var command =
            new Command("studio", "Opens the studio: watch a recurrent net learn and think, in the browser.") { folder, port, bind, browser };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(port) is < 0 or > 65535)
                throw new UsageException($"studio: expected --port from 0 to 65535, got {parsed.GetValue(port)}.");
            var options = new StudioOptions
            {
                Folder = parsed.GetValue(folder)!,
                Port = parsed.GetValue(port),
                Bind = parsed.GetValue(bind)!,
            };
            return Run(options, parsed.GetValue(browser), output, error).GetAwaiter().GetResult();
        });
        return command;
    }

    private static async Task<int> Run(StudioOptions options, bool browser, TextWriter output, TextWriter error)
    {
        await using var server = await StudioServer.Start(options);
        output.WriteLine(server.Address);
        error.WriteLine("The studio is open at this address. Ctrl-C closes it.");
        if (browser) Process.Start(new ProcessStartInfo(server.Address) { UseShellExecute = true })?.Dispose();
        _ = server.MakeReady();
        await server.Closing();
        return CommandLine.Done;
    }
}
