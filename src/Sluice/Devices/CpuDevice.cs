using Sluice.Cells;
using Sluice.Cells.Contract;
using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Devices;

/// <summary>The processor, with vectors of type <typeparamref name="V"/>.</summary>
internal sealed class CpuDevice<V>(int threads, int vectorBits) : Device(threads, vectorBits) where V : struct, IVector<V, float>
{
    public override void Run<K>(K kernel, int parts)
    {
        if (parts <= 1 || Threads == 1) kernel.Run<V>(0, 1);
        else Workers.Run(new Job<K>(kernel), parts);

        // A kernel reads and writes by pointers, which do not keep the memory of its tensors.
        if (!typeof(K).IsValueType) GC.KeepAlive(kernel);
    }

    internal override Recurrence Recurrence(CellShape shape, int input, int hidden)
        => Catalog.Visit(shape.Name, new RecurrenceOf(shape, input, hidden, Workers));

    internal override MatrixProduct MatrixProduct(int input, int output) => new MatrixProduct<V>(input, output, Workers);

    private sealed class Job<K>(K kernel) : IJob where K : IKernel
    {
        public void Run(int part, int parts) => kernel.Run<V>(part, parts);
    }

    private sealed class RecurrenceOf(CellShape shape, int input, int hidden, Workers workers) : ICellVisitor<Recurrence>
    {
        public Recurrence Visit<TCell>() where TCell : struct, ICell => new Recurrence<TCell, V>(shape, input, hidden, workers);
    }
}
