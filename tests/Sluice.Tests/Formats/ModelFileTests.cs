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
}
