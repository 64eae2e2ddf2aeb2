using Sluice.Formats;

namespace Sluice.Tests.Formats;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        AtomicFile.BeforeOperation = null;
        _folder.Dispose();
    }

    [Fact]
    public void Replaces_a_file_and_leaves_nothing_else()
    {
        var path = _folder.File("a.txt", "old");
        AtomicFile.Write(path, "new");
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Keeps_the_old_content_when_it_is_not_committed()
    {
        var path = _folder.File("a.txt", "old");
        using (var file = new AtomicFile(path)) file.Write(new byte[100_000]);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Writes_small_and_large_pieces_in_order()
    {
        var path = _folder.File("a.bin");
        var expected = new MemoryStream();
        using (var file = new AtomicFile(path))
        {
            for (int i = 0; i < 40; i++)
            {
                var piece = Enumerable.Repeat((byte)i, i * i * 150).ToArray();
                file.Write(piece);
                expected.Write(piece);
            }
            Assert.Equal(expected.Length, file.Position);
            file.Commit();
        }
        Assert.Equal(expected.ToArray(), File.ReadAllBytes(path));
    }

    [Fact]
    public void Holds_the_old_or_the_new_content_whichever_operation_fails()
    {
        var old = Enumerable.Repeat((byte)1, 10_000).ToArray();
        var changed = Enumerable.Repeat((byte)2, 3_500_000).ToArray();
        int failing = 0;
        for (bool done = false; !done;)
        {
            failing++;
            var path = _folder.File("a.bin", old);
            int left = failing;
            AtomicFile.BeforeOperation = () => { if (--left == 0) throw new IOException("No space left on device."); };
            try
            {
                AtomicFile.Write(path, changed);
                done = true;
            }
            catch (SluiceException e)
            {
                Assert.Contains("No space left", e.Message);
                var now = File.ReadAllBytes(path);
                Assert.Equal(e.Message.Contains("unchanged") ? old : changed, now);
            }
            Assert.Equal([path], Directory.GetFiles(_folder.Path));
        }
        Assert.Equal(changed, File.ReadAllBytes(_folder.File("a.bin")));
        Assert.Equal(9, failing); // open, four pieces, flush, rename, flush of the folder; then none fails
    }

    [Fact]
    public void Names_the_file_when_its_folder_is_missing()
    {
        var path = _folder.File("no/such/a.txt");
        Assert.Contains(path, Assert.Throws<SluiceException>(() => AtomicFile.Write(path, "x")).Message);
    }

    [Fact]
    public void Removes_what_killed_processes_left()
    {
        var kept = _folder.File("model.safetensors", "x");
        _folder.File(".model.safetensors.17-1.sluice-tmp", "half");
        AtomicFile.RemoveLeftovers(_folder.Path);
        Assert.Equal([kept], Directory.GetFiles(_folder.Path));
    }
}
