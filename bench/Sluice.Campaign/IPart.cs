namespace Sluice.Campaign;

/// <summary>A promise, and what tries to break it.</summary>
internal interface IPart
{
    /// <summary>One word, for <c>--part</c>.</summary>
    string Name { get; }

    /// <summary>What is promised.</summary>
    string Promise { get; }

    /// <summary>Its share of the campaign's time; the shares of all parts add up to 1.</summary>
    double Share { get; }

    /// <summary>Tries until the time is over.</summary>
    Outcome Run(Budget budget);
}

/// <summary>What came of a part.</summary>
/// <param name="Count">How many attempts, with their unit.</param>
/// <param name="Worst">The worst figure that was met.</param>
/// <param name="Failures">Each attempt that broke the promise, with what repeats it.</param>
internal sealed record Outcome(string Count, string Worst, IReadOnlyList<string> Failures);
