using Sluice.Formats;
using Sluice.Readers;

namespace Sluice.Tests.Formats;

public class FileScopeTests
{
    [Fact]
    public async Task Within_a_scope_readers_open_only_what_its_check_lets_through()
    {
        string folder = Directory.CreateTempSubdirectory("sluice-scope-").FullName;
        string inside = Path.Combine(folder, "a.csv"), outside = Path.Combine(Path.GetTempPath(), $"sluice-outside-{Guid.NewGuid():N}.csv");
        try
        {
            foreach (string file in new[] { inside, outside }) File.WriteAllText(file, "x\n1\n");
            string Check(string path) => path.StartsWith(folder, StringComparison.Ordinal) ? path : throw new SluiceException("not in the folder");
            using (FileScope.Within(Check))
            {
                Assert.Equal(1, DataFile.ReadTable(inside).RowCount);
                Assert.Throws<SluiceException>(() => DataFile.ReadTable(outside));
                Assert.Throws<SluiceException>(() => AtomicFile.Write(outside, "y"));
                Assert.Throws<SluiceException>(() => LineFile.Append(outside, "y"u8));
                Assert.Throws<SluiceException>(() => SafeTensorsFile.Read(outside));
                await Task.Run(() => Assert.Throws<SluiceException>(() => TextFile.Read(outside)));
                Exception? thrown = null;
                var thread = new Thread(() => thrown = Record.Exception(() => TextFile.Read(outside)));
                thread.Start();
                thread.Join();
                Assert.IsType<SluiceException>(thrown);
            }

            Assert.Equal(1, DataFile.ReadTable(outside).RowCount);
        }
        finally
        {
            File.Delete(outside);
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_pipe_in_the_folder_is_refused_within_a_scope_and_nobody_waits_at_it()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryFolder();
        using (var made = System.Diagnostics.Process.Start("mkfifo", [folder.File("pipe.csv")])) made.WaitForExit();
        using (FileScope.Within(path => path))
        {
            Assert.Throws<SluiceException>(() => TextFile.Read(folder.File("pipe.csv")));
            Assert.Throws<SluiceException>(() => SafeTensorsFile.Read(folder.File("pipe.csv")));
            Assert.Throws<SluiceException>(() => LineFile.Append(folder.File("pipe.csv"), "x"u8));
            Assert.Equal("x", File.ReadAllText(FileScope.Check(folder.File("file.txt", "x"))));
        }
    }
}
