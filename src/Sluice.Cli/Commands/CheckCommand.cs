using System.CommandLine;
using Sluice.Data.Reports;
using Sluice.Data.Sequences;
using Sluice.Readers;
using Sluice.Tasks.Anomalies;
using Sluice.Tasks.Classify;
using Sluice.Tasks.Control;
using Sluice.Tasks.Forecast;
using Sluice.Tasks.Life;
using Sluice.Tasks.Series;
using Sluice.Tasks.Tag;
using Sluice.Tasks.Text;
using Sluice.Tasks.Translate;

namespace Sluice.Cli.Commands;

/// <summary>
/// <c>sluice check CONFIG|FILE</c>: what is in the data, before any training; <c>--validation</c> and <c>--test</c> name the
/// files of the other parts.
/// </summary>
internal static class CheckCommand
{
    public static Command Create(TextWriter output)
    {
        var file = new Argument<string?>("file") { Description = "a configuration, a run folder, 'last', a text, a table (CSV, TSV, JSON lines), words with tags (CoNLL) or a folder of labelled texts; none for a query", Arity = ArgumentArity.ZeroOrOne };
        var data = new DataOptions("");
        var target = new Option<string?>("--target") { Description = "the column of a table that is to be foreseen" };
        var validation = new Option<string?>("--validation") { Description = "the file for validation, where it is one of its own" };
        var test = new Option<string?>("--test") { Description = "the file for test, where it is one of its own" };
        var json = JsonLine.Option();
        var command = new Command("check", "Reports what is in the data of a configuration or a file, before any training.") { file, target, validation, test, json };
        data.AddTo(command, file: false);
        command.SetAction(parsed =>
        {
            var source = data.Of(parsed, parsed.GetValue(file)) ?? throw new UsageException("check: expected a file, or --query TEXT.");
            var files = new PartFiles(source, parsed.GetValue(validation), parsed.GetValue(test));
            object report = files.AreSequences ? files.Sequences()
                : source.Database.IsGiven || files.AreSeveral || parsed.GetValue(target) is not null ? files.Tables(parsed.GetValue(target))
                : Report(Named(source.File));
            if (parsed.GetValue(json)) output.WriteLine(JsonLine.Of(report));
            else DataReport.Write(report, output);
            return CommandLine.Done;
        });
        return command;
    }

    /// <summary>A run folder stands for its configuration.</summary>
    private static string Named(string path) => ModelPath.Folder(path) is var folder && Directory.Exists(folder) ? Path.Combine(folder, "config.json") : path;

    private static IEnumerable<LabelledSequence> Pairs(IReadOnlyList<SequencePair> pairs, DataPart part) => pairs.Select(p => new LabelledSequence(part, p.Source.Length, [], p.Source + '\t' + p.Target));

    private static object Report(string path)
    {
        object run = ConfigFile.Is(path) ? ConfigFile.Read(path)
            : DataFile.Sniff(path) == DataKind.Text ? ConfigFile.Text with { Data = path }
            : ConfigFile.Forecast with { Data = path };
        string? Held(string file) => file.Length > 0 ? file : null;
        if (run is TagRun tag) return new PartFiles(new TableSource(tag.Data, tag.Database), Held(tag.ValidationData), null).Sequences(tag.Columns);
        if (run is ClassifyRun classify) return new PartFiles(new TableSource(classify.Data, classify.Database), Held(classify.ValidationData), null).Sequences(classify.Columns, classify.Text, whole: true);
        if (run is ControlRun control) return new PartFiles(new TableSource(control.Data, control.Database), null, null).Tables(null);
        if (run is LifeRun life) return new PartFiles(new TableSource(life.Data, life.Database), null, null).Tables(null);
        if (run is AnomalyRun anomalies) return new PartFiles(new TableSource(anomalies.Data, anomalies.Database), null, null).Tables(null);
        if (run is SeriesRun series)
        {
            var rows = new TableSource(series.Data, series.Database).Read();
            var found = new SeriesTable(rows, series.Columns);
            if (series.Until is { } last) found = found.Until(last);
            return Fitting.To(series.Data, () => TableReport.Of(found.Table, Split.ByShare(found.Length, series.Model.Validation, series.Model.Test), null));
        }

        if (run is TextRun text)
        {
            return text.Data.Length > 0
                ? Fitting.To(text.Data, () => TextReport.Of(TextSource.Read(text.Data), text.Model.Validation))
                : throw new SluiceFormatException("expected a text in 'data.file', got none.", path);
        }

        if (run is TranslateRun pairs)
        {
            var (training, test) = PairSource.Read(pairs);
            return SequenceReport.Of([.. Pairs(training, DataPart.Training), .. Pairs(test, DataPart.Test)]);
        }

        if (run is not ForecastRun) throw new SluiceFormatException("this is the configuration of a task whose data 'check' does not look at.", path);
        var model = ((ForecastRun)run).Model;
        var source = new TableSource(((ForecastRun)run).Data, ((ForecastRun)run).Database);
        if (source.Name.Length == 0) throw new SluiceFormatException("expected a table in 'data.file', or a query in 'data.query', got none.", path);
        if (!ConfigFile.Is(path)) return new PartFiles(source, null, null).Tables(null);
        var table = source.Read();
        foreach (string column in (model.Columns ?? []).Concat(model.Known ?? [])) table.Column(column);
        var report = Fitting.To(source.Name, () => TableReport.Of(table, Split.ByShare(table.RowCount, model.Validation, model.Test), model.Target));
        return report.Parts.Train.Count >= model.Window + 2
            ? report
            : report with { Warnings = [.. report.Warnings, $"{report.Parts.Train.Count} rows to train on are too few for one window of {model.Window} and 2 before it."] };
    }
}
