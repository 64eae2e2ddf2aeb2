using System.Text;
using Sluice.Cli;

// Setting the encoding makes the console's writers anew: it comes before they are taken.
Console.OutputEncoding = new UTF8Encoding(false);
return CommandLine.Run(args, Console.Out, Console.Error);
