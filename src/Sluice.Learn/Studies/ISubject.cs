using Sluice.Autodiff;
using Sluice.Training;

namespace Sluice.Learn.Studies;

/// <summary>A net about to be trained.</summary>
/// <param name="Training">The net and its data.</param>
/// <param name="Test">The loss on the test part; that of the validation part where there is no other.</param>
public sealed record Candidate(ITrainable Training, Func<double> Test)
{
    /// <summary>How many parameters it has.</summary>
    public long Parameters => Training.Parameters.Sum(p => p.Count);
}

/// <summary>A task on data: what cells are compared on.</summary>
public interface ISubject
{
    /// <summary>What the loss is, with its unit.</summary>
    string Loss { get; }

    /// <summary>The loss of what can be said without a net, or null.</summary>
    double? Baseline { get; }

    /// <summary>A fresh net with a cell.</summary>
    /// <exception cref="SluiceException">The cell does not go with these settings.</exception>
    Candidate Make(string cell, Draw draw);
}
