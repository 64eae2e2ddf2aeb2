using System.Globalization;
using Sluice.Data.Sequences;
using Sluice.Tasks.Translate;

namespace Sluice.Tests.Tasks.Translate;

public class PracticeTests
{
    public static TheoryData<Func<int, int, ulong, (IReadOnlyList<SequencePair> Training, IReadOnlyList<SequencePair> Unseen)>> Makers
        => [Practice.Reversed, Practice.Dates];

    [Theory]
    [MemberData(nameof(Makers))]
    public void The_same_seed_gives_the_same_pairs_and_unseen_targets_are_not_learned(
        Func<int, int, ulong, (IReadOnlyList<SequencePair> Training, IReadOnlyList<SequencePair> Unseen)> make)
    {
        var (training, unseen) = make(2000, 300, 7);
        Assert.Equal((2000, 300), (training.Count, unseen.Count));
        Assert.Equal(training, make(2000, 300, 7).Training);
        Assert.Equal(unseen, make(2000, 300, 7).Unseen);
        Assert.NotEqual(training, make(2000, 300, 8).Training);
        Assert.Empty(training.Select(p => p.Target).Intersect(unseen.Select(p => p.Target)));
        Assert.Equal(2000, training.DistinctBy(p => p.Source).Count());
        Assert.Throws<SluiceException>(() => make(-1, 0, 7));
    }

    [Fact]
    public void Reversed_pairs_are_reversed()
        => Assert.All(Practice.Reversed(500, 0, 1).Training, p => Assert.Equal(p.Source, string.Concat(p.Target.Reverse())));

    [Fact]
    public void Dates_have_many_forms_of_one_day()
    {
        var pairs = Practice.Dates(5000, 0, 1).Training;
        Assert.All(pairs, p =>
        {
            var date = DateOnly.ParseExact(p.Target, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            Assert.InRange(date.Year, 1900, 2099);
            Assert.Contains(date.Day.ToString(CultureInfo.InvariantCulture), p.Source);
        });
        foreach (string form in new[] { @"^\d+ [A-Z]\w+ \d{4}$", @"^[A-Z]\w+ \d+(st|nd|rd|th), \d{4}$", @"^\d+(st|nd|rd|th) of [A-Z]\w+ \d{4}$", @"^\d+/\d+/\d{4}$", @"^\d+\.\d+\.\d{4}$", @"^\d{8}$", @"^[a-z]+, " })
            Assert.Contains(pairs, p => System.Text.RegularExpressions.Regex.IsMatch(p.Source, form));
    }
}
