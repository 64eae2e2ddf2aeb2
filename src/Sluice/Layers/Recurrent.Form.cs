using Sluice.Autodiff;
using Sluice.Cells.Contract;
using Sluice.Cells.Loop;

namespace Sluice.Layers;

public sealed partial class Recurrent
{
    private Tensor? _effective;

    /// <summary>The matrices of the products: the parameter itself, or M − Mᵀ − γ·1 of each of its matrices M.</summary>
    private Tensor EffectiveWeight()
    {
        if (Shape.Form != RecurrentForm.Antisymmetric) return RecurrentWeight.Value;
        _effective ??= new Tensor(RecurrentWeight.Value.Shape.ToArray());
        float damping = Shape.Damping is { } number ? Shape.Blocks[number].Bias : 0.01f;
        for (int first = 0; first < _effective.Rows; first += Hidden)
        {
            for (int u = 0; u < Hidden; u++)
            {
                Span<float> row = _effective.Row(first + u), source = RecurrentWeight.Value.Row(first + u);
                for (int v = 0; v < Hidden; v++) row[v] = source[v] - RecurrentWeight.Value[first + v, u];
                row[u] = -damping;
            }
        }

        return _effective;
    }

    /// <summary>The matrix [units, units of the source] of a recurrent feed as the products use it, row after row.</summary>
    internal float[,] MatrixOf(int feed)
    {
        lock (_packing)
        {
            var matrix = Matrices(EffectiveWeight(), _projection?.Value)[feed];
            bool projected = Shape.RecurrentFeeds[feed].Block == Shape.Projection?.Block;
            int rows = projected ? Output : Hidden, columns = Shape.RecurrentFeeds[feed].Source == 0 ? Output : Hidden;
            var values = new float[rows, columns];
            for (int r = 0; r < rows; r++)
                for (int c = 0; c < columns; c++) values[r, c] = ReadAt(matrix, r, c);
            return values;
        }
    }

    private static unsafe float ReadAt(Matrix<float> matrix, int row, int column) => matrix.Pointer[row * matrix.Stride + column];

    /// <summary>Whether time runs from the end of each sequence to its start.</summary>
    public bool Reverse => _reverse;

    /// <summary>The learned state before the first step; null where it is 0.</summary>
    internal Parameter? InitialOf(int state) => _initial.Length == 0 ? null : _initial[state];

    /// <summary>Where the gradient of <see cref="EffectiveWeight"/> is summed.</summary>
    private Tensor EffectiveGradient(Tape tape)
        => Shape.Form == RecurrentForm.Antisymmetric ? tape.Lend(true, RecurrentWeight.Value.Shape.ToArray()) : RecurrentWeight.Gradient;

    /// <summary>Sets to 0 what connects modules that a clockwork cell does not connect, or units of different heads.</summary>
    private void MaskModules(Tensor weights)
    {
        if (UnitsOfHead(Shape, Hidden) is var size && size < Hidden)
        {
            for (int u = 0; u < weights.Rows; u++)
            {
                int first = u % Hidden / size * size;
                weights.Row(u)[..first].Clear();
                weights.Row(u)[Math.Min(Hidden, first + size)..].Clear();
            }
        }

        if (Clock.Of(Shape, Hidden) is not { } clock) return;
        for (int u = 0; u < weights.Rows; u++) weights.Row(u)[..clock.FirstSource(u % Hidden)].Clear();
    }

    /// <summary>Units of one head; the last one may have fewer.</summary>
    /// <exception cref="SluiceException">A number of heads below 1.</exception>
    private static int UnitsOfHead(CellShape shape, int hidden)
    {
        if (shape.Heads is not { } number) return hidden;
        float heads = shape.Blocks[number].Bias;
        if (!(heads >= 1) || heads != MathF.Floor(heads)) throw new SluiceException($"Cell '{shape.Name}': expected 1 head or more, got {heads}.");
        return (int)Math.Ceiling(hidden / heads);
    }

    /// <summary>dM += dR − dRᵀ, where the product's matrices R are not the parameter itself.</summary>
    private void AddEffective(Tensor gradient)
    {
        if (gradient == RecurrentWeight.Gradient) return;
        for (int first = 0; first < gradient.Rows; first += Hidden)
        {
            for (int u = 0; u < Hidden; u++)
            {
                Span<float> target = RecurrentWeight.Gradient.Row(first + u), source = gradient.Row(first + u);
                for (int v = 0; v < Hidden; v++) target[v] += source[v] - gradient[first + v, u];
            }
        }
    }
}
