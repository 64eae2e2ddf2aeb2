using System.Text;
using Sluice.Cli;
using Sluice.Tasks.Reports;

// Setting the encoding makes the console's writers anew: it comes before they are taken.
Console.OutputEncoding = new UTF8Encoding(false);

// What is read by people is cleaned here, at the edge; what goes to a file or a program stays as it is.
using var error = new TerminalWriter(Console.Error, !Console.IsErrorRedirected);
using TextWriter output = Console.IsOutputRedirected ? Console.Out : new TerminalWriter(Console.Out, true);
return CommandLine.Run(args, output, error);
