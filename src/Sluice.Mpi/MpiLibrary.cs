using System.Reflection;
using System.Runtime.InteropServices;

namespace Sluice.Mpi;

/// <summary>
/// The few calls of MPI that are needed, by the binary interface of MPICH: handles are integers. Intel MPI, MVAPICH and Cray's share it; Open
/// MPI does not.
/// </summary>
internal static unsafe partial class MpiLibrary
{
    public const int World = 0x44000000, Byte = 0x4c00010d, ErrorsReturn = 0x54000001, NoRequest = 0x2c000000;
    public const int Funneled = 1, Success = 0, LongestError = 512;

    private const string Name = "mpich";

    private static readonly string[] s_files = ["libmpich.so.12", "libmpi.so.12", "libmpi.12.dylib"];

    static MpiLibrary() => NativeLibrary.SetDllImportResolver(typeof(MpiLibrary).Assembly, Load);

    /// <summary>What is known of a message that came; the first field is its length.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Status
    {
        public int Count, HighCount, Source, Tag, Error;
    }

    private static nint Load(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Name) return 0;
        foreach (string file in s_files)
            if (NativeLibrary.TryLoad(file, assembly, path, out nint library)) return library;
        throw new SluiceException(
            $"MPI: expected one of {string.Join(", ", s_files)} on this machine, found none. Install MPICH (on Debian: apt-get install mpich), or start without mpirun.");
    }

    [LibraryImport(Name, EntryPoint = "MPI_Init_thread")]
    public static partial int InitThread(nint count, nint arguments, int wanted, out int provided);

    [LibraryImport(Name, EntryPoint = "MPI_Comm_set_errhandler")]
    public static partial int SetErrorHandler(int group, int handler);

    [LibraryImport(Name, EntryPoint = "MPI_Comm_rank")]
    public static partial int Rank(int group, out int rank);

    [LibraryImport(Name, EntryPoint = "MPI_Comm_size")]
    public static partial int Size(int group, out int size);

    [LibraryImport(Name, EntryPoint = "MPI_Isend")]
    public static partial int Send(byte* bytes, int count, int kind, int to, int tag, int group, out int request);

    [LibraryImport(Name, EntryPoint = "MPI_Irecv")]
    public static partial int Receive(byte* bytes, int count, int kind, int from, int tag, int group, out int request);

    [LibraryImport(Name, EntryPoint = "MPI_Test")]
    public static partial int Test(ref int request, out int done, out Status status);

    [LibraryImport(Name, EntryPoint = "MPI_Error_string")]
    public static partial int ErrorText(int code, byte* text, out int length);

    [LibraryImport(Name, EntryPoint = "MPI_Abort")]
    public static partial int Abort(int group, int code);

    [LibraryImport(Name, EntryPoint = "MPI_Finalize")]
    public static partial int End();
}
