using System.Diagnostics;
using System.Globalization;
using Sluice.Readers;

namespace Sluice.Bench;

/// <summary>How fast a table of six columns is read from CSV, what its columns hold being found.</summary>
internal static class Reading
{
    private const int Times = 3;

    /// <summary>
    /// Writes a file of so many megabytes, reads it a few times and prints the speed, the processor's time and the memory allocated.
    /// </summary>
    public static int Print(int megabytes)
    {
        string path = Path.Combine(Path.GetTempPath(), $"sluice-bench-{Environment.ProcessId}.csv");
        try
        {
            Write(path, 1_000_000L * megabytes);
            double size = new FileInfo(path).Length / 1e6;
            using var process = Process.GetCurrentProcess();
            for (int i = 0; i < Times; i++)
            {
                var (watch, before, allocated) = (Stopwatch.StartNew(), process.TotalProcessorTime, GC.GetTotalAllocatedBytes());
                int rows = DataFile.ReadTable(path).RowCount;
                process.Refresh();
                Console.WriteLine($"{size:F0} MB, {rows} rows: {watch.Elapsed.TotalSeconds:F2} s, {size / watch.Elapsed.TotalSeconds:F1} MB/s, "
                    + $"{(process.TotalProcessorTime - before).TotalSeconds:F2} s of processors, {(GC.GetTotalAllocatedBytes() - allocated) / 1e6:F0} MB allocated");
            }
        }
        finally
        {
            File.Delete(path);
        }

        return 0;
    }

    private static void Write(string path, long bytes)
    {
        var random = new Random(1);
        var time = new DateTime(2000, 1, 1);
        using var file = new StreamWriter(path);
        file.Write("time,shop,price,temp,sold,note\n");
        for (long i = 0, written = 0; written < bytes; i++)
        {
            string row = string.Create(CultureInfo.InvariantCulture,
                $"{time.AddMinutes(i):yyyy-MM-dd HH:mm},{(i % 3 == 0 ? "north" : "south")},{100 * random.NextDouble():F2},{10 + 5 * random.NextDouble():F3},{random.Next(500)},{(char)('a' + i % 4)}\n");
            file.Write(row);
            written += row.Length;
        }
    }
}
