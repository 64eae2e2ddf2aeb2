using Sluice.Inspection;

namespace Sluice.Tests.Inspection;

public class ActivityTests
{
    private static Activity Of(bool gate, float[][] rows)
    {
        var activity = new Activity(rows.Length, rows[0].Length, gate);
        for (int t = 0; t < rows.Length; t++) rows[t].CopyTo(activity.Row(t));
        return activity;
    }

    [Fact]
    public void A_point_of_a_picture_stands_for_all_that_falls_on_it()
    {
        var states = Of(false, [[1, -2, 0, 0], [0.5f, 1, 0, 3], [0, 0, 1, 0], [0, 0, -1.5f, 0]]);
        Assert.Equal([-2, 0, 3, -1.5f], states.Picture(0, 4, [0, 1, 2, 3], 2, 2, Detail.Strongest));
        Assert.Equal([0.125f, 0, 0.75f, -0.125f], states.Picture(0, 4, [0, 1, 2, 3], 2, 2, Detail.Mean));
        Assert.Equal([3, 0, 0.5f, 0], states.Picture(1, 3, [3, 0], 2, 2, Detail.Strongest));

        // Of a gate, shut and open are both far from the middle.
        Assert.Equal([0.05f], Of(true, [[0.05f, 0.6f], [0.9f, 0.5f]]).Picture(0, 2, [0, 1], 1, 1, Detail.Strongest));
    }

    [Theory]
    [InlineData(0, 5, 1, 1)]
    [InlineData(2, 2, 1, 1)]
    [InlineData(0, 4, 3, 1)]
    [InlineData(0, 4, 2, 5)]
    public void What_does_not_fit_is_refused(int from, int to, int rows, int columns)
        => Assert.Throws<SluiceException>(() => new Activity(4, 2, false).Picture(from, to, [0, 1], rows, columns, Detail.Mean));

    [Fact]
    public void Units_are_sorted_by_mean_and_by_likeness()
    {
        var states = Of(false, [[0, 1, 5], [1, 0, 6], [0, 1, 5], [1, 0, 6.5f]]);
        Assert.Equal([2, 0, 1], states.ByMean());
        Assert.Equal([0, 2, 1], states.ByLikeness(0));
        Assert.Equal([1, 2, 0], states.ByLikeness(1).Order().Select(u => u == 0 ? 1 : u == 1 ? 2 : 0));
    }

    [Fact]
    public void Units_that_switch_on_in_a_range_are_found_and_so_is_where_else_they_are_on()
    {
        //  unit 0 is on in 1..2 and 5..6, unit 1 also but below zero, unit 2 always, unit 3 at 2 alone, unit 4 in 1..3.
        float[][] rows = [.. Enumerable.Range(0, 9).Select(t => new float[]
        {
            t is 1 or 2 or 5 or 6 ? 0.9f : 0.1f, t is 1 or 2 or 5 or 6 or 8 ? -0.8f : 0, 1, t == 2 ? 1 : 0, t is >= 1 and <= 3 ? 1 : 0,
        })];
        var found = new SwitchedUnits(Of(false, rows), 1, 3, 0.5f);
        Assert.Equal([0, 1], found.Units);
        Assert.Equal([new SwitchedSteps(1, 3, 1), new(5, 7, 1)], found.Places(2, 10));
        Assert.Empty(new SwitchedUnits(Of(false, rows), 3, 5, 0.5f).Units);
        Assert.Empty(new SwitchedUnits(Of(false, rows), 3, 5, 0.5f).Places(2, 10));
        Assert.Throws<SluiceException>(() => new SwitchedUnits(Of(false, rows), 3, 10, 0.5f));
    }

    [Fact]
    public void A_few_great_values_do_not_set_the_scale()
    {
        float[][] rows = [.. Enumerable.Range(0, 1000).Select(t => new[] { t == 500 ? 100f : t % 2 == 0 ? 1 : -1 })];
        Assert.Equal(1, Of(false, rows).Scale());
        Assert.Equal(1, Of(true, rows).Scale());

        // One unit of five that counts up.
        Assert.Equal(2, Of(false, [.. Enumerable.Range(0, 1000).Select(t => new float[] { t, 1, -2, 2, 0 })]).Scale());
    }
}
