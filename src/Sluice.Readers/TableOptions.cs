using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>What is known of a table before it is read; what is not known is found out.</summary>
public sealed record TableOptions
{
    /// <summary>Nothing is known.</summary>
    public static TableOptions None { get; } = new();

    /// <summary>What columns hold and how they are written, by name.</summary>
    public IReadOnlyDictionary<string, ColumnForm> Columns { get; init; } = new Dictionary<string, ColumnForm>();

    /// <summary>What columns hold by what they are for, such as an id; a column that is not there is not missed.</summary>
    public IReadOnlyDictionary<string, ColumnKind> Roles { get; init; } = new Dictionary<string, ColumnKind>();

    /// <summary>What the model whose data this is learned from; null for none.</summary>
    public Schema? Schema { get; init; }

    /// <summary>The decimal mark of all numbers, a point or a comma; empty to find it.</summary>
    public string Decimal { get; init; } = "";

    /// <summary>Texts that stand for a missing value in every column, beside an empty cell.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>
    /// Which table of a file with several: a sheet, a table of a database, an array of an archive; empty for the only one, or the first that holds
    /// something.
    /// </summary>
    public string Sheet { get; init; } = "";

    /// <summary>What was noticed of the file before it is read, such as that its name says another kind.</summary>
    internal IReadOnlyList<string> Noticed { get; init; } = [];

    /// <summary>Options that say of some columns what they hold.</summary>
    public static TableOptions Of(params (string Column, ColumnKind Kind)[] kinds)
        => new() { Columns = kinds.ToDictionary(k => k.Column, k => new ColumnForm(k.Kind)) };

    /// <summary>What is known of a column: by the user, by what it is for, by the model, in this order; null where nothing is.</summary>
    internal ColumnForm? Known(string name) => Columns.FirstOrDefault(c => Same(c.Key, name)).Value
        ?? (Roles.FirstOrDefault(r => Same(r.Key, name)) is { Key: not null } role ? new ColumnForm(role.Value) : null)
        ?? Schema?.Find(name)?.Form;

    /// <summary>Checks that the columns of which the user says something are there.</summary>
    internal void Check(IReadOnlyCollection<string> names, string file)
    {
        foreach (string name in Columns.Keys)
            if (!names.Any(n => Same(n, name)))
                throw new SluiceFormatException($"there is no column '{name}'.{Nearest.Hint(name, [.. names])}", file);
    }

    private static bool Same(string a, string b) => a == b || ComposedText.Of(a) == ComposedText.Of(b);
}
