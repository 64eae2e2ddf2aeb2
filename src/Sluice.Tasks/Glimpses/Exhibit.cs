using System.Text.Json.Serialization;

namespace Sluice.Tasks.Glimpses;

/// <summary>Something of what a model does, in a form that the page can draw.</summary>
/// <param name="What">What it is of, in one word that the page has in all languages, such as "translation".</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Answers), "answers")]
[JsonDerivedType(typeof(TaggedWords), "words")]
[JsonDerivedType(typeof(Course), "course")]
[JsonDerivedType(typeof(Map), "map")]
[JsonDerivedType(typeof(PianoRoll), "roll")]
[JsonDerivedType(typeof(Pictures), "pictures")]
public abstract record Exhibit(string What);

/// <summary>What was told or written.</summary>
public sealed record Answers(string What, IReadOnlyList<Answer> All) : Exhibit(What);

/// <summary>An answer.</summary>
/// <param name="From">What it is made from, or nothing.</param>
/// <param name="Made">What was told or written.</param>
/// <param name="Truth">What is right, or null where nothing is.</param>
/// <param name="IsRight">Whether it is.</param>
/// <param name="Probability">How sure the model is, or null.</param>
public sealed record Answer(string From, string Made, string? Truth = null, bool IsRight = false, double? Probability = null);

/// <summary>Sentences with a tag for each word.</summary>
public sealed record TaggedWords(string What, IReadOnlyList<IReadOnlyList<TaggedWord>> Sentences) : Exhibit(What);

/// <summary>A word, the tag that it is given, and the right one, which is null where it is not known.</summary>
public sealed record TaggedWord(string Word, string Made, string? Truth);

/// <summary>Values over steps, and what was foreseen of them.</summary>
/// <param name="What">What it is of.</param>
/// <param name="Truth">The values as they were.</param>
/// <param name="Foreseen">Of each step from <paramref name="From"/> on: the value, or its low end, middle and high end.</param>
/// <param name="From">The step of the first that was foreseen, from 0.</param>
/// <param name="Name">Of what, such as a series or a unit.</param>
/// <param name="Levels">What each whole number stands for, where values are choices.</param>
public sealed record Course(
    string What, IReadOnlyList<double> Truth, IReadOnlyList<double[]> Foreseen, int From = 0, string Name = "",
    IReadOnlyList<string>? Levels = null) : Exhibit(What)
{
    /// <summary>When each step was, truth and then what was foreseen beyond it; null where the data has no dates.</summary>
    public IReadOnlyList<string>? Times { get; init; }
}

/// <summary>A table of shares from 0 to 1.</summary>
/// <param name="What">What it is of.</param>
/// <param name="Rows">What stands at each row.</param>
/// <param name="Columns">What stands above each column.</param>
/// <param name="Shares">The shares of each row.</param>
/// <param name="Counts">What the shares were counted from, or null.</param>
public sealed record Map(
    string What, IReadOnlyList<string> Rows, IReadOnlyList<string> Columns, IReadOnlyList<float[]> Shares,
    IReadOnlyList<int[]>? Counts = null) : Exhibit(What);

/// <summary>Notes over steps, by the numbers of their keys.</summary>
/// <param name="What">What it is of.</param>
/// <param name="Given">The steps that the model heard.</param>
/// <param name="Made">Those with which it went on.</param>
/// <param name="Truth">Those with which the piece went on.</param>
public sealed record PianoRoll(string What, IReadOnlyList<int[]> Given, IReadOnlyList<int[]> Made, IReadOnlyList<int[]> Truth) : Exhibit(What);

/// <summary>Pictures with what is told of them.</summary>
public sealed record Pictures(string What, IReadOnlyList<Picture> All) : Exhibit(What);

/// <summary>A picture.</summary>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Pixels">Red, green and blue of each, row after row.</param>
/// <param name="Told">What was told of it.</param>
public sealed record Picture(int Width, byte[] Pixels, Answer Told);
