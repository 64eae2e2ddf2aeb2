using Sluice.Tests;
using Sluice.Tests.Golden;

namespace Sluice.Campaign.Parts;

/// <summary>Outputs, states and gradients beside those of others, as the tests hold them.</summary>
internal sealed class Numbers : IPart
{
    public string Name => "numbers";

    public string Promise
        => "outputs within 1e-5 of ONNX Runtime's and Keras's; outputs and gradients within 2e-5 of PyTorch's, also one step of training after import; "
        + "loss and gradient of CTC within 1e-5 of PyTorch's and of double precision";

    public double Share => 0.01;

    public Outcome Run(Budget budget)
    {
        var failures = new List<string>();
        void Try(string name, Action test)
        {
            try
            {
                test();
            }
            catch (Exception e)
            {
                failures.Add($"{name}: {e.Message}; dotnet test tests/Sluice.Tests -c Release --filter {name}");
            }
        }

        foreach (int index in (IEnumerable<int>)PyTorchTests.Cases())
        {
            Try(nameof(PyTorchTests), () => new PyTorchTests().Outputs_and_gradients_are_those_of_PyTorch(index));
            Try(nameof(PyTorchTests), () => new PyTorchTests().Trained_one_step_further_after_import_the_gradients_are_those_of_PyTorch(index));
        }

        foreach (int index in (IEnumerable<int>)CtcTests.Cases())
            Try(nameof(CtcTests), () => new CtcTests().Loss_and_gradient_are_those_of_PyTorch_and_of_double_precision(index));
        foreach (var model in KerasCase.All.Values) Try("KerasNetworkTests", () => model.Check());
        Try(nameof(OnnxRuntimeTests), new OnnxRuntimeTests().All_12_cases_of_the_standard);
        if (RealData.Find("recurrent-vectors/onnxruntime-rnn-gru-lstm.json") is not null)
            Try(nameof(OnnxRuntimeTests), new OnnxRuntimeTests().All_49_cases);
        return new Outcome(
            $"{Differences.Seen.Values.Sum(s => s.Count):N0} numbers",
            string.Join("; ", Differences.Seen.Select(s => $"{s.Key} {s.Value.Largest:0.0e+0}")), failures);
    }
}
