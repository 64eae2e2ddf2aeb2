using Sluice.Autodiff;
using Sluice.Formats;

namespace Sluice.Tests.Formats;

public sealed class ModelFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, "1", null)]
    [InlineData(1, "2", null)]
    [InlineData(1, "3", "expected layout version 2, got 3: it was saved by a newer Sluice.")]
    [InlineData(1, "0", "got 0: it was saved by an older Sluice; train the model again.")]
    [InlineData(1, "one", "got one: ")]
    [InlineData(2, "2", null)]
    [InlineData(2, "1", "expected layout version 2, got 1: it was saved by an older Sluice; train the model again.")]
    public void A_file_of_another_version_is_read_or_refused_with_the_reason(int oldest, string version, string? refused)
    {
        string path = Path.Combine(_folder.Path, "model.safetensors");
        ModelFile.Save(path, "text", [new Parameter("w", 2)], new Dictionary<string, string>());
        var file = SafeTensorsFile.Read(path);
        Assert.Equal("2", file.Metadata["sluice.version"]);
        var metadata = file.Metadata.Where(m => !m.Key.EndsWith("_sha256", StringComparison.Ordinal)).ToDictionary();
        metadata["sluice.version"] = version;
        new SafeTensorsFile(file.Tensors, metadata).Write(path);
        if (refused is null) Assert.Equal("text", ModelFile.Open(path, "text", oldest).Metadata["sluice.task"]);
        else Assert.Contains(refused, Assert.Throws<SluiceFormatException>(() => ModelFile.Open(path, null, oldest)).Message);
    }

    [Fact]
    public void A_large_file_is_read_into_the_weights_and_takes_no_other_memory()
    {
        var (path, saved) = Large();
        var read = Weights();
        Allocation.Of(() => ModelFile.Restore(ModelFile.Open(path), Weights(), path));
        long allocated = Allocation.Of(() => ModelFile.Restore(ModelFile.Open(path), read, path));
        Assert.InRange(allocated, 0, (long)(1.1 * new FileInfo(path).Length));
        foreach (var (was, now) in saved.Zip(read)) Assert.Equal(was.Value.ToArray(), now.Value.ToArray());
    }

    [Fact]
    public void A_file_that_changes_while_it_is_read_is_refused_and_one_that_is_replaced_is_not()
    {
        var (path, saved) = Large();
        var file = ModelFile.Open(path);
        string other = Path.Combine(_folder.Path, "other.safetensors");
        File.Copy(path, other);
        File.Move(other, path, overwrite: true);
        var read = Weights();
        ModelFile.Restore(file, read, path);
        Assert.Equal(saved[0].Value.ToArray(), read[0].Value.ToArray());
        file = ModelFile.Open(path);
        File.SetLastWriteTimeUtc(path, new DateTime(2001, 1, 1));
        Assert.Contains("the file changed while it was read", Assert.Throws<SluiceFormatException>(() => ModelFile.Restore(file, Weights(), path)).Message);
    }

    [Theory]
    [InlineData(float.NaN, "element 5 is not a finite number")]
    [InlineData(1f, "was altered or damaged")]
    public void What_is_wrong_with_a_large_file_is_said_before_it_is_read(float value, string expected)
    {
        var parameters = Weights();
        parameters[0].Value[0, 5] = float.IsNaN(value) ? value : 0;
        string path = Path.Combine(_folder.Path, "model.safetensors");
        ModelFile.Save(path, "text", parameters, new Dictionary<string, string>());
        if (!float.IsNaN(value))
        {
            using var file = File.OpenWrite(path);
            file.Position = file.Length - 100;
            file.Write([77]);
        }

        Assert.Contains(expected, Assert.Throws<SluiceFormatException>(() => ModelFile.Open(path)).Message);
    }

    private (string Path, Parameter[] Saved) Large()
    {
        string path = Path.Combine(_folder.Path, "model.safetensors");
        var saved = Weights();
        foreach (var parameter in saved) for (int r = 0; r < parameter.Value.Rows; r++) parameter.Value.Row(r).Fill(r + 0.5f);
        ModelFile.Save(path, "text", saved, new Dictionary<string, string>());
        return (path, saved);
    }

    // Rows with padding behind them, rows without, and one row.
    private static Parameter[] Weights() => [new("a", 700, 701), new("b", 1000, 512), new("c", 30_001)];
}
