using Sluice.Layers;

namespace Sluice.Tasks.Live;

/// <summary>The steps of the net that a row takes.</summary>
/// <param name="Count">How many.</param>
/// <param name="Write">Writes the input of one of them, from 0, into the session.</param>
internal readonly record struct NetSteps(int Count, Action<Session, int> Write);

/// <summary>A net of recurrent layers and a linear layer, live.</summary>
/// <param name="form">What goes in and comes out.</param>
/// <param name="batch">Takes the steps.</param>
/// <param name="begin">A session at the beginning.</param>
/// <param name="read">The steps that a row takes; it refuses one that does not fit.</param>
/// <param name="answer">The answer that stands in a session.</param>
internal sealed class StackLive(
    LiveForm form, SessionBatch batch, Func<Session> begin, Func<LiveRow, NetSteps> read, Func<Session, Array[]> answer) : LiveNet
{
    public override LiveForm Form => form;

    public override int MostTogether => SessionBatch.Most;

    public override LiveSession Begin() => new Memory(this, begin());

    public override LiveSession Restore(ReadOnlySpan<byte> bytes)
    {
        var session = begin();
        session.Restore(bytes);
        return new Memory(this, session);
    }

    public override void Step(IReadOnlyList<LiveSession> sessions)
    {
        var now = new Session[sessions.Count];
        for (int b = 0; b < now.Length; b++) now[b] = ((Memory)sessions[b]).Next();
        batch.Step(now);
    }

    private NetSteps Read(LiveRow row) => read(row);

    private Array[] Answer(Session session) => answer(session);

    private sealed class Memory(StackLive net, Session session) : LiveSession
    {
        private NetSteps _steps;
        private int _done;

        public override int Waiting => _steps.Count - _done;

        public override void Put(LiveRow row) => (_steps, _done) = (net.Read(row), 0);

        /// <summary>The session with the input of its next step.</summary>
        public Session Next()
        {
            _steps.Write(session, _done++);
            return session;
        }

        public override Array[] Answer() => net.Answer(session);

        public override LiveSession Copy() => new Memory(net, session.Copy());

        public override byte[] ToBytes() => session.ToBytes();
    }
}
