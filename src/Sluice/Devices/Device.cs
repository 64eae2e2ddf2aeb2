using Sluice.Cells.Contract;
using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Devices;

/// <summary>
/// The seam between mathematics and hardware: what runs kernels, products and recurrences. Memory of the host goes in and comes
/// out; how weights are packed is the device's own matter.
/// </summary>
/// <remarks>
/// Any number of threads may use a device, and any number of devices may live side by side, each with threads and a width of its
/// own: none of it changes a bit of any result. A call uses the device of its <see cref="Autodiff.Tape"/>, or else
/// <see cref="Current"/>.
/// </remarks>
public abstract class Device : IDisposable
{
    private static readonly AsyncLocal<Device?> s_scoped = new();
    private static readonly Lock s_lock = new();
    private static volatile Device? s_default;

    private protected Device(int threads, int vectorBits) => (Workers, VectorBits) = (new Workers(threads), vectorBits);

    /// <summary>What <see cref="Use"/> chose for this flow of execution; without that, <see cref="Default"/>.</summary>
    public static Device Current => s_scoped.Value ?? s_default ?? Default;

    /// <summary>
    /// The device of the process: the processor, with all its cores and its widest vectors, or the threads of <see cref="UseThreads"/>.
    /// </summary>
    public static Device Default
    {
        get
        {
            lock (s_lock) return s_default ??= Create();
        }
    }

    /// <summary>Threads that share the work of a call, with the calling one.</summary>
    public int Threads => Workers.Count;

    /// <summary>Bits of a vector: 512, 256, 128, or 32 for one float at a time.</summary>
    public int VectorBits { get; }

    /// <summary>Whether <see cref="Dispose"/> was called.</summary>
    public bool IsDisposed { get; private set; }

    internal Workers Workers { get; }

    /// <summary>The processor as a device of its own.</summary>
    /// <param name="threads">Threads, with the calling one; 0 for as many as there are cores.</param>
    /// <param name="vectorBits">512, 256, 128 or 32; 0 for the width of the process (<see cref="VectorWidth"/>).</param>
    /// <exception cref="SluiceException">A number that is none of these.</exception>
    public static Device Create(int threads = 0, int vectorBits = 0)
    {
        if (threads < 0) throw new SluiceException($"Device.Create: expected 1 thread or more, or 0 for all cores, got {threads}.");
        if (threads == 0) threads = Environment.ProcessorCount;
        if (vectorBits == 0) vectorBits = VectorWidth.Bits;

        // One condition after the other, not a switch: so the trimmer sees which widths a program leaves out.
        if (Features.Vectors512 && vectorBits == 512) return new CpuDevice<Float16>(threads, 512);
        if (Features.Vectors256 && vectorBits == 256) return new CpuDevice<Float8>(threads, 256);
        if (Features.Vectors128 && vectorBits == 128) return new CpuDevice<Float4>(threads, 128);
        if (Features.Vectors32 && vectorBits == 32) return new CpuDevice<Float1>(threads, 32);
        throw new SluiceException(vectorBits is 512 or 256 or 128 or 32
            ? $"Device.Create: vectors of {vectorBits} bits were left out of this program; add {vectorBits} to SluiceVectorBits in its project."
            : $"Device.Create: expected vectors of 512, 256, 128 or 32 bits, or 0, got {vectorBits}.");
    }

    /// <summary>Gives the process's default device another number of threads; those of the former one end when they are idle.</summary>
    /// <exception cref="SluiceException">Fewer than one thread.</exception>
    public static void UseThreads(int threads)
    {
        if (threads < 1) throw new SluiceException($"Threads: expected 1 or more, got {threads}.");
        lock (s_lock)
        {
            if (s_default?.Threads == threads) return;
            var former = s_default;
            s_default = Create(threads);
            former?.Dispose();
        }
    }

    /// <summary>Makes this device <see cref="Current"/> for the calling flow of execution and what it starts, until the answer is disposed.</summary>
    public IDisposable Use()
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        var scope = new Scope(s_scoped.Value);
        s_scoped.Value = this;
        return scope;
    }

    /// <summary>Runs a kernel in at most <paramref name="parts"/> parts.</summary>
    public abstract void Run<K>(K kernel, int parts) where K : IKernel;

    /// <summary>Runs a kernel in as many parts as so many elements are worth.</summary>
    internal void RunOver<K>(K kernel, long elements) where K : IKernel
    {
        // Below about 16 000 elements a second thread takes longer to start than to help.
        const int Share = 1 << 14;
        Run(kernel, (int)Math.Clamp(elements / Share, 1, Threads));
    }

    /// <summary>Ends the device's threads. A call that runs meanwhile, or comes later, computes on the calling thread alone.</summary>
    public void Dispose()
    {
        IsDisposed = true;
        Workers.Dispose();
    }

    /// <summary>A recurrence of a cell of the catalog.</summary>
    internal abstract Recurrence Recurrence(CellShape shape, int input, int hidden);

    /// <summary>A product with a matrix of weights [output, input].</summary>
    internal abstract MatrixProduct MatrixProduct(int input, int output);

    private sealed class Scope(Device? before) : IDisposable
    {
        public void Dispose() => s_scoped.Value = before;
    }
}
