using System.Globalization;
using Sluice.Autodiff;
using Sluice.Layers;
using Sluice.Losses;
using Sluice.Models;
using Sluice.Optimizers;
using Sluice.Training;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// Waves of different speed and length: tell the next value from those so far.
static float[,] Wave(int sequence, int from)
    => Column(Enumerable.Range(from, 30 + sequence % 11).Select(t => MathF.Sin((0.2f + 0.01f * (sequence % 20)) * t)));
static float[,] Column(IEnumerable<float> values)
{
    float[] all = [.. values];
    var column = new float[all.Length, 1];
    for (int t = 0; t < all.Length; t++) column[t, 0] = all[t];
    return column;
}

float[][,] inputs = [.. Enumerable.Range(0, 200).Select(i => Wave(i, 0))], targets = [.. Enumerable.Range(0, 200).Select(i => Wave(i, 1))];

// Layers in a list, a loss, Fit with validation, a callback, progress and a token to stop it.
var net = new Sequential { new RecurrentStack("lstm", input: 1, hidden: 24), new Linear(24, 1) };
Console.WriteLine(net);
int validations = 0;
using var stop = new CancellationTokenSource();
var result = net.Fit(
    inputs, targets,
    new FitOptions { Epochs = 20, Rate = 0.01, Validation = 0.2, Patience = 5, Callbacks = [e => validations += e is ValidationEvent ? 1 : 0] },
    new Progress<TrainingEvent>(), stop.Token);
Console.WriteLine($"Fit: {result.End}, {validations} validations, squared error {result.Best["loss"]:F5}");
float[,] last = net.Predict(Wave(199, 0));
Console.WriteLine($"the last value of a wave: {last[last.GetLength(0) - 1, 0]:F2}, in truth {targets[199][last.GetLength(0) - 1, 0]:F2}");

// The same as a loop of one's own.
var (recurrent, output) = (new RecurrentStack("gru", 1, 24), new Linear(24, 1));
Parameter[] parameters = [.. recurrent.Parameters, .. output.Parameters];
var (tape, optimizer) = (new Tape { Training = true }, Optimizer.Create("adam"));
double loss = 0;
for (int step = 0; step < 200; step++)
{
    tape.Reset();
    Gradients.Clear(parameters);
    int i = step % 160;
    var y = output.Run(tape, recurrent.Run(tape, Tensor.From(inputs[i]).Reshape(-1, 1, 1), out _));
    loss = PointLoss.Squared(tape, y, Tensor.From(targets[i]).Reshape(-1, 1, 1));
    tape.Backward();
    Clipping.ByNorm(parameters, 1);
    optimizer.Step(parameters, rate: 0.01);
}

Console.WriteLine($"own loop: squared error {loss:F3}");
