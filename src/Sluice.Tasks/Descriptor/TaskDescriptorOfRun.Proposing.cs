using Sluice.Data.Reports;
using Sluice.Data.Tables;
using Sluice.Formats;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Sources;

namespace Sluice.Tasks.Descriptor;

/// <summary>How a run is proposed for data: which settings follow from it, and what is to be said of its columns.</summary>
public abstract partial class TaskDescriptor<TRun, TModel>
{
    /// <summary>Chooses settings by what is in the data, beyond those of <see cref="TaskDescriptor.Fit"/>, and says so.</summary>
    /// <param name="run">The run on the data, with what fits it and what was given.</param>
    /// <param name="inquiry">What was asked.</param>
    /// <param name="notes">What is to be said on some settings, by key.</param>
    /// <param name="lines">What was seen.</param>
    protected virtual TRun Propose(TRun run, InitInquiry inquiry, Dictionary<string, string> notes, List<(string Name, string Text)> lines) => run;

    /// <summary>What the columns of a table hold by what they are for, such as an id that is no number.</summary>
    protected virtual IReadOnlyDictionary<string, ColumnKind> KindsOf(TRun run) => new Dictionary<string, ColumnKind>();

    /// <summary>What the columns of the table of a run are for; a column may be named twice, or be empty, and the first word on it counts.</summary>
    protected virtual IEnumerable<(string Column, string Role)> RolesOf(TRun run) => [];

    /// <inheritdoc/>
    public override Proposal Propose(InitInquiry inquiry)
    {
        Dictionary<string, string> notes = [];
        List<(string, string)> lines = [];
        var (source, look) = (inquiry.Source, inquiry.Look);
        var run = source.File.Length > 0 ? settings.Apply(For(source.File), "data.file", source.File) : start;
        if (ReadsTables) run = source.Settings.Given.Aggregate(run, (r, s) => settings.Apply(r, s.Key, s.Value));
        bool there = source.Settings.IsQuery || Path.Exists(FileScope.Check(source.File));
        if (there && Fit(look) is { } fit)
        {
            foreach (var (key, (value, why)) in fit.Settings)
            {
                run = settings.Apply(run, key, value);
                notes[key] = why;
                if (!inquiry.Given.ContainsKey(key)) lines.Add((key[(key.IndexOf('.') + 1)..], $"{value}: {why}"));
            }
        }

        run = Given(run);
        run = Given(Propose(run, inquiry, notes, lines));
        if (there && ReadsTables && look.Form == DataForm.Table) run = WithColumns(run, look, notes);
        return new Proposal(new Run(this, run), notes, lines, WarningsOn(run));

        TRun Given(TRun r)
            => inquiry.Given.Where(g => g.Key is not "data.file"
                && !g.Key.StartsWith("columns.", StringComparison.Ordinal)).Aggregate(r, (x, g) => settings.Apply(x, g.Key, g.Value));
    }

    /// <summary>What is wrong with the data of a run that is proposed.</summary>
    protected virtual IReadOnlyList<string> WarningsOn(TRun run)
    {
        try
        {
            return Report(run, null) switch
            {
                TextReport text => text.Warnings,
                TableReport table => table.Warnings,
                SequenceReport sequences => sequences.Warnings,
                _ => []
            };
        }
        catch (SluiceFormatException e) when (e.File is null)
        {
            // Data that nothing is reported of is looked at in training.
            return [];
        }
    }

    /// <summary>The same before training, which looks at the data in ways of its own: what the report cannot read says nothing.</summary>
    protected IReadOnlyList<string> WarningsIn(TRun run)
    {
        try
        {
            return WarningsOn(run);
        }
        catch (SluiceException)
        {
            return [];
        }
    }

    /// <summary>The run with each column that was found, and why it was read so.</summary>
    private TRun WithColumns(TRun run, DataLook look, Dictionary<string, string> notes)
    {
        // Where no column is read otherwise for what it is for, the look has read the table as the run will.
        var kinds = KindsOf(run);
        var table = kinds.Count == 0 ? look.Table.Table : look.Source.Read(roles: kinds);
        var roles = RolesOf(run).Where(r => r.Column.Length > 0).DistinctBy(r => r.Column).ToDictionary();
        foreach (var column in table.Columns.Where(c => c.Name.Length > 0 && c.Name == c.Name.Trim()))
        {
            var report = ColumnReport.Of(column);
            if (report.Different == 0) continue;
            run = settings.Apply(run, "columns.*", $"{column.Name}={column.Form ?? new ColumnForm(column.Kind)}");
            notes[$"columns.{column.Name}"] = ColumnTable.Why(report, roles.GetValueOrDefault(column.Name, ""));
        }

        return run;
    }
}
