using System.Globalization;
using System.Text;
using Sluice.Data.Reports;
using Sluice.Readers;

namespace Sluice.Tests.Readers;

/// <summary>Tests that nothing may run beside, as they measure the whole process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}

/// <summary>Reading takes memory in proportion to the file, and small multiples of it: see docs/guarantees.md, kind 8.</summary>
[Collection(Alone.Name)]
public sealed class ReadingMemoryTests : IDisposable
{
    // What a runtime and a library take for themselves, whatever the file: buffers, code, threads of the pool.
    private const long Fixed = 16 << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, double> Files => new()
    {
        { "table.csv", 4 },
        { "narrow.csv", 6 }, // the numbers alone are 8 bytes for each 2 of the file
        { "texts.csv", 7 }, // a string of each text, which has two bytes a character, and what finds texts that come again
        { "book.txt", 4 },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Bytes_allocated_while_a_file_is_read_are_a_small_multiple_of_it(string name, double times)
    {
        string path = _folder.File(name, Content(name));
        long size = new FileInfo(path).Length, before = GC.GetTotalAllocatedBytes(precise: true);
        if (name.EndsWith(".txt", StringComparison.Ordinal)) _ = TextReport.Of(TextFile.Read(path), 0.1);
        else _ = DataFile.ReadTable(path);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, (long)(times * size) + Fixed);
    }

    [Fact]
    public void Sentences_in_columns_are_held_in_a_small_multiple_of_their_file()
    {
        var random = new Random(1);
        var text = new StringBuilder();
        while (text.Length < 4 << 20) text.Append("word")
            .Append(random.Next(5000)).Append(random.Next(9) == 0 ? "\tB-X\n" : "\tO\n").Append(random.Next(15) == 0 ? "\n" : "");
        string path = _folder.File("a.conll", text.ToString());
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var sentences = TaggedData.Read(path);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 0, 4 * new FileInfo(path).Length);
        Assert.NotEmpty(sentences);
    }

    private static string Content(string name)
    {
        var random = new Random(1);
        var text = new StringBuilder(
            name switch { "table.csv" => "time,shop,price,note\n", "narrow.csv" => "x,y,z,w\n", "texts.csv" => "id,words\n", _ => "" });
        for (int i = 0; text.Length < 6 << 20; i++)
        {
            _ = name switch
            {
                "table.csv" =>
                    text.Append(
                        CultureInfo.InvariantCulture,
                        $"{new DateTime(2000, 1, 1).AddMinutes(i):yyyy-MM-dd HH:mm},{(i % 3 == 0 ? "north" : "south")},{100 * random.NextDouble():F2},{(char)('a' + i % 4)}\n"),
                "narrow.csv" =>
                    text.Append(CultureInfo.InvariantCulture, $"{random.Next(10)},{random.Next(10)},{random.Next(10)},{random.Next(10)}\n"),
                "texts.csv" => text.Append(
                    CultureInfo.InvariantCulture, $"A{i},the {random.Next()} words of row {i} are like those of no other row and make a sentence\n"),
                _ => text.Append(CultureInfo.InvariantCulture, $"The {random.Next(1000)} words of line {i} are not those of another one.\n"),
            };
        }

        return text.ToString();
    }
}
