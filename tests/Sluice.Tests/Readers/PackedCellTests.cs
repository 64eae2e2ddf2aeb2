using System.Globalization;
using Sluice.Data.Tables;
using Sluice.Readers;

namespace Sluice.Tests.Readers;

/// <summary>Numbers and dates that are kept as a number each while a file is read are what they are as texts, whatever the column turns out to be.</summary>
public class PackedCellTests
{
    private const int Rows = 200;

    private static Table Parse(IEnumerable<string> cells, TableOptions? options = null, string beside = "1")
        => CsvTable.Parse("x;y\n" + string.Concat(cells.Select(c => $"{c};{beside}\n")), "f.csv", options);

    private static string Number(Random random)
    {
        string digits = string.Concat(Enumerable.Range(0, random.Next(1, 16)).Select(_ => (char)('0' + random.Next(random.Next(1, 11)))));
        int mark = random.Next(digits.Length);
        return (random.Next(3) == 0 ? "-" : "") + (mark == 0 ? digits : digits[..mark] + ".,"[random.Next(2)] + digits[mark..]);
    }

    private static string Date(Random random, string form)
        => new DateTime(1970, 1, 1).AddSeconds(random.NextInt64(4_000_000_000)).ToString(form, CultureInfo.InvariantCulture);

    /// <summary>In a column of texts, each cell is to the letter what it was.</summary>
    [Fact]
    [Trait(Seeds.Kind, Seeds.RoundTrip)]
    public void Texts_that_look_like_numbers_or_dates_keep_every_letter()
    {
        string[] forms =
        [
            "yyyy-MM-dd", "dd.MM.yyyy", "dd/MM/yyyy HH:mm", "yyyy-MM-dd'T'HH:mm:ss'Z'", "M/d/yyyy", "yyyy-MM", "yyyyMMdd HH:mm", "dd.MM.yy HH:mm:ss",
        ];
        var category = TableOptions.Of(("x", ColumnKind.Category));
        for (int seed = 0; seed < Seeds.Of(200); seed++)
        {
            var random = new Random(seed);
            string? form = random.Next(2) == 0 ? forms[random.Next(forms.Length)] : null;
            string[] cells =
                [.. Enumerable.Range(0, Rows).Select(_ => random.Next(9) == 0 ? "" : form is null ? Number(random) : Date(random, form))];
            var read = Parse(cells, category).Column<CategoryColumn>("x").Values;
            Assert.Equal(cells.Select(c => c.Length == 0 ? null : c), read);
        }
    }

    /// <summary>The value of a cell does not depend on the cells beside which it stands.</summary>
    [Fact]
    [Trait(Seeds.Kind, Seeds.RoundTrip)]
    public void Numbers_are_the_doubles_that_parsing_in_full_gives()
    {
        for (int seed = 0; seed < Seeds.Of(200); seed++)
        {
            var random = new Random(seed);
            string[] cells = [.. Enumerable.Range(0, Rows).Select(_ => Number(random).Replace(',', '.')), "0.5", "-0", "1e5"];
            var number = TableOptions.Of(("x", ColumnKind.Number)) with { Decimal = "." };
            foreach (string[] some in new[] { cells, cells[..^1] }) // the last cell keeps the others from being packed
                Assert.Equal(
                    some.Select(c => BitConverter.DoubleToInt64Bits(double.Parse(c, CultureInfo.InvariantCulture))),
                    Parse(some, number).Column<NumberColumn>("x").Values.Select(BitConverter.DoubleToInt64Bits));
        }
    }

    [Fact]
    public void A_mark_between_thousands_is_found_after_the_cells_were_taken()
        => Assert.Equal([1234, 12345, 5.5, double.NaN], Parse(["1.234", "12.345", "5,5", ""]).Column<NumberColumn>("x").Values);

    [Fact]
    public void A_date_that_is_none_in_the_form_that_was_found_is_named()
    {
        // As d/M the days follow each other; the last one has no thirteenth month.
        string[] days = [.. Enumerable.Range(1, 28).Select(d => $"{d:00}/02/2023"), "01/13/2023"];
        Assert.StartsWith(
            "f.csv:30:1: column 'x': '01/13/2023' where a date such as dd/MM/yyyy must be",
            Assert.Throws<SluiceFormatException>(() => Parse(days)).Message);
    }

    /// <summary>Of a table of many rows, those at the end say what the column is.</summary>
    [Theory]
    [InlineData("7.25", "word", ColumnKind.Category)]
    [InlineData("07", "word", ColumnKind.Category)]
    [InlineData("2024-02-29", "word", ColumnKind.Category)]
    [InlineData("12", "007", ColumnKind.Id)]
    [InlineData("2024-02-29", "2024-03-01 12:30", ColumnKind.Date)]
    public void What_a_column_holds_is_found_at_its_end(string first, string last, ColumnKind kind)
    {
        const int Many = 40_000; // more than is looked at in one go
        string[] cells = [.. Enumerable.Repeat(first, Many), .. Enumerable.Repeat(last, Many + Many / 2)];
        var column = Parse(cells).Column("x");
        Assert.Equal(kind, column.Kind);
        if (column is CategoryColumn texts) Assert.Equal<IEnumerable<string?>>(cells, texts.Values);
    }
}
