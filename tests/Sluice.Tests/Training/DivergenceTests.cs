using Sluice.Autodiff;
using Sluice.Formats;
using Sluice.Tasks.Forecast;
using Sluice.Tasks.Text;
using Sluice.Tests.Tasks.Forecast;
using Sluice.Training;

namespace Sluice.Tests.Training;

/// <summary>A loss that is no number any more stops training, says where it began, and leaves what was good.</summary>
public sealed class DivergenceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("output.bias", "output.weight")]
    [InlineData("rnn.weight_hh_l1", "rnn.weight_ih_l1")]
    [InlineData("embedding.weight", "embedding.weight")]
    public void A_language_model_stops_with_the_step_the_gradient_and_the_layer(string broken, string layer)
    {
        var options = new LanguageModelOptions { Tokenizer = "word", Hidden = 8, Layers = 2, Embedding = 8, Dropout = 0, Steps = 8, Batch = 4 };
        var (model, data) = LanguageModel.From(ChildrensBook.Text(BookLanguage.English, 100, 1), options);
        Stops(data, model.Save, data.Parameters.Single(p => p.Name == broken), layer);
        LanguageModel.Load(_folder.File("model.safetensors"));
    }

    [Fact]
    public void A_forecaster_stops_with_the_step_the_gradient_and_the_layer()
    {
        var (model, data) = Forecaster.From(ForecasterSeries.Wave(), ForecasterSeries.Small);
        Stops(data, model.Save, data.Parameters.Single(p => p.Name == "rnn.weight_ih_l0"), "rnn.weight_ih_l0");
        Forecaster.Load(_folder.File("model.safetensors"));
    }

    [Fact]
    public void A_rate_far_too_high_stops_too()
    {
        var (_, data) = Forecaster.From(ForecasterSeries.Wave(), ForecasterSeries.Small);
        var e = Assert.Throws<SluiceException>(() => new Trainer(data, new TrainingOptions { Optimizer = "sgd", Rate = 1e30, ClipNorm = 0 }).Run());
        Assert.Contains("Lower the learning rate", e.Message);
    }

    /// <summary>Breaks a parameter after the first step of the second epoch.</summary>
    private void Stops(ITrainable data, Action<string> save, Parameter broken, string layer)
    {
        int last = data.Steps(0) + 1;
        var folder = new RunFolder(_folder.Path);
        var trainer = new Trainer(data, new TrainingOptions { Epochs = 2 }, folder, save, e =>
        {
            if (e is not StepEvent || e.Step != last) return;
            for (int r = 0; r < broken.Value.Rows; r++) broken.Value.Row(r).Fill(float.NaN);
            broken.Changed();
        });
        string message = Assert.Throws<SluiceException>(() => trainer.Run()).Message;
        Assert.Contains($"the loss at step {last + 1} (epoch 2) is NaN", message);
        Assert.Contains("the largest gradient is that of '", message);
        Assert.Contains($"Not finite first: the output of {layer} at step ", message);
        Assert.Contains($"The last good checkpoint is {folder.Latest}", message);
        Assert.EndsWith($"step-{data.Steps(0):D9}.safetensors", folder.Latest);
        SafeTensorsFile.Read(folder.Latest!);
    }
}
