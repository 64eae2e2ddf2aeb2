namespace Sluice.Tasks.Translate;

/// <summary>
/// How often in training the symbol before is the decoder's own guess and not the right one (Bengio, Vinyals, Jaitly and Shazeer 2015),
/// guessed for all steps at once from the right ones (Mihaylova and Martins 2019). A share of 0 is teacher forcing throughout.
/// </summary>
/// <param name="Share">The share of own guesses that is reached, from 0 to 1.</param>
/// <param name="Schedule">One of <see cref="Schedules"/>.</param>
/// <param name="Epochs">After how many epochs it is reached, 1 or more.</param>
public sealed record ScheduledSampling(double Share = 0, string Schedule = "linear", int Epochs = 10)
{
    /// <summary>How the share grows: not at all, evenly, or along a sigmoid whose middle is half way.</summary>
    public static IReadOnlyList<string> Schedules { get; } = ["constant", "linear", "sigmoid"];

    /// <summary>The share in an epoch, which counts from 0.</summary>
    public double At(uint epoch)
    {
        double way = Math.Min(1, (double)epoch / Epochs);
        return Share * Schedule switch
        {
            "constant" => 1,
            "sigmoid" => 1 / (1 + Math.Exp(5 - 10 * way)),
            _ => way,
        };
    }
}
