using Sluice.Autodiff;

namespace Sluice.Tests.Autodiff;

/// <summary>What a tape holds is bounded by what its largest step needs, whatever the sizes of the steps.</summary>
public class LentMemoryTests
{
    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(int.MaxValue - 1)]
    [InlineData(-1)]
    public void A_row_that_cannot_be_counted_with_its_padding_is_refused(int columns)
    {
        Assert.Contains("Memory: expected tensors with rows", Assert.Throws<SluiceException>(() => new Tape().Lend(false, 1, columns)).Message);
        Assert.Contains("Memory: expected tensors with rows", Assert.Throws<SluiceException>(() => new Tensor(1, columns)).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Steps_of_all_lengths_hold_little_more_than_the_longest_needs(int seed)
    {
        var random = new Random(seed);
        var tape = new Tape();
        long most = 0;
        for (int step = 0; step < 300; step++)
        {
            tape.Reset();
            int steps = 1 + random.Next(60);
            long needed = 0;
            foreach (int columns in new[] { 16, 64, 64, 1000, 256, 16, 3000, 48 })
                needed += sizeof(float) * tape.Lend(random.Next(2) == 0, steps, 8, columns).Stride * steps * 8L;
            most = Math.Max(most, needed);
            // Blocks are let go at the reset after a step, so one step may be above.
            if (step % 10 == 9)
            {
                tape.Reset();
                Assert.InRange(tape.Bytes, 0, most * 3 / 2);
            }
        }
    }

    [Fact]
    public void The_same_steps_in_turns_allocate_nothing()
    {
        var tape = new Tape();
        void Step(int rows)
        {
            tape.Reset();
            for (int i = 0; i < 6; i++) tape.Lend(true, rows, 32 << i);
        }

        foreach (int rows in new[] { 3, 50, 7, 50, 3 }) Step(rows);
        long held = tape.Bytes;
        foreach (int rows in new[] { 50, 3, 7, 49, 20 }) Step(rows);
        Assert.Equal(held, tape.Bytes);
    }

    [Fact]
    public void What_is_lent_at_once_is_apart_and_cleared_where_it_is_asked_for()
    {
        var random = new Random(1);
        var tape = new Tape();
        for (int step = 0; step < 20; step++)
        {
            tape.Reset();
            var lent = new List<Tensor>();
            for (int i = 0; i < 12; i++)
            {
                var tensor = tape.Lend(true, 1 + random.Next(9), 1 + random.Next(70));
                Assert.All(Enumerable.Range(0, tensor.Rows), r => Assert.False(tensor.Row(r).ContainsAnyExcept(0f)));
                for (int r = 0; r < tensor.Rows; r++) tensor.Row(r).Fill(i + 1);
                lent.Add(tensor);
            }

            for (int i = 0; i < lent.Count; i++)
                Assert.All(Enumerable.Range(0, lent[i].Rows), r => Assert.False(lent[i].Row(r).ContainsAnyExcept((float)(i + 1))));
        }
    }
}
