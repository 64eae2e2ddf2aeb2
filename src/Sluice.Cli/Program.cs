return Sluice.Cli.CommandLine.Run(args, Console.Out, Console.Error);
