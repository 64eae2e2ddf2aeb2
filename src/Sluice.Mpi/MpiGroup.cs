using System.Globalization;
using System.Text;
using Sluice.Training;

namespace Sluice.Mpi;

/// <summary>
/// The processes that <c>mpirun</c> started, each on whatever machine. MPI can be begun once in a process and not again after its end, so there
/// is one such object; it is used by one thread at a time.
/// </summary>
public sealed unsafe class MpiGroup : IProcessGroup, IDisposable
{
    // So long a wait is spent looking again and again, as answers mostly come at once; after it other processes get the core.
    private const int Looks = 2000, Yields = 20_000;

    private readonly int _rank, _count;
    private bool _ended;

    private MpiGroup()
    {
        Check("MPI_Init_thread", MpiLibrary.InitThread(0, 0, MpiLibrary.Funneled, out _));
        Check("MPI_Comm_set_errhandler", MpiLibrary.SetErrorHandler(MpiLibrary.World, MpiLibrary.ErrorsReturn));
        Check("MPI_Comm_rank", MpiLibrary.Rank(MpiLibrary.World, out _rank));
        Check("MPI_Comm_size", MpiLibrary.Size(MpiLibrary.World, out _count));
    }

    /// <summary>The processes, once this one has joined them; else null.</summary>
    public static MpiGroup? Current { get; private set; }

    /// <summary>The number of this process among those that mpirun started; 0 where it was started alone.</summary>
    public static int StartedRank => Variable("PMI_RANK") ?? 0;

    /// <summary>How many processes mpirun started together with this one; 1 where it was started alone.</summary>
    public static int StartedCount => Variable("PMI_SIZE") ?? 1;

    /// <summary>How many of them are on this machine.</summary>
    public static int OnThisMachine => Math.Max(1, Variable("MPI_LOCALNRANKS") ?? 1);

    /// <inheritdoc/>
    public int Rank => _rank;

    /// <inheritdoc/>
    public int Count => _count;

    /// <summary>Joins the processes that mpirun started; null where this one was started alone, and nothing is loaded then.</summary>
    /// <exception cref="SluiceException">The library is missing, or mpirun is that of another kind of MPI.</exception>
    public static MpiGroup? Join()
    {
        if (Variable("OMPI_COMM_WORLD_SIZE") > 1)
            throw new SluiceException(
                "MPI: expected to be started by MPICH's mpirun, got Open MPI's, whose library cannot be used. On Debian: apt-get install mpich, then mpirun.mpich.");
        if (StartedCount < 2) return null;
        return Current = new MpiGroup();
    }

    /// <inheritdoc/>
    public void Send(int to, ReadOnlySpan<byte> message)
    {
        fixed (byte* bytes = message)
        {
            Check($"sending to process {to}", MpiLibrary.Send(bytes, message.Length, MpiLibrary.Byte, to, 0, MpiLibrary.World, out int request));
            Wait($"sending to process {to}", request);
        }
    }

    /// <inheritdoc/>
    public void Receive(int from, Span<byte> message)
    {
        fixed (byte* bytes = message)
        {
            string what = $"receiving from process {from}";
            Check(what, MpiLibrary.Receive(bytes, message.Length, MpiLibrary.Byte, from, 0, MpiLibrary.World, out int request));
            Expect(what, message.Length, Wait(what, request));
        }
    }

    /// <inheritdoc/>
    public void Exchange(int with, ReadOnlySpan<byte> message, Span<byte> answer)
    {
        fixed (byte* sent = message, came = answer)
        {
            string what = $"exchanging with process {with}";
            Check(what, MpiLibrary.Receive(came, answer.Length, MpiLibrary.Byte, with, 0, MpiLibrary.World, out int receiving));
            Check(what, MpiLibrary.Send(sent, message.Length, MpiLibrary.Byte, with, 0, MpiLibrary.World, out int sending));
            Expect(what, answer.Length, Wait(what, receiving));
            Wait(what, sending);
        }
    }

    /// <summary>Ends all processes at once; does not return.</summary>
    /// <param name="code">The exit code of mpirun.</param>
    public void Abort(int code)
    {
        _ended = true;
        _ = MpiLibrary.Abort(MpiLibrary.World, code);
    }

    /// <summary>Leaves the group; waits until all others do.</summary>
    public void Dispose()
    {
        if (_ended) return;
        _ended = true;
        Current = null;
        _ = MpiLibrary.End();
    }

    /// <summary>Waits for a message without taking the core from others.</summary>
    private static int Wait(string what, int request)
    {
        for (int looks = 0; ; looks++)
        {
            Check(what, MpiLibrary.Test(ref request, out int done, out var status));
            if (done != 0) return status.Count;
            if (looks > Looks + Yields) Thread.Sleep(1);
            else if (looks > Looks) Thread.Yield();
        }
    }

    private static void Expect(string what, int length, int came)
    {
        if (came != length) throw new SluiceException($"MPI: {what}: expected {length} bytes, got {came}.");
    }

    private static void Check(string what, int code)
    {
        if (code == MpiLibrary.Success) return;
        byte* text = stackalloc byte[MpiLibrary.LongestError];
        string why = MpiLibrary.ErrorText(code, text, out int length) == MpiLibrary.Success ? Encoding.UTF8.GetString(text, length) : $"error {code}";
        throw new SluiceException($"MPI: {what} failed; the process may have ended. {why}");
    }

    private static int? Variable(string name)
        => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;
}
