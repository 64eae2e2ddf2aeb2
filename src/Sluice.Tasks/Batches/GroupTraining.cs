using Sluice.Autodiff;
using Sluice.Data.Tables;
using Sluice.Training;

namespace Sluice.Tasks.Batches;

/// <summary>Groups of rows, such as units or episodes, from which a model learns: batches of whole groups of nearly equal length.</summary>
public abstract class GroupTraining : RaggedTraining
{
    private readonly RowGroup[] _train, _validation;

    private protected GroupTraining(IEnumerable<Parameter> parameters, int batch, ulong seed, HeldGroups held, IReadOnlyList<RowGroup> groups)
        : base(parameters, batch, seed)
    {
        (_validation, _train) = (held.Validation(groups), held.Training(groups));
        Lengths = [.. _train.Select(g => g.Rows.Length)];
    }

    /// <summary>The names of the groups by which the best weights are chosen.</summary>
    public IReadOnlyList<string> Validation => [.. _validation.Select(g => g.Name)];

    /// <inheritdoc/>
    protected sealed override IReadOnlyList<int> Lengths { get; }

    /// <summary>The groups on which figures are measured: those kept for validation, or all where none is kept.</summary>
    private protected IReadOnlyList<RowGroup> Measured => _validation.Length > 0 ? _validation : _train;

    /// <summary>The number of groups to learn from.</summary>
    private protected int Count => _train.Length;

    /// <summary>Some of the groups to learn from.</summary>
    private protected RowGroup[] Of(int[] places) => [.. places.Select(i => _train[i])];
}
