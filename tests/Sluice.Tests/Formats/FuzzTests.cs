using Sluice.Fuzz;

namespace Sluice.Tests.Formats;

/// <summary>A short run of what <c>bench/Sluice.Fuzz</c> does a million times.</summary>
public class FuzzTests
{
    public static TheoryData<string> Targets => [.. Target.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_broken_input_ends_in_a_result_or_a_message(string name)
    {
        var report = Report.Of(Target.All.Single(t => t.Name == name), count: 3000, seed: 20_26);
        Assert.Empty(report.Others);
        Assert.True(report.Accepted > 30 && report.Refused > 30, $"accepted {report.Accepted}, refused {report.Refused}: the mutator reaches too little");
        // The library of Parquet takes at once what the header of a page says, of which the machine gives what is used.
        Assert.InRange(report.WorstMegabytes, 0, name == "parquet" ? 4400 : 16);
    }

    [Fact]
    public void Inputs_are_a_function_of_seed_and_number()
    {
        var target = Target.All[0];
        Assert.Equal(new Mutator(1).Make(target, 5), new Mutator(1).Make(target, 5));
        Assert.NotEqual(new Mutator(1).Make(target, 5), new Mutator(2).Make(target, 5));
        Assert.NotEqual(new Mutator(1).Make(target, 5), new Mutator(1).Make(target, 6));
    }
}
