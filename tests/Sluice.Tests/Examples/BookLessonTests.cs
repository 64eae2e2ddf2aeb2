using Sluice.Learn.Teaching;
using Sluice.Tasks.Text;

namespace Sluice.Tests.Examples;

public class BookLessonTests
{
    [Theory]
    [InlineData(BookLanguage.English, 1ul)]
    [InlineData(BookLanguage.Simplified, 2ul)]
    [InlineData(BookLanguage.Traditional, 3ul)]
    public void TheNetLearnsAndTheVoteDoesNot(BookLanguage language, ulong seed)
    {
        var lesson = new BookLesson(language, seed);
        List<LessonMoment> moments = [];
        lesson.Run(100, moments.Add);
        var after = moments.TakeLast(100).ToList();
        Assert.True(moments[^1].Loss < moments[0].Loss / 2);
        Assert.InRange(after.Count(m => !m.Net.Right), 0, 2);
        Assert.InRange(after.Count(m => !m.Vote.Right), 60, 100);
    }

    [Fact]
    public void UnitsAreToldByTheWordsThatTheyAnswerTo()
    {
        var lesson = new BookLesson(BookLanguage.English, 1);
        lesson.Run(0, _ => { });
        var units = lesson.Answering();
        Assert.Equal(BookLesson.Units, units.Count);
        Assert.All(units, u => Assert.InRange(u.Keeps, 0.0, 1.0));
        Assert.All(units, u => Assert.NotEmpty(u.Raises.Concat(u.Lowers)));

        // What a unit is said to answer to moves it when the word is read.
        int unit = Enumerable.Range(0, units.Count).First(k => units[k].Raises.Contains(3));
        Assert.True(lesson.Read([0, 3])[1].Flow.Values["i⊙g"][unit] > 0);

        // A net that remembers who began keeps something of itself from word to word.
        Assert.Contains(units, u => u.Keeps > 0.5);
    }

    [Fact]
    public void WhatItReadsIsItsOwn()
    {
        var lesson = new BookLesson(BookLanguage.English, 1);
        lesson.Run(0, _ => { });
        var steps = lesson.Read([0, 3]);
        Assert.Equal([0, 3], steps.Select(s => s.Word));
        Assert.All(steps[0].Earlier[..3], p => Assert.InRange(p, 0.1f, 0.6f));
        Assert.True(steps[0].Next[3] > 0.8f && steps[1].Next[1] > 0.8f, "\"Doug saw\" goes on with Jane.");
        Assert.Equal(steps[0].Next, steps[1].Earlier);
        Assert.Equal(steps[0].Flow.Values["c"], steps[1].Flow.Values["c⁻"]);
        Assert.Equal(BookLesson.Units, steps[0].Flow.Equations.Count);
        Assert.StartsWith("f = σ(Wf x + Rf h⁻ + bf) = σ(", steps[0].Flow.Equations[0].First(e => e[0] == 'f'));
    }
}
