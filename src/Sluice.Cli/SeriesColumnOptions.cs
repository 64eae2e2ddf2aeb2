using System.CommandLine;
using Sluice.Tasks.Series;

namespace Sluice.Cli;

/// <summary>The options that say which columns of a table are series.</summary>
internal sealed class SeriesColumnOptions
{
    private readonly Option<string> _id = new("--id", "--by")
    {
        Description = "the column that says to which series a row belongs (also --by)",
        DefaultValueFactory = _ => "",
    };

    private readonly Option<string> _time = new("--time") { Description = "the column of dates; by default the only one there is", DefaultValueFactory = _ => "" };

    private readonly Option<string> _values = new("--values")
    {
        Description = "the columns to forecast, with commas; by default all numbers",
        DefaultValueFactory = _ => "",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_id);
        command.Add(_time);
        command.Add(_values);
    }

    /// <summary>What was said.</summary>
    public SeriesColumns Of(ParseResult parsed) => SeriesColumns.Settings.Apply(
        new SeriesColumns { Id = parsed.GetValue(_id)!, Time = parsed.GetValue(_time)! }, "data.values", parsed.GetValue(_values)!);
}
