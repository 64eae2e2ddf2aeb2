using System.CommandLine;
using System.Globalization;
using Sluice.Data;
using Sluice.Readers;
using Sluice.Tasks;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice predict MODEL --data FILE</c>: forecasts the rows at the end of a table that have no target, or beyond it, as CSV.</summary>
internal static class PredictCommand
{
    public static Command Create(TextWriter output)
    {
        var model = new Argument<string>("model") { Description = "a run folder, a model file, or 'last'" };
        var data = new Option<string>("--data") { Description = "the table up to now", Required = true };
        var json = JsonLine.Option();
        var command = new Command("predict", "Forecasts what follows a table.") { model, data, json };
        command.SetAction(parsed =>
        {
            var forecaster = Forecaster.Load(ModelPath.File(parsed.GetRequiredValue(model)));
            var forecasts = forecaster.Predict(DataFile.ReadTable(parsed.GetRequiredValue(data)));
            if (parsed.GetValue(json)) output.WriteLine(JsonLine.Of(new { Target = forecaster.Target.Name, forecaster.Options.Quantiles, Categories = forecaster.Target.Categories?.Categories, Forecasts = forecasts }));
            else CsvTable.Write(ToTable(forecaster, forecasts), output);
            return CommandLine.Done;
        });
        return command;
    }

    private static Table ToTable(Forecaster model, IReadOnlyList<Forecast> forecasts)
    {
        var columns = new List<Column> { new NumberColumn("row", [.. forecasts.Select(f => f.Row + 1.0)]) };
        if (forecasts.Any(f => f.Date is not null)) columns.Add(new DateColumn("date", [.. forecasts.Select(f => f.Date)]));
        if (forecasts.Any(f => f.Class is not null))
        {
            columns.Add(new CategoryColumn(model.Target.Name, [.. forecasts.Select(f => f.Class)]));
            columns.Add(new NumberColumn("probability", [.. forecasts.Select(f => Math.Round(f.Probabilities.Max(), 4))]));
            return new Table(columns);
        }

        columns.Add(new NumberColumn(model.Target.Name, [.. forecasts.Select(f => f.Point)]));
        for (int q = 0; q < model.Options.Quantiles.Count; q++)
        {
            int index = q;
            columns.Add(new NumberColumn("q" + model.Options.Quantiles[q].ToString("R", CultureInfo.InvariantCulture), [.. forecasts.Select(f => f.Quantiles[index])]));
        }

        return new Table(columns);
    }
}
