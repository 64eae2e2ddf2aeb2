using System.Runtime.CompilerServices;
using Sluice.Learn.Teaching;

namespace Sluice.Tests.Examples;

/// <summary>Every teaching example prints what its README shows.</summary>
public class StoriesTests
{
    public static TheoryData<string> Names() => [.. Stories.Names];

    [Theory, MemberData(nameof(Names))]
    public void A_story_prints_what_its_README_shows(string name)
    {
        string[] readme = File.ReadAllLines(Path.Combine(Root(), "examples", name, "README.md"));
        int from = Array.FindIndex(readme, l => l.EndsWith(", prints", StringComparison.Ordinal)) + 2;
        int to = Array.FindIndex(readme, from, l => l.StartsWith("The code", StringComparison.Ordinal)) - 1;
        Assert.Equal(ToldStories.In(name, StoryLanguage.English).TrimEnd('\n').Split('\n'), readme[from..to].Select(l => l.Length == 0 ? l : l[4..]));
    }

    [Fact]
    public void The_walk_through_tells_its_story_gate_by_gate()
    {
        var steps = WalkThrough.Play("Doug", "saw", "Jane", ".", "Spot", "saw");

        // New word Doug, any name was expected: for "saw", against Doug, nothing ignored, nothing remembered, only "saw" selected.
        Gate(steps[0], "g", -1, 0, 0, 1, 0);
        Gate(steps[0], "i", 1, 1, 1, 1, 1);
        Gate(steps[0], "f", 0, 0, 0, 0, 0);
        Gate(steps[0], "c", -1, 0, 0, 1, 0);
        Gate(steps[0], "o", 0, 0, 0, 1, 0);
        Gate(steps[0], "h", 0, 0, 0, MathF.Tanh(1), 0);
        Assert.Equal(["saw"], steps[0].Expected);

        // New word saw: for all names; "saw" dropped, "not Doug" kept; the sum cancels Doug; the names are let through.
        Gate(steps[1], "g", 1, 1, 1, 0, 0);
        Gate(steps[1], "i", 1, 1, 1, 1, 1);
        Gate(steps[1], "f", 1, 1, 1, 0, 0);
        Gate(steps[1], "c", 0, 1, 1, 0, 0);
        Gate(steps[1], "o", 1, 1, 1, 0, 0);
        Gate(steps[1], "h", 0, MathF.Tanh(1), MathF.Tanh(1), 0, 0);
        Assert.Equal(["Jane", "Spot"], steps[1].Expected);

        // And on: who is seen ends the sentence, and then everything begins again.
        Assert.Equal(["."], steps[2].Expected);
        Assert.Equal(["Doug", "Jane", "Spot"], steps[3].Expected);
        Assert.Equal(["saw"], steps[4].Expected);
        Assert.Equal(["Doug", "Jane"], steps[5].Expected);
    }

    [Fact]
    public void Every_vote_is_told_with_what_word_earlier_prediction_and_bias_add_to_it()
    {
        // At "saw" the word opens the gates of forgetting, against a bias that shuts them.
        var step = WalkThrough.Play("Doug", "saw")[1];
        Assert.Equal("f = σ(Wf x + Rf h⁻ + bf) = σ(40.00 + 0.00 + −20.00) = 1.00", step.Flow.Equations[0][1]);
        Assert.Equal("i = σ(Wi x + Ri h⁻ + bi) = σ(0.00 + 0.00 + 20.00) = 1.00", step.Flow.Equations[0][0]);
    }

    [Theory]
    [InlineData("g")]
    [InlineData("i")]
    [InlineData("f")]
    [InlineData("o")]
    [InlineData("c")]
    [InlineData("h")]
    public void After_a_whole_sentence_the_next_is_read_as_if_it_were_the_first(string path)
    {
        var steps = WalkThrough.Play("Jane", "saw", "Spot", ".", "Doug", "saw");
        foreach (var (later, first) in steps.Skip(4).Zip(WalkThrough.Play("Doug", "saw"))) Gate(later, path, first.Paths[path]);
    }

    [Fact]
    public void A_word_that_is_not_in_the_story_is_named()
        => Assert.Contains("got 'apple'", Assert.Throws<SluiceException>(() => WalkThrough.Play("apple")).Message);

    [Fact]
    public void The_outputs_by_hand() => Assert.Equal([[4f, 4], [12, 12], [32, 32]], ByHand.Run());

    [Fact]
    public void Vectors_add_and_gates_pass_a_share()
    {
        Assert.Equal([9f, 11, 13], Gates.Add([3, 4, 5], [6, 7, 8]));
        Assert.Equal([0.8f, 0.4f, 0], Gates.Gate([0.8f, 0.8f, 0.8f], [1, 0.5f, 0]));
        Assert.Equal((0f, 1f, -1f), (Gates.Tanh(0), Gates.Tanh(100), Gates.Tanh(-100)));
        Assert.Equal((0.5f, 1f), (Gates.Sigmoid(0), Gates.Sigmoid(100)));
    }

    private static void Gate(WalkThroughStep step, string path, params float[] expected)
    {
        for (int u = 0; u < expected.Length; u++)
            Assert.True(
                MathF.Abs(expected[u] - step.Paths[path][u]) < 1e-4f,
                $"{step.Word} {path}[{WalkThrough.Words[u]}]: expected {expected[u]}, got {step.Paths[path][u]}");
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
