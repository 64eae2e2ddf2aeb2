using Sluice.Tasks.Generate;

namespace Sluice.Studio.Views.Generate;

/// <summary>What is to be drawn. Everything is a function of it, so an address says all.</summary>
/// <param name="Model">A model of the folder.</param>
/// <param name="From">
/// <c>nothing</c>, <c>prefix</c>, <c>again</c> (as the net sees it), <c>between</c> two of a file, or between what two <c>seeds</c> give; over the
/// <c>square</c> between four of a file, or between what four seeds give, <c>own-square</c>.
/// </param>
/// <param name="File">A file with sequences; what the model learned from where it is left out.</param>
/// <param name="Index">The place of a sequence in the file, from 0.</param>
/// <param name="Other">The place of the second, for <c>between</c> and <c>square</c>.</param>
/// <param name="Third">The place of the third, for <c>square</c>.</param>
/// <param name="Fourth">The place of the fourth, for <c>square</c>.</param>
/// <param name="Start">The steps of the sequence that are given, for <c>prefix</c>.</param>
/// <param name="Count">How many to draw; of a square how many in a row.</param>
/// <param name="Steps">New steps of each; 0 for as many as sequences had on average in training.</param>
/// <param name="Temperature">Below 1 bolder choices; for images how far latents lie from the middle of their prior.</param>
/// <param name="Seed">The same gives the same.</param>
internal sealed record DrawRequest(
    string Model, string? From, string? File, int? Index, int? Other, int? Third, int? Fourth, int? Start, int? Count, int? Steps,
    double? Temperature, ulong? Seed)
{
    /// <summary>Steps that a sequence has at most, whether it is read or drawn.</summary>
    public const int MostSteps = 2000;

    private const int MostCount = 16, MostSide = 7;
    private const long MostNumbers = 1 << 22, MostProducts = 200_000_000_000;
    private const double Hottest = 4;

    private static readonly string[] s_from = ["nothing", "prefix", "again", "between", "seeds", "square", "own-square"];

    /// <summary>Whether a sequence of a file is needed.</summary>
    public bool ReadsFile => From is "prefix" or "again" or "between" or "square";

    /// <summary>Whether what is drawn lies on a square between four.</summary>
    public bool IsSquare => From is "square" or "own-square";

    /// <summary>The places of the four in the file: top left, top right, bottom left, bottom right.</summary>
    public IReadOnlyList<int> Corners => [Index ?? 0, Other ?? 1, Third ?? 2, Fourth ?? 3];

    /// <summary>How many are drawn in all.</summary>
    public int All => IsSquare ? Count!.Value * Count.Value : Count!.Value;

    /// <summary>The request with every number that was left out.</summary>
    /// <exception cref="SluiceException">It asks for too much, or for what the model can not do.</exception>
    public DrawRequest Within(Generator model)
    {
        var form = model.Form;
        var (from, count, steps, start, temperature) = (From ?? "nothing", Count ?? (IsSquare ? 5 : 1), Steps ?? 0, Start ?? 0, Temperature ?? 1);
        if (!s_from.Contains(from)) throw new SluiceException($"generate: expected one of {string.Join(", ", s_from)}, got '{from}'.");
        if (IsSquare) Check("the side of a square", count, 2, MostSide);
        else Check("sequences", count, 1, MostCount);
        Check("new steps", steps, 0, MostSteps);
        Check("given steps", start, 0, MostSteps);
        foreach (int place in Corners) Check("the place of a sequence", place, 0, int.MaxValue);
        if (!(temperature is >= 0 and <= Hottest))
            throw new SluiceException($"generate: expected a temperature from 0 to {Hottest}, got {temperature}.");
        if (from == "prefix" && form.Kind == StepForm.Images)
            throw new SluiceException("generate: an image is drawn as a whole and has no beginning; expected any way but 'prefix'.");
        if (from is "between" or "seeds" or "square" or "own-square" && model.Latent == 0)
            throw new SluiceException($"generate: expected a net with latents to draw between others, got {model.Options.Kind}.");
        if (steps == 0) steps = from == "prefix" ? Math.Max(1, form.Length - start) : form.Length;
        steps = Math.Min(steps, MostSteps);
        var whole = this with { From = from, Count = count, Steps = steps, Start = start, Temperature = temperature, Seed = Seed ?? 1 };
        CheckSize(model, whole.All, form.Kind != StepForm.Images ? start + steps : model.Options.Kind == "draw" ? model.Options.Glimpses : 1);
        return whole;

        static void Check(string what, int value, int least, int most)
        {
            if (value < least || value > most) throw new SluiceException($"generate: expected {least} to {most} for {what}, got {value}.");
        }
    }

    /// <summary>Refuses what would keep the studio for long, or fill its memory.</summary>
    /// <exception cref="SluiceException">So many sequences of so many steps are too much for this model.</exception>
    public static void CheckSize(Generator model, int count, int steps)
    {
        long all = (long)count * steps;
        if (all * model.Form.Width > MostNumbers)
            throw new SluiceException(
                $"generate: expected at most {MostNumbers} numbers at once, got {count} x {steps} x {model.Form.Width}; ask for fewer.");
        if (all * model.Parameters.Sum(p => (long)p.Count) > MostProducts)
            throw new SluiceException($"generate: {count} x {steps} steps of a net of this size would take too long; ask for fewer.");
    }
}
