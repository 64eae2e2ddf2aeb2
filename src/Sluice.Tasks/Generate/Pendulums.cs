using System.Globalization;
using System.Text;
using Sluice.Kernels;

namespace Sluice.Tasks.Generate;

/// <summary>Pendulums of many lengths, let go at many angles: of each the angle and the speed at 40 moments, with noise.</summary>
internal static class Pendulums
{
    private const int Count = 60, Steps = 40, Fine = 10;

    /// <summary>The table.</summary>
    public static string Csv()
    {
        var text = new StringBuilder("pendulum,angle,speed\n");
        for (uint p = 0; p < Count; p++)
        {
            var random = new RandomStream(11, Purpose.Data, p);
            double rate = 4 + 8 * random.Uniform(0), angle = 0.4 + 1.6 * random.Uniform(1), speed = 0, dt = 0.1 / Fine;
            var noise = new RandomStream(12, Purpose.Data, p);
            for (uint t = 0; t < Steps; t++)
            {
                text.Append(
                    CultureInfo.InvariantCulture, $"{p + 1},{angle + 0.02 * noise.Normal(2 * t):F3},{speed + 0.02 * noise.Normal(2 * t + 1):F3}\n");
                for (int i = 0; i < Fine; i++)
                {
                    speed -= dt * (rate * Math.Sin(angle) + 0.1 * speed); // θ'' = −(g/l) sin θ − 0.1 θ'
                    angle += dt * speed;
                }
            }
        }

        return text.ToString();
    }
}
