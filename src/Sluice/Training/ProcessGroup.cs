using System.Runtime.InteropServices;
using System.Text;

namespace Sluice.Training;

/// <summary>What processes that train together do beside sending gradients.</summary>
public static class ProcessGroup
{
    // Larger messages are sent in pieces.
    private const int Piece = 1 << 28;

    /// <summary>
    /// Makes sure that what must be the same in all processes is: version, settings, data. All of them call it, and where one differs all of
    /// them throw.
    /// </summary>
    /// <param name="group">The processes.</param>
    /// <param name="facts">What must be the same, by name, in one order.</param>
    /// <exception cref="SluiceException">The processes differ: the message says in what.</exception>
    public static void Agree(IProcessGroup group, IReadOnlyList<(string Name, string Value)> facts)
    {
        // Names and values by turns, with what stands in no text between them.
        Settle(group, string.Join('\0', facts.SelectMany(f => new[] { f.Name, f.Value })), texts =>
        {
            var own = Facts(texts[0]);
            for (int rank = 1; rank < texts.Count; rank++)
            {
                var other = Facts(texts[rank]);
                foreach (string name in own.Keys.Concat(other.Keys))
                {
                    string here = own.GetValueOrDefault(name, "nothing"), there = other.GetValueOrDefault(name, "nothing");
                    if (here != there)
                        return $"Training: expected {name} to be the same in all processes, got {here} in process 0 and {there} in process {rank}.";
                }
            }

            return null;
        });

        static Dictionary<string, string> Facts(string text) => text.Split('\0').Chunk(2).ToDictionary(f => f[0], f => f.ElementAtOrDefault(1) ?? "");
    }

    /// <summary>Ends all processes with a sentence where one of them could not begin. All of them call it.</summary>
    /// <param name="group">The processes.</param>
    /// <param name="failure">What went wrong in this process, or null.</param>
    /// <exception cref="SluiceException">Something went wrong in one: the message is that of the first.</exception>
    public static void AllWell(IProcessGroup group, string? failure) => Settle(group, failure ?? "", texts =>
    {
        int first = texts.FindIndex(t => t.Length > 0);
        return first < 0 ? null : first == 0 ? texts[0] : $"process {first}: {texts[first]}";
    });

    /// <summary>Process 0 hears a text of each and judges them; all throw where it finds fault.</summary>
    private static void Settle(IProcessGroup group, string text, Func<List<string>, string?> judge)
    {
        byte[] verdict = [];
        if (group.Rank == 0)
        {
            List<string> texts = [text];
            for (int rank = 1; rank < group.Count; rank++) texts.Add(Encoding.UTF8.GetString(ReceiveAll(group, rank)));
            verdict = Encoding.UTF8.GetBytes(judge(texts) ?? "");
        }
        else
        {
            SendAll(group, 0, Encoding.UTF8.GetBytes(text));
        }

        verdict = Share(group, verdict);
        if (verdict.Length > 0) throw new SluiceException(Encoding.UTF8.GetString(verdict));
    }

    /// <summary>Gives what process 0 has to all, whatever its length.</summary>
    internal static byte[] Share(IProcessGroup group, byte[] bytes)
    {
        long length = bytes.Length;
        Broadcast(group, MemoryMarshal.AsBytes(new Span<long>(ref length)));
        if (group.Rank > 0) bytes = new byte[length];
        Broadcast(group, bytes.AsSpan());
        return bytes;
    }

    /// <summary>Gives what process 0 has to all: each passes it on to those whose number has one more, lower bit.</summary>
    internal static void Broadcast(IProcessGroup group, Span<byte> bytes)
    {
        int bit = group.Rank & -group.Rank;
        if (bit > 0) Receive(group, group.Rank - bit, bytes);
        else for (bit = 1; bit < group.Count;) bit <<= 1;
        for (bit >>= 1; bit > 0; bit >>= 1)
            if (group.Rank + bit < group.Count) Send(group, group.Rank + bit, bytes);
    }

    internal static void Send(IProcessGroup group, int to, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length > 0; bytes = bytes[Math.Min(Piece, bytes.Length)..]) group.Send(to, bytes[..Math.Min(Piece, bytes.Length)]);
    }

    internal static void Receive(IProcessGroup group, int from, Span<byte> bytes)
    {
        for (; bytes.Length > 0; bytes = bytes[Math.Min(Piece, bytes.Length)..]) group.Receive(from, bytes[..Math.Min(Piece, bytes.Length)]);
    }

    internal static void Exchange(IProcessGroup group, int with, ReadOnlySpan<byte> message, Span<byte> answer)
    {
        while (message.Length > 0 && answer.Length > 0)
        {
            int sent = Math.Min(Piece, message.Length), taken = Math.Min(Piece, answer.Length);
            group.Exchange(with, message[..sent], answer[..taken]);
            message = message[sent..];
            answer = answer[taken..];
        }

        Send(group, with, message);
        Receive(group, with, answer);
    }

    private static void SendAll(IProcessGroup group, int to, byte[] bytes)
    {
        long length = bytes.Length;
        Send(group, to, MemoryMarshal.AsBytes(new Span<long>(ref length)));
        Send(group, to, bytes);
    }

    private static byte[] ReceiveAll(IProcessGroup group, int from)
    {
        long length = 0;
        Receive(group, from, MemoryMarshal.AsBytes(new Span<long>(ref length)));
        byte[] bytes = new byte[length];
        Receive(group, from, bytes);
        return bytes;
    }
}
