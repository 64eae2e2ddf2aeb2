using System.Diagnostics;
using Sluice;
using Sluice.Cells;

// answers FOLDER: loads the models in a folder, asks each and prints the bits of what it answers.
// answers --cell NAME: the equations of a cell, or why this program does not know it.
if (args is ["--cell", var name])
{
    try
    {
        Console.WriteLine(Catalog.Shape(name).Equation);
        return 0;
    }
    catch (SluiceException error)
    {
        Console.Error.WriteLine($"error: {error.Message}");
        return 1;
    }
}

#if FORECAST
// answers --forecast: the rows after 96 hours of a wave, by the net that needs no training.
if (args is ["--forecast"])
{
    double[] wave = [.. Enumerable.Range(0, 96).Select(t => Math.Sin(2 * Math.PI * t / 24))];
    Console.WriteLine(string.Join(' ', Sluice.Zero.Forecast.Zero(wave, horizon: 6, seasons: 24).Point.Select(p => p.ToString("0.00"))));
    return 0;
}
#endif

if (args is not [var folder])
{
    Console.Error.WriteLine("error: expected a folder with the models forecast, text and classify, or --cell NAME.");
    return 2;
}

var clock = Stopwatch.StartNew();
foreach (string line in Answers.Of(folder)) Console.WriteLine(line);
Console.Error.WriteLine($"loaded and asked in {clock.Elapsed.TotalMilliseconds:0.0} ms");
return 0;
