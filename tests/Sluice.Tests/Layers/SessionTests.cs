using Sluice.Autodiff;
using Sluice.Layers;

namespace Sluice.Tests.Layers;

public class SessionTests
{
    private static readonly RecurrentStack s_stack = new("rnn", new StackOptions("lstm", 6, 20, Layers: 2, LearnedInitial: true), 4);

    [Fact]
    public void A_session_moves_as_bytes_and_goes_on_to_the_bit()
    {
        var session = Walked(5);
        byte[] bytes = session.ToBytes();
        var other = new Session(s_stack, 6, 3);
        other.Restore(bytes);
        Assert.Equal(bytes, other.ToBytes());
        Assert.Equal(Step(session, 9), Step(other, 9));
        Assert.NotEqual(bytes, session.ToBytes());
    }

    [Fact]
    public void A_copy_goes_its_own_way()
    {
        var session = Walked(5);
        var copy = session.Copy();
        float[] next = Step(session, 1);
        Step(session, 2);
        Assert.Equal(next, Step(copy, 1));
    }

    [Fact]
    public void A_session_begins_with_the_learned_states_and_returns_to_them()
    {
        var stack = new RecurrentStack("rnn", s_stack.Options, 4);
        var start = stack.Parameters.First(p => p.Name == "rnn.initial_h_l1");
        start.Value.Row(0).Fill(0.25f);
        var session = new Session(stack, 6, 3);
        Assert.All(session.States[1].Values[0].ToArray(), v => Assert.Equal(0.25f, v));
        byte[] begun = session.ToBytes();
        stack.Step(new Tensor(1, 6), session.States);
        Assert.NotEqual(begun, session.ToBytes());
        session.Clear();
        Assert.Equal(begun, session.ToBytes());
    }

    [Theory]
    [InlineData("lstm", 6, 24, 2, "expected 24 units in layer 0, got 20")]
    [InlineData("gru", 6, 20, 2, "expected the cell 'gru' in layer 0, got 'lstm'")]
    [InlineData("lstm", 6, 20, 1, "expected 1 layers, got 2")]
    public void Bytes_of_another_net_are_refused(string cell, int input, int hidden, int layers, string message)
        => Assert.Contains(
            message,
            Refused(new Session(new RecurrentStack("rnn", new StackOptions(cell, input, hidden, layers), 1), input, 3), Walked(2).ToBytes()));

    [Fact]
    public void Damaged_bytes_are_refused_and_change_nothing()
    {
        byte[] bytes = Walked(3).ToBytes();
        var session = Walked(7);
        byte[] before = session.ToBytes();
        for (int i = 0; i < bytes.Length; i += 3)
        {
            byte[] altered = [.. bytes];
            altered[i] ^= 0x41;
            Refused(session, altered);
            Refused(session, bytes[..i]);
        }

        Assert.Equal(before, session.ToBytes());
    }

    [Fact]
    public void Ten_thousand_sessions_over_one_net_of_256_units_take_less_than_100_MB()
    {
        var stack = new RecurrentStack("rnn", new StackOptions("lstm", 16, 256), 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var sessions = Enumerable.Range(0, 10_000).Select(_ => new Session(stack, 16, 4)).ToArray();
        foreach (var session in sessions) stack.Step(session.Input, session.States);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(bytes < 100_000_000, $"{bytes} bytes");
        GC.KeepAlive(sessions);
    }

    private static Session Walked(int steps)
    {
        var session = new Session(s_stack, 6, 3);
        for (int t = 0; t < steps; t++) Step(session, t);
        return session;
    }

    private static float[] Step(Session session, int t)
    {
        for (int i = 0; i < 6; i++) session.Input[0, i] = MathF.Sin(t + i);
        return s_stack.Step(session.Input, session.States).ToArray();
    }

    private static string Refused(Session session, byte[] bytes) => Assert.Throws<SluiceFormatException>(() => session.Restore(bytes)).Message;
}
