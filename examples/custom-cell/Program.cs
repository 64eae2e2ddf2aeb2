using System.Globalization;
using Sluice.Autodiff;
using Sluice.Cells;
using Sluice.Cells.Graphs;
using Sluice.Layers;
using Sluice.Losses;
using Sluice.Optimizers;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Catalog.AddForward<LeakyCell>();
Catalog.Add<FastLeakyCell>();

// The hand-written derivative is checked against the recorded one, in double precision.
DerivativeCheck.Run<FastLeakyCell>();
Console.WriteLine("The hand-written backward stage agrees with the recorded derivative.");

foreach (string cell in new[] { "leaky", "leaky-fast", "gru" })
{
    // The net sees a slow and a fast wave added up, and tells the slow one.
    var (recurrent, output) = (new Recurrent("rnn", "l0", cell, 1, 24, seed: 1), new Linear("output", 24, 1, seed: 1));
    Parameter[] parameters = [.. recurrent.Parameters, .. output.Parameters];
    var (tape, optimizer) = (new Tape(), Optimizer.Create("adam"));
    var (x, target) = (new Tensor(120, 16, 1), new Tensor(120, 16, 1));
    double loss = 0;
    for (int step = 0; step < 300; step++)
    {
        for (int t = 0; t < 120; t++)
        {
            for (int b = 0; b < 16; b++)
            {
                float slow = MathF.Sin(0.11f * t + b);
                (x[t * 16 + b, 0], target[t * 16 + b, 0]) = (0.5f * slow + MathF.Sin(2.3f * t + 3 * b), slow);
            }
        }

        tape.Reset();
        Gradients.Clear(parameters);
        loss = PointLoss.Squared(tape, output.Run(tape, recurrent.Run(tape, x, out _)), target);
        tape.Backward();
        Clipping.ByNorm(parameters, 1);
        optimizer.Step(parameters, 0.01);
    }

    Console.WriteLine($"{cell,-10}  mean squared error after 300 steps {loss:F4}");
}
