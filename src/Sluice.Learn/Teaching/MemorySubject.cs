namespace Sluice.Learn.Teaching;

/// <summary>What there is to be remembered.</summary>
public enum MemorySubject
{
    /// <summary>"The clouds are in the" sky: with few words between, and with many.</summary>
    Gap,

    /// <summary>The events of a film, frame by frame: the same street belongs to a chase or to a race.</summary>
    Film,

    /// <summary>The apple that is a fruit and the Apple that is a company, by what came before.</summary>
    Apple,

    /// <summary>Who is the subject, so that the right pronoun follows.</summary>
    Pronoun,
}
