using System.Data;
using System.Globalization;
using Sluice.Data.Tables;
using Sluice.Readers;

namespace Sluice.Tests.Readers;

public class SqlTableTests
{
    [Fact]
    public void Every_type_of_number_text_and_date_becomes_a_column()
    {
        var day = new DateTime(2024, 2, 29);
        using var data = Data(
            ("i", 3), ("l", 4L), ("f", 0.5f), ("d", 1e300), ("m", 12.75m), ("b", true), ("s", " x "), ("t", day), ("o", new DateOnly(2024, 3, 1)),
            ("z", new DateTimeOffset(day, TimeSpan.FromHours(2))));
        var table = SqlTable.Read(data.CreateDataReader());
        Assert.Equal(
            ["3", "4", "0.5", "1E+300", "12.75", "true", "x", "2024-02-29", "2024-03-01", "2024-02-28T22:00:00"],
            table.Columns.Select(c => c.Text(0)));
        Assert.Equal("NNNNNCCDDD", string.Concat(table.Columns.Select(c => c.Kind.ToString()[0])));
    }

    [Fact]
    public void Null_and_empty_texts_are_missing_and_rows_are_lines()
    {
        using var data = Data(("n", 1.0), ("s", "a"), ("t", new DateTime(2024, 1, 1)));
        data.Rows.Add(DBNull.Value, DBNull.Value, DBNull.Value);
        data.Rows.Add(double.NaN, " ", new DateTime(2024, 1, 2));
        var table = SqlTable.Read(data.CreateDataReader());
        Assert.Equal(3, table.RowCount);
        Assert.All(table.Columns, c => Assert.True(c.IsMissing(1)));
        Assert.Equal([2, 2, 1], table.Columns.Select(c => c.MissingCount));
        Assert.Equal((SqlTable.Name, 3), (table.File, table.Line(2)));
    }

    [Fact]
    public void Kinds_change_what_the_database_says()
    {
        using var data = Data(("n", 7), ("s", "2024-05-06"));
        var table = SqlTable.Read(data.CreateDataReader(), TableOptions.Of(("n", ColumnKind.Category), ("s", ColumnKind.Date)));
        Assert.Equal("7", Assert.IsType<CategoryColumn>(table.Column("n")).Values[0]);
        Assert.Equal(new DateTime(2024, 5, 6), Assert.IsType<DateColumn>(table.Column("s")).Values[0]);
    }

    [Fact]
    public void What_is_no_table_is_named()
    {
        Assert.Contains("no row", Wrong(Data(("n", 1)), d => d.Rows.Clear()).Message);
        Assert.Contains("column 'g' is of type Guid; expected numbers", Wrong(Data(("g", Guid.Empty))).Message);
        var infinite = Wrong(Data(("n", 1.0)), d => d.Rows.Add(double.PositiveInfinity));
        Assert.Contains("column 'n': infinity", infinite.Message);
        Assert.Equal(2, infinite.Line);
        using var kinds = Data(("price", 1));
        Assert.Contains("Did you mean 'price'", Assert.Throws<SluiceFormatException>(
            () => SqlTable.Read(kinds.CreateDataReader(), TableOptions.Of(("prise", ColumnKind.Number)))).Message);
    }

    private static SluiceFormatException Wrong(DataTable data, Action<DataTable>? change = null)
    {
        using (data)
        {
            change?.Invoke(data);
            return Assert.Throws<SluiceFormatException>(() => SqlTable.Read(data.CreateDataReader()));
        }
    }

    private static DataTable Data(params (string Name, object Value)[] row)
    {
        var data = new DataTable { Locale = CultureInfo.InvariantCulture };
        foreach (var (name, value) in row) data.Columns.Add(name, value.GetType());
        data.Rows.Add([.. row.Select(r => r.Value)]);
        return data;
    }
}
