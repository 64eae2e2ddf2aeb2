using System.Globalization;
using Sluice.Data.Tables;
using Sluice.Readers;

namespace Sluice.Tests.Readers;

/// <summary>What columns hold and how they are written is found, said and kept.</summary>
public class ColumnFormTests
{
    private static readonly DateTime s_first = new(2023, 1, 2);

    private static Table Parse(string text, TableOptions? options = null) => CsvTable.Parse(text, "f.csv", options);

    private static Table Column(params IEnumerable<string> cells) => Parse("x\n" + string.Join('\n', cells.Select(c => $"\"{c}\"")) + "\n");

    private static SluiceFormatException Refused(string text, TableOptions? options = null)
        => Assert.Throws<SluiceFormatException>(() => Parse(text, options));

    [Theory]
    [InlineData("51,29|-3,5|1.234,75", "1.234,5", 51.29, -3.5, 1234.75)]
    [InlineData("$40.10|$1,234.50|-$3.00", "$1,234.5", 40.10, 1234.5, -3)]
    [InlineData("40,10 €|1 234,50 €|(3,00 €)", "1 234,5 €", 40.10, 1234.5, -3)]
    [InlineData("49.6%|50%|-1.5%", "1234.5%", 49.6, 50, -1.5)]
    [InlineData("CHF 1'234.50|CHF 10|CHF -2", "CHF 1'234.5", 1234.5, 10, -2)]
    [InlineData("4,954|5,872|12,345,678", "1,234.5", 4954, 5872, 12345678)]
    [InlineData("1,23,456.5|12|1,000", "1,234.5", 123456.5, 12, 1000)]
    [InlineData("(12.5)|12.5-|\u221212.5", "", -12.5, -12.5, -12.5)]
    [InlineData("12 kg|13.5 kg|14 kg", "1234.5 kg", 12, 13.5, 14)]
    [InlineData("1e3|.5|5.", "", 1000, 0.5, 5)]
    [InlineData("R$ 1.234,50|R$ 10,00|-R$ 2,00", "R$ 1.234,5", 1234.5, 10, -2)]
    [InlineData("Rs. 1,23,456.50|Rs. 10|Rs. 2.5", "Rs. 1,234.5", 123456.5, 10, 2.5)]
    [InlineData("1 234,50 zł|10,00 zł|(2,00 zł)", "1 234,5 zł", 1234.5, 10, -2)]
    [InlineData("kr. 1.234,50|kr. 10,00|kr. 2,00", "kr. 1.234,5", 1234.5, 10, 2)]
    public void Numbers_with_marks_are_read(string cells, string form, double a, double b, double c)
    {
        var column = Assert.IsType<NumberColumn>(Column(cells.Split('|')).Column("x"));
        Assert.Equal([a, b, c], column.Values);
        Assert.Equal(form, column.Form!.Form);
    }

    [Theory]
    [InlineData("2023-01-02 13:05", "2023-01-03 13:05", "yyyy-MM-dd HH:mm")]
    [InlineData("2023-01-02T13:05:00.250Z", "2023-01-03T13:05:00.250Z", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'")]
    [InlineData("1/2/2023 01:05:00 PM", "1/3/2023 01:05:00 PM", "M/d/yyyy hh:mm:ss tt")]
    [InlineData("02.01.2023 13:05", "03.01.2023 13:05", "dd.MM.yyyy HH:mm")]
    [InlineData("1672664700000", "1672751100000", "ms since 1970")]
    [InlineData("20230102T1305", "20230103T1305", "yyyyMMdd'T'HHmm")]
    public void Dates_with_times_are_read_and_written_back(string first, string second, string form)
        => ReadAndWritten(first, second, form, new TimeSpan(13, 5, 0), TimeSpan.FromDays(1));

    [Theory]
    [InlineData("20230102", "20230103", "yyyyMMdd")]
    [InlineData("02/01/23", "15/01/23", "dd/MM/yy")]
    [InlineData("2 January 2023", "13 January 2023", "d MMMM yyyy")]
    [InlineData("Jan 2, 2023", "Jan 13, 2023", "MMM d, yyyy")]
    [InlineData("2023年1月2日", "2023年1月13日", "yyyy'年'M'月'd'日'")]
    [InlineData("2023-W01", "2023-W03", "yyyy-'W'W")]
    public void Dates_are_read_and_written_back(string first, string second, string form) => ReadAndWritten(first, second, form, default, null);

    private static void ReadAndWritten(string first, string second, string form, TimeSpan time, TimeSpan? step)
    {
        var column = Assert.IsType<DateColumn>(Column(first, second).Column("x"));
        Assert.Equal(s_first + time, new DateTime(column.Values[0]!.Value.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond));
        if (step is { } s) Assert.Equal(s, column.Values[1] - column.Values[0]);
        Assert.Equal(form, column.Form!.Form);
        Assert.Equal($"{first}|{second}", $"{column.Written(0)}|{column.Written(1)}");
    }

    [Fact]
    public void Quarters_midnights_and_zones_are_instants()
    {
        Assert.Equal([new(2023, 1, 1), new(2023, 4, 1)], Assert.IsType<DateColumn>(Column("2023-Q1", "2023-Q2").Column("x")).Values);
        Assert.Equal(
            [new(2023, 1, 2), new(2023, 1, 3)], Assert.IsType<DateColumn>(Column("2023-01-01 24:00", "2023-01-02 24:00").Column("x")).Values);
        var zones = Assert.IsType<DateColumn>(Column("2023-03-26T01:30:00+01:00", "2023-03-26T03:30:00+02:00").Column("x"));
        Assert.Equal(TimeSpan.FromHours(1), zones.Values[1] - zones.Values[0]);
        Assert.Equal("2023-03-26T04:30:00+02:00", zones.Write(zones.Values[1]!.Value.AddHours(1)));
    }

    [Theory]
    [InlineData("0012|0340|0012", ColumnKind.Id)]
    [InlineData("9007199254740992|9007199254740993|1", ColumnKind.Id)]
    [InlineData("12|340|7", ColumnKind.Number)]
    [InlineData("a|b|a", ColumnKind.Category)]
    [InlineData("None|None|1.5", ColumnKind.Number)]
    [InlineData("NA|null|x", ColumnKind.Category)]
    public void Kinds_follow_rules(string cells, ColumnKind kind) => Assert.Equal(kind, Column(cells.Split('|')).Column("x").Kind);

    [Fact]
    public void Ids_and_texts_keep_their_letters()
    {
        var options = new TableOptions
        {
            Roles = new Dictionary<string, ColumnKind> { ["id"] = ColumnKind.Id, ["t"] = ColumnKind.Text, ["absent"] = ColumnKind.Id }
        };
        var table = Parse("id,t\n1234567890123456780,NA\n01,null\n", options);
        Assert.Equal<IEnumerable<string?>>(["1234567890123456780", "01"], table.Column<CategoryColumn>("id").Values);
        Assert.Equal<IEnumerable<string?>>(["NA", "null"], table.Column<CategoryColumn>("t").Values);
    }

    [Fact]
    public void A_mark_of_missing_among_numbers_is_named()
    {
        var table = Column([.. Enumerable.Range(0, 30).Select(i => i % 5 == 2 ? "#N/A" : $"{i}.5")]);
        Assert.Equal(6, table.Column<NumberColumn>("x").MissingCount);
        Assert.Equal("column 'x': '#N/A' is read as missing, in 6 rows (the first in line 4).", Assert.Single(table.Notes));
        Assert.Equal(3, Parse("x\n1\nclosed\n2\nclosed\n3\nclosed\n4\n", new TableOptions { Missing = ["closed"] }).Column("x").MissingCount);
    }

    [Theory]
    [InlineData("—")]
    [InlineData("..")]
    [InlineData("k.A.")]
    [InlineData("#WERT!")]
    [InlineData("#N/D")]
    [InlineData("missing")]
    public void Marks_of_missing_are_those_of_many_programs(string mark)
    {
        Assert.Equal(1, Column("1.5", mark, "2.5").Column<NumberColumn>("x").MissingCount);
        Assert.Equal<IEnumerable<string?>>(["a", mark, "b"], Column("a", mark, "b").Column<CategoryColumn>("x").Values);
    }

    [Fact]
    public void What_is_neither_numbers_nor_categories_is_refused_with_the_ways_on()
    {
        string text = "x\n" + string.Join('\n', Enumerable.Range(0, 60).Select(i => i % 4 == 1 ? $"shut {i}" : $"{i}.25")) + "\n";
        var refused = Refused(text);
        Assert.StartsWith("f.csv:3: column 'x': 45 of 60 cells are numbers, but not 'shut 1'.", refused.Message);
        Assert.Contains("--column x=category", refused.Message);
        Assert.Equal(ColumnKind.Category, Parse(text, TableOptions.Of(("x", ColumnKind.Category))).Column("x").Kind);
    }

    [Fact]
    public void A_sum_below_the_dates_is_named()
        => Assert.StartsWith(
            "f.csv:14:1: column 'd': 'Total' where a date such as yyyy-MM-dd",
            Refused("d,y\n" + string.Concat(Enumerable.Range(1, 12).Select(i => $"2023-01-{i:00},{i}\n")) + "Total,78\n").Message);

    [Theory]
    [InlineData("# made by hand\n# 2023\nd,y\n2023-01-02,1\n")]
    [InlineData("sep=;\nd;y\n2023-01-02;1\n")]
    [InlineData("d|y\n2023-01-02|1\n")]
    [InlineData(",d,y\n0,2023-01-02,1\n1,2023-01-03,2\n")]
    [InlineData("d,y,\n2023-01-02,1,\n")]
    [InlineData("d,y\n2023-01-02,1,\n")]
    [InlineData("d,y\r2023-01-02,1\r")]
    public void Tables_are_read_as_programs_write_them(string text)
    {
        var table = Parse(text);
        Assert.Equal(["d", "y"], table.Columns.Select(c => c.Name));
        Assert.Equal(s_first, table.Column<DateColumn>("d").Values[0]);
        Assert.Equal(1, table.Column<NumberColumn>("y").Values[0]);
    }

    [Fact]
    public void A_table_without_a_header_is_named()
        => Assert.Contains("the first line holds values ('2023-01-02', '1')", Refused("2023-01-02,1\n2023-01-03,2\n").Message);

    [Fact]
    public void Day_and_month_are_told_apart_by_even_steps_and_both_are_said()
    {
        var table = Column("01/02/2023", "02/02/2023", "03/02/2023", "13/02/2023");
        Assert.Equal(new DateTime(2023, 2, 13), table.Column<DateColumn>("x").Values[3]);
        Assert.Contains("they can be read as d/M/yyyy too", Assert.Single(Column("01/02/2023", "02/02/2023").Notes));
    }

    [Fact]
    public void New_data_is_read_as_the_model_learned()
    {
        var learned = Parse("d;p\n13/02/2023;1.234,5\n14/02/2023;1,5\n");
        var schema = Schema.FromJson(Schema.Of(learned).ToJson());
        var table = Parse("d;p;q\n01/02/2023;1.234;x\n02/02/2023;2.345;y\n", new TableOptions { Schema = schema });
        Assert.Equal(new DateTime(2023, 2, 1), table.Column<DateColumn>("d").Values[0]);
        Assert.Equal([1234, 2345], table.Column<NumberColumn>("p").Values);
        Assert.Equal(["column 'p': 1 row beyond what was learned from (1.5 to 1234.5)."], schema.Differences(table));
        var other = Parse("d;p\n2023-02-01;1\n2023-02-02;2\n", new TableOptions { Schema = schema });
        Assert.Contains("dates are written as yyyy-MM-dd here, and as dd/MM/yyyy where the model learned", Assert.Single(other.Notes));
    }

    [Fact]
    public void A_category_never_seen_is_counted()
    {
        var schema = Schema.Of(Parse("c\na\nb\na\n"));
        Assert.Equal(["column 'c': 2 rows with a category that was never seen, such as 'z'."], schema.Differences(Parse("c\nz\na\nz\n")));
        Assert.Equal(
            ["column 'c': 1 row with a category that was never seen, such as 'B'; 'B' differs from 'b' only in capitals or blanks."],
            schema.Differences(Parse("c\nB\na\nb\n")));
    }

    [Theory]
    [InlineData("number:1.234,5")]
    [InlineData("date:dd/MM/yyyy HH:mm")]
    [InlineData("id")]
    public void Forms_are_read_and_written(string text) => Assert.Equal(text, ColumnForm.Parse(text).ToString());

    [Theory]
    [InlineData("numbers", "expected a kind of column")]
    [InlineData("number:12.34", "expected the number 1234.5")]
    [InlineData("date:nonsense", "expected a pattern of dates")]
    [InlineData("id:x", "expected no form")]
    public void Wrong_forms_are_refused(string text, string message)
        => Assert.Contains(message, Assert.Throws<SluiceException>(() => ColumnForm.Parse(text)).Message);

    [Fact]
    public void Names_are_the_same_however_their_accents_are_written()
        => Assert.Equal([1], Parse("mu\u0308ll,x\n1,2\n").Column<NumberColumn>("müll").Values);

    /// <summary>A table in any mixture of dialects is read back as the same table.</summary>
    [Fact]
    [Trait(Seeds.Kind, Seeds.RoundTrip)]
    public void Any_dialect_is_read_back()
    {
        string[] dates =
            ["yyyy-MM-dd", "dd.MM.yyyy", "M/d/yyyy", "d MMM yyyy", "yyyyMMdd", "yyyy-MM-dd HH:mm", "M/d/yyyy h:mm:ss tt", "ms since 1970"];
        for (int seed = 0; seed < Seeds.Of(1000); seed++)
        {
            var random = new Random(seed);
            char separator = ",;\t|"[random.Next(4)], point = ".,"[random.Next(2)];
            string end = new[] { "\n", "\r\n", "\r" }[random.Next(3)];
            var form = DateForm.Parse(dates[random.Next(dates.Length)]);
            var number = new NumberForm(
                point, new[] { '\0', point == '.' ? ',' : '.', ' ' }[random.Next(3)], random.Next(4) == 0 ? "$" : "", random.Next(4) == 0 ? "%" : "");
            int rows = random.Next(14, 40);
            DateTime[] days = [.. Enumerable.Range(0, rows).Select(i => new DateTime(2023, 1, 25).AddDays(i))];
            double[] values = [.. Enumerable.Range(
                0, rows).Select(i => i % 7 == 6 ? double.NaN : Math.Round(random.NextDouble() * 20000 - 5000, 2) + (i == 0 ? 0.25 : 0))];
            string[] texts = [.. Enumerable.Range(0, rows).Select(_ => new[] { "a b", "x;y,z|", "quoted \"word\"", "ü" }[random.Next(4)])];
            string Quoted(string cell)
                => cell.AsSpan().IndexOfAny(separator, '"') >= 0 || random.Next(5) == 0 ? $"\"{cell.Replace("\"", "\"\"")}\"" : cell;
            string missing = new[] { "", "NA", "None", "-" }[random.Next(4)];
            int[] order = [0, 1, 2];
            random.Shuffle(order);
            string Row(params string[] cells) => string.Join(separator, order.Select(o => Quoted(cells[o]))) + end;
            string text = Row("day", "value", "text") + string.Concat(Enumerable.Range(
                0, rows).Select(i => Row(form.Write(days[i]), double.IsNaN(values[i]) ? missing : number.Write(values[i]), texts[i])));

            var table = Parse(text);
            string at = $"seed {seed}: {form.Text}, {number}";
            Assert.True(days.Select(d => (DateTime?)d).SequenceEqual(table.Column<DateColumn>("day").Values), at);
            Assert.True(values.SequenceEqual(table.Column<NumberColumn>("value").Values), at);
            Assert.True(texts.SequenceEqual(table.Column<CategoryColumn>("text").Values), at);
        }
    }

    [Fact]
    public void The_culture_of_the_process_changes_nothing()
    {
        var before = CultureInfo.CurrentCulture;
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NumberGroupSeparator, other.NumberFormat.NegativeSign) = (",", ".", "−");
        (other.DateTimeFormat.DateSeparator, other.DateTimeFormat.TimeSeparator, other.DateTimeFormat.ShortDatePattern) = (".", "-", "yyyy dd MM");
        try
        {
            CultureInfo.CurrentCulture = other;
            var table = Parse("d,y\n13/02/2023 12:30,-1.5\n14/02/2023 12:30,2.5\n");
            Assert.Equal(new DateTime(2023, 2, 13, 12, 30, 0), table.Column<DateColumn>("d").Values[0]);
            Assert.Equal("13/02/2023 12:30|-1.5", string.Join('|', table.Columns.Select(c => c.Written(0))));
            Assert.Equal(
                "column 'y': 1 row beyond what was learned from (-1.5 to 2.5).", Assert.Single(Schema.Of(table).Differences(Parse("y\n9\n"))));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("2024-01-01T9:05", "2024-01-02T0905+01:00")]
    [InlineData("2024-01-01T0905+01:00", "2024-01-02T9:05")]
    [InlineData("2024-01-01 0905 PM", "2024-01-02 0906 PM")]
    [InlineData("2024-01-01 090512 PM", "2024-01-02 9:06 PM")]
    public void Hours_that_are_written_in_two_ways_are_a_form_or_a_message(string one, string two)
    {
        var refused = Record.Exception(() => CsvTable.Parse($"d,y\n{one},1\n{two},2\n{one},3\n", "x"));
        Assert.True(refused is null or SluiceFormatException, $"{refused}");
    }
}
