using System.Diagnostics;
using System.Globalization;
using Sluice.Data.Reports;
using Sluice.Files;
using Sluice.Readers;

namespace Sluice.Bench;

/// <summary>How fast files are read and in how much memory: a table of six columns, a text, sentences in columns.</summary>
internal static class Reading
{
    private const int Times = 3;

    /// <summary>Writes a table as CSV of so many megabytes and reads it, what its columns hold being found.</summary>
    public static int Table(int megabytes) => Print(".csv", path => Write(path, megabytes, Rows), path => $"{DataFile.ReadTable(path).RowCount} rows");

    /// <summary>Writes the table of so many megabytes of CSV as Parquet and reads it.</summary>
    public static int Parquet(int megabytes)
    {
        TableFiles.Register();
        return Print(".parquet", path =>
        {
            string csv = Path.ChangeExtension(path, ".csv");
            try
            {
                Write(csv, megabytes, Rows);
                TableFile.Write(path, DataFile.ReadTable(csv));
            }
            finally
            {
                File.Delete(csv);
            }
        }, path => $"{DataFile.ReadTable(path).RowCount} rows");
    }

    /// <summary>Writes a table of so many columns and a hundred rows as CSV and reads it.</summary>
    public static int Columns(int columns) => Print(".csv", path => Write(path, int.MaxValue, random => Wide(random, columns)), path => $"{DataFile.ReadTable(path).Columns.Count} columns");

    /// <summary>Writes a text of so many megabytes and looks at it as check does.</summary>
    public static int Text(int megabytes) => Print(".txt", path => Write(path, megabytes, Lines), path => $"{TextReport.Of(TextFile.Read(path), 0.1).Words} words");

    /// <summary>Writes tagged sentences of so many megabytes in columns and reads them.</summary>
    public static int Sentences(int megabytes) => Print(".conll", path => Write(path, megabytes, Words), path => $"{TaggedData.Read(path).Count} sentences");

    /// <summary>
    /// Reads a file a few times and prints the speed, the processor's time, the memory allocated and the peak of the process, less what it had
    /// before.
    /// </summary>
    private static int Print(string extension, Action<string> write, Func<string, string> read)
    {
        string path = Path.Combine(Path.GetTempPath(), $"sluice-bench-{Environment.ProcessId}{extension}");
        try
        {
            write(path);
            double size = new FileInfo(path).Length / 1e6;
            using var process = Process.GetCurrentProcess();
            for (int i = 0; i < Times; i++)
            {
                long start = Emptied(process);
                var (watch, before, system, allocated) =
                    (Stopwatch.StartNew(), process.TotalProcessorTime, process.PrivilegedProcessorTime, GC.GetTotalAllocatedBytes());
                string got = read(path);
                double seconds = watch.Elapsed.TotalSeconds;
                process.Refresh();
                double processors = (process.TotalProcessorTime - before).TotalSeconds, peak = (process.PeakWorkingSet64 - start) / 1e6;
                Console.WriteLine(
                    $"{size:F0} MB, {got}: {seconds:F2} s, {size / seconds:F1} MB/s, {processors:F2} s of processors ({(process.PrivilegedProcessorTime - system).TotalSeconds:F2} in the system), {(GC.GetTotalAllocatedBytes() - allocated) / 1e6:F0} MB allocated"
                    + (i == 0 || OperatingSystem.IsLinux() ? $", peak {peak:F0} MB ({peak / size:F1} times the file)" : "")); // elsewhere a peak never falls
            }
        }
        finally
        {
            File.Delete(path);
        }

        return 0;
    }

    /// <summary>Gives back the memory that can be, and begins a new peak where the system does that; says what is held.</summary>
    private static long Emptied(Process process)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (OperatingSystem.IsLinux()) File.WriteAllText("/proc/self/clear_refs", "5"); // proc(5): the peak becomes what is held now
        process.Refresh();
        return process.WorkingSet64;
    }

    private static void Write(string path, int megabytes, Func<Random, IEnumerable<string>> pieces)
    {
        using var file = new StreamWriter(path);
        long written = 0;
        foreach (string piece in pieces(new Random(1)))
        {
            file.Write(piece);
            if ((written += piece.Length) >= 1_000_000L * megabytes) break;
        }
    }

    private static IEnumerable<string> Rows(Random random)
    {
        var time = new DateTime(2000, 1, 1);
        yield return "time,shop,price,temp,sold,note\n";
        for (long i = 0; ; i++)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{time.AddMinutes(i):yyyy-MM-dd HH:mm},{(i % 3 == 0 ? "north" : "south")},{100 * random.NextDouble():F2},{10 + 5 * random.NextDouble():F3},{random.Next(500)},{(char)('a' + i % 4)}\n");
        }
    }

    private static IEnumerable<string> Wide(Random random, int columns)
    {
        const int Rows = 100;
        yield return string.Join(',', Enumerable.Range(0, columns).Select(i => $"column{i}")) + '\n';
        for (int r = 0; r < Rows; r++) yield return string.Join(',', Enumerable.Range(0, columns).Select(_ => $"{random.NextDouble():F3}")) + '\n';
    }

    private static IEnumerable<string> Lines(Random random)
    {
        while (true) yield return string.Join(' ', Enumerable.Range(0, random.Next(6, 14)).Select(_ => Word(random)))
            + (random.Next(4) == 0 ? " — é.\n" : ".\n");
    }

    private static IEnumerable<string> Words(Random random)
    {
        while (true) yield return $"{Word(random)}\t{(random.Next(20) == 0 ? "B-NAME" : "O")}\n{(random.Next(20) == 0 ? "\n" : "")}";
    }

    // Of 20,000 words the n-th is about as frequent as 1/n, as in languages (Zipf 1935).
    private static string Word(Random random) => $"w{(int)Math.Pow(20_000, random.NextDouble())}";
}
