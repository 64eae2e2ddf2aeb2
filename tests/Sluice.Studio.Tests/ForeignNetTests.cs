using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Sluice.Autodiff;
using Sluice.Layers;

namespace Sluice.Studio.Tests;

/// <summary>Weights that others trained: their layers are listed, and their gates watched on numbers and on text.</summary>
public sealed class ForeignNetTests() : InsideHost(Write)
{
    private const string Net = "theirs.safetensors";

    private static readonly float[][] s_rows = [[1, 2, -1], [0.5f, -1, 0], [0, 1, 0.25f]];

    [Fact]
    public async Task Layers_are_listed_and_the_first_is_run()
    {
        var listed = (await Get("models")).AsArray().Single(m => (string)m!["name"]! == Net)!;
        Assert.Equal(("network", "weights"), ((string)listed["kind"]!, (string)listed["task"]!));
        var net = await Get($"network?model={Net}");
        Assert.Equal("a safetensors file", (string)net["kind"]!);
        Assert.True((bool)net["weights"]!);
        Assert.Equal(("rnn", "lstm", 3, 6), ((string)net["layers"]![0]!["name"]!, (string)net["layers"]![0]!["cell"]!, (int)net["layers"]![0]!["input"]!, (int)net["layers"]![0]!["hidden"]!));
        Assert.Equal(5, (int)net["allArrays"]!);

        var look = await Post("recorded", new { model = Net, file = "x.csv" });
        float[] h = await Values((string)look["id"]!, "h", 2, s_rows.Length);

        // The same by the library alone.
        var x = new Tensor(s_rows.Length, 1, 3);
        for (int t = 0; t < s_rows.Length; t++) s_rows[t].CopyTo(x.Row(t));
        var y = Recurrent.From(Path.Combine(Folder, Net)).Run(new Tape(recording: false), x, out _);
        Assert.Equal([.. Enumerable.Range(0, s_rows.Length).Select(t => y[t, 2])], h);
        Assert.NotEmpty((await Get($"run/{(string)look["id"]!}/numbers?layer=0&unit=2&at=1"))["formulas"]!.AsArray());
    }

    [Fact]
    public async Task A_text_is_read_by_the_alphabet_that_is_given()
    {
        var embedded = await Post("recorded", new { model = Net, text = "abea", alphabet = "abcde" });
        Assert.Equal(["a", "b", "e", "a"], embedded["words"]!.AsArray().Select(w => (string)w![0]!));
        var oneHot = await Post("recorded", new { model = Net, text = "ab\\n", alphabet = "ab\\n" });
        Assert.Equal(["1", "0", "0"], oneHot["words"]![0]!.AsArray().Skip(2).Select(w => (string)w!));
        Assert.NotEqual(await Values((string)embedded["id"]!, "h", 0, 2), await Values((string)oneHot["id"]!, "h", 0, 2));
    }

    [Theory]
    [InlineData(Net, "abz", "abcde", "got 'z', which is not in it")]
    [InlineData(Net, "ab", "abcd", "expected an alphabet of 3 symbols, got 4")]
    [InlineData("broken.pt", "ab", "ab", "broken.pt: this ZIP archive is damaged")]
    [InlineData("none.keras", "ab", "ab", "none.keras: expected a file of weights")]
    public async Task What_does_not_fit_is_one_sentence(string model, string text, string alphabet, string expected)
    {
        using var answer = await Client.PostAsJsonAsync("recorded", new { model, text, alphabet });
        Assert.False(answer.IsSuccessStatusCode);
        Assert.Contains(expected, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!);
    }

    private async Task<float[]> Values(string id, string value, int unit, int steps)
    {
        float[] values = new float[steps];
        Buffer.BlockCopy(await Client.GetByteArrayAsync($"run/{id}/unit?layer=0&value={value}&unit={unit}&from=0&to={steps}"), 0, values, 0, 4 * steps);
        return values;
    }

    private static void Write(string folder)
    {
        ForeignFiles.Write(Path.Combine(folder, Net));
        File.WriteAllText(Path.Combine(folder, "x.csv"), "a,b,c\n" + string.Concat(s_rows.Select(r => string.Join(',', r) + "\n")));
        File.WriteAllText(Path.Combine(folder, "broken.pt"), "PK\u0003\u0004 and no more");
        File.WriteAllText(Path.Combine(folder, "none.keras"), "a text");
    }
}
