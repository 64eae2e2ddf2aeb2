using Sluice.Autodiff;

namespace Sluice.Cli;

/// <summary>Where the time of training steps went, the longest part first.</summary>
internal static class ProfileTable
{
    /// <summary>Writes a table for people, or an object on a line for machines.</summary>
    public static void Write(StepProfile profile, bool json, TextWriter output)
    {
        if (profile.Steps == 0) return;
        double all = profile.Parts.Sum(p => p.Forward + p.Backward);
        var parts = profile.Parts.OrderByDescending(p => p.Forward + p.Backward)
            .Select(p => (p.Part, Forward: Each(p.Forward), Backward: Each(p.Backward), Share: (p.Forward + p.Backward) / all)).ToList();
        if (json)
        {
            output.WriteLine(JsonLine.Of(new
            {
                Event = "profile",
                profile.Steps,
                MillisecondsAStep = Each(all),
                Parts = parts.Select(p => new { p.Part, ForwardMilliseconds = p.Forward, BackwardMilliseconds = p.Backward, p.Share }),
            }));
            return;
        }

        output.WriteLine($"A step takes {Each(all):F2} ms, the mean of {profile.Steps}:");
        output.WriteLine();
        MarkdownTable.Write(
            output,
            [["part", "forward, ms", "backward, ms", "share"],
                .. parts.Select(p => new[] { p.Part, $"{p.Forward:F3}", p.Backward > 0 ? $"{p.Backward:F3}" : "", $"{100 * p.Share:F1} %" })]);
        output.WriteLine();

        double Each(double seconds) => 1000 * seconds / profile.Steps;
    }
}
