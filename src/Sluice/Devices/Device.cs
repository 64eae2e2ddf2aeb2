using Sluice.Cells.Contract;
using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Devices;

/// <summary>The seam between mathematics and hardware: what runs kernels, products and recurrences.</summary>
public abstract class Device
{
    private static Device s_current = Create(Environment.ProcessorCount);

    private protected Device(int threads) => Workers = new Workers(threads);

    /// <summary>The device of this process: the processor, with all its cores and its widest vectors.</summary>
    public static Device Current => s_current;

    /// <summary>Threads that share the work. Results do not depend on it.</summary>
    public int Threads => Workers.Count;

    internal Workers Workers { get; }

    /// <summary>Chooses the number of threads for all that follows.</summary>
    /// <exception cref="SluiceException">Fewer than one thread.</exception>
    public static void Use(int threads)
    {
        if (threads < 1) throw new SluiceException($"Threads: expected 1 or more, got {threads}.");
        if (threads != s_current.Threads) s_current = Create(threads);
    }

    /// <summary>Runs a kernel in at most <paramref name="parts"/> parts.</summary>
    public abstract void Run<K>(K kernel, int parts) where K : IKernel;

    /// <summary>A recurrence of a cell of the catalog.</summary>
    internal abstract Recurrence Recurrence(CellShape shape, int input, int hidden);

    /// <summary>A product with a matrix of weights [output, input].</summary>
    internal abstract MatrixProduct MatrixProduct(int input, int output);

    private static Device Create(int threads) => VectorWidth.Bits switch
    {
        512 => new CpuDevice<Float16>(threads),
        256 => new CpuDevice<Float8>(threads),
        128 => new CpuDevice<Float4>(threads),
        _ => new CpuDevice<Float1>(threads),
    };
}
