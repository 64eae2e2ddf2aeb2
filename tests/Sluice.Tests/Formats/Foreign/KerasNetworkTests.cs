using Sluice.Formats;
using Sluice.Formats.Foreign;
using Sluice.Fuzz;
using Sluice.Interop;
using Sluice.Models;
using Sluice.Networks;
using Sluice.Tests.Golden;

namespace Sluice.Tests.Formats.Foreign;

/// <summary>Whole models of Keras against what TensorFlow.js, which has the layers of Keras 2, makes of the same inputs.</summary>
public class KerasNetworkTests
{
    public static TheoryData<string> Names => [.. KerasCase.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_gives_what_its_maker_gives(string name) => KerasCase.All[name].Check();

    [Theory]
    [InlineData("model.h5", 1)]
    [InlineData("model.keras", 1)]
    public void Files_that_Keras_wrote_are_read_whole(string name, int layers)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File(name, name.EndsWith("h5", StringComparison.Ordinal) ? KerasSamples.Model : KerasSamples.Archive);
        Assert.True(KerasFiles.HasNetwork(path));
        var network = KerasFiles.ReadNetwork(path);
        Assert.Equal(layers, network.Nodes.Sum(n => n.Layers.Count));
        File.WriteAllBytes(path, KerasSamples.Weights);
        Assert.False(KerasFiles.HasNetwork(path));
        Assert.Contains("weights alone", Assert.Throws<SluiceFormatException>(() => KerasFiles.ReadNetwork(path)).Message);
    }

    [Theory]
    [InlineData("lstm true", 1)]
    [InlineData("both concat true", 2)]
    [InlineData("translator", 2)]
    [InlineData("simple true", 1)]
    public void Recurrent_layers_are_those_of_the_catalog(string name, int layers)
        => Assert.Equal(layers, Of(name).Nodes.Sum(n => n.Layers.Count));

    [Fact]
    public void A_model_is_trained_further()
    {
        var network = Of("translator");
        Assert.Equal(8, network.Parameters.Count());
        Assert.All(network.Parameters, p => Assert.True(p.Count > 0));
    }

    [Fact]
    public void Hard_sigmoid_rises_more_slowly_from_Keras_3_on()
    {
        float Last(string version)
        {
            return Only(KerasCase.All["dense hardSigmoid"].Network(version: version), Value.From([1f, 0, 0], 1, 3))[0];
        }

        Assert.Equal((Last("2.4.0") - 0.5) / 0.2, (Last("3.9.0") - 0.5) * 6, 4);
    }

    [Fact]
    public void Layers_of_Keras_3_are_found_by_their_places()
    {
        var given = KerasCase.All["nested"];
        const string Inner = "layers/sequential/layers/";
        string[] places =
        [
            $"{Inner}lstm/cell/vars/0", $"{Inner}lstm/cell/vars/1", $"{Inner}lstm/cell/vars/2", $"{Inner}dense/vars/0", $"{Inner}dense/vars/1",
            "layers/dense/vars/0", "layers/dense/vars/1",
        ];
        var weights = given.Weights.Zip(places, (w, place) => NamedTensor.Of<float>(place, [.. w.Shape], w.ToFloats()));
        given.Check(given.Network(weights: weights, version: "2.9"));
    }

    [Theory]
    [InlineData("\"class_name\":\"Dense\"", "\"class_name\":\"Lambda\"", "carry code")]
    [InlineData("\"class_name\":\"Dense\"", "\"class_name\":\"Own\"", "layers of class 'Own' are not read")]
    [InlineData("\"class_name\":\"Sequential\"", "\"class_name\":\"MyModel\"", "class 'MyModel'")]
    [InlineData("\"units\":2", "\"units\":3", "expects [any, 3]")]
    [InlineData("\"activation\":\"tanh\"", "\"activation\":\"cube\"", "'cube' is not read within a recurrence")]
    [InlineData("\"activation\":\"linear\"", "\"activation\":\"cube\"", "'cube' is not read")]
    [InlineData("\"name\":\"lstm_", "\"name\":\"other_", "wants an array 'recurrent_kernel'")]
    [InlineData("\"units\":4", "\"units\":5", "expects [5, any]")]
    [InlineData("\"class_name\":\"LSTM\"", "\"class_name\":\"GRU\"", "expected 3 gates of 4 units")]
    [InlineData("\"layers\":[", "\"layers\":[7,", "has no class")]
    public void What_is_not_understood_is_named(string text, string other, string expected)
    {
        var given = KerasCase.All["lstm false"];
        string config = given.Config.Replace("\": ", "\":", StringComparison.Ordinal);
        Assert.Contains(text, config);
        config = config.Replace(text, other, StringComparison.Ordinal);
        Assert.Contains(expected, Assert.Throws<SluiceException>(() => given.Network(config)).Message);
    }

    [Fact]
    public void Whatever_stands_in_a_configuration_is_read_or_refused_in_a_sentence()
    {
        var random = new Random(5);
        string[] words = ["null", "-1", "1e9", "[]", "{}", "\"lstm\"", "[[[\"a\",0,0]]]", "2147483647", "true", "\"same\"", "\"layers\""];
        int read = 0;
        foreach (string name in new[] { "translator", "nested", "both ave true", "frames", "functions", "mask before true", "conv2d" })
        {
            var given = KerasCase.All[name];
            string good = given.Config;
            for (int i = 0; i < 300; i++)
            {
                // Another value for a key, or a piece less.
                string text = good;
                for (int edits = random.Next(1, 3); edits > 0; edits--)
                {
                    int at = random.Next(text.Length), colon = text.IndexOf(':', at);
                    int end = colon < 0 ? -1 : text.IndexOfAny([',', '}', ']'], colon);
                    text = end < 0 ? text[..at] : string.Concat(text.AsSpan(0, colon + 1), words[random.Next(words.Length)], text.AsSpan(end));
                }

                try
                {
                    given.Network(text);
                    read++;
                }
                catch (SluiceException e)
                {
                    Assert.False(string.IsNullOrWhiteSpace(e.Message));
                }
            }
        }

        Assert.InRange(read, 1, 2000);
    }

    private static float[] Only(Network network, Value x)
        => network.Run(new Dictionary<string, Value> { [network.Inputs[0].Name] = x })[network.Outputs[0].Name].ToFloats();

    private static Network Of(string name) => KerasCase.All[name].Network();
}
