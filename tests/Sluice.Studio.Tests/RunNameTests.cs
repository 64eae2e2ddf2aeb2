using Sluice.Formats;
using Sluice.Training;

namespace Sluice.Studio.Tests;

/// <summary>Runs have the names that people give them.</summary>
public sealed class RunNameTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-names-").FullName;
    private readonly StudioContext _studio;

    public RunNameTests()
    {
        _studio = new StudioContext(new StudioOptions { Folder = _folder });
        foreach (string name in new[] { "one", "two" })
        {
            AtomicFile.Write(Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "runs", name)).FullName, "config.json"), "{ \"task\": \"text\" }");
            AtomicFile.Write(Path.Combine(_folder, "runs", name, "events.jsonl"), "");
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_run_gets_another_name_and_is_found_under_it()
    {
        Assert.Equal("runs/夏天 2", _studio.Runs.Rename("runs/one", " 夏天 2 "));
        Assert.Equal(["runs/two", "runs/夏天 2"], _studio.Runs.All().Select(r => r.Name).Order(StringComparer.Ordinal));
        Assert.Equal("gone", _studio.Runs.Open("runs/one").Status.State);
        Assert.Equal("runs/夏天 2", _studio.Runs.Rename("runs/夏天 2", "夏天 2"));
    }

    [Theory]
    [InlineData("two", "there is a 'runs/two' already")]
    [InlineData("", "expected a name for the run")]
    [InlineData("..", "expected a name for the run")]
    [InlineData("a/b", "expected a name for the run")]
    [InlineData("a,b", "expected a name for the run")]
    [InlineData("a\u001B[31m", "expected a name for the run")]
    public void What_is_no_free_and_plain_name_is_refused(string to, string expected)
    {
        Assert.Contains(expected, Assert.Throws<SluiceException>(() => _studio.Runs.Rename("runs/one", to)).Message);
        Assert.True(Directory.Exists(Path.Combine(_folder, "runs", "one")));
    }

    [Fact]
    public void A_run_that_is_being_trained_keeps_its_name()
    {
        using var held = RunFolder.Hold(Path.Combine(_folder, "runs", "one"));
        Assert.Contains("stop it first", Assert.Throws<SluiceException>(() => _studio.Runs.Rename("runs/one", "three")).Message);
    }
}
