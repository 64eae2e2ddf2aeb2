using Sluice.Data.Tables;

namespace Sluice.Tasks.Describe;

/// <summary>Layouts of scenes as a table: a row for each thing, with the columns scene, colour, shape, row and column, both from 1.</summary>
public static class SceneTable
{
    /// <summary>The things of each scene, in the order of the scenes in the table.</summary>
    /// <exception cref="SluiceFormatException">Something that is not on the grid or has no name; the message says in which line.</exception>
    public static IReadOnlyList<(string Name, IReadOnlyList<Thing> Things)> Read(Table table, SceneOptions options)
    {
        Column scenes = table.Column("scene"), colours = table.Column("colour"), shapes = table.Column("shape");
        NumberColumn rows = table.Column<NumberColumn>("row"), columns = table.Column<NumberColumn>("column");
        var found = new List<(string Name, IReadOnlyList<Thing> Things)>();
        foreach (var scene in Enumerable.Range(0, table.RowCount).GroupBy(r => scenes.Text(r) ?? ""))
        {
            var things = new List<Thing>();
            foreach (int r in scene)
            {
                int place = (At(rows, r, options.Rows) - 1) * options.Columns + At(columns, r, options.Columns) - 1;
                if (things.Any(t => t.Place == place))
                    throw Wrong(
                        r,
                        $"expected one thing at a place, got a second at row {rows.Values[r]}, column {columns.Values[r]} of scene '{scene.Key}'.");
                things.Add(new Thing(Number(colours, r, Palette.Names), Number(shapes, r, options.Names), place));
            }

            int kinds = things.Select(t => (t.Colour, t.Shape)).Distinct().Count();
            if (things.Count > options.Most || (kinds > 1 && kinds < things.Count))
                throw Wrong(
                    scene.First(),
                    $"expected scenes of up to {options.Most} things that are all alike or all different, got {things.Count} of {kinds} kinds in scene '{scene.Key}'.");
            found.Add((scene.Key, things));
        }

        return found.Count > 0 ? found : throw new SluiceFormatException("there is no scene in it.", table.File);

        int At(NumberColumn column, int row, int most) => column.Values[row] is var value && value >= 1 && value <= most && value == Math.Floor(value)
            ? (int)value
            : throw Wrong(row, $"{column.Name}: expected a whole number from 1 to {most}, got {column.Text(row) ?? "nothing"}.");

        int Number(Column column, int row, IReadOnlyList<string> names)
        {
            for (int i = 0; i < names.Count; i++) if (names[i] == column.Text(row)) return i;
            throw Wrong(
                row, $"{column.Name}: expected one of {string.Join(", ", names)}, got {(column.Text(row) is { } text ? $"'{text}'" : "nothing")}.");
        }

        SluiceFormatException Wrong(int row, string message) => new(message, table.File, table.Line(row));
    }
}
