using Sluice.Data.Tables;
using Sluice.Kernels;

namespace Sluice.Tasks.Control;

/// <summary>
/// A pole hinged on a cart that is pushed every 0.02 s (Barto, Sutton and Anderson 1983, with their masses, lengths and
/// friction): an episode ends when the pole leans more than 12°, the cart is more than 2.4 m from the middle, or after 500
/// steps. They pushed with 10 N either way; here a push is any force up to that, so that the cart can come to rest.
/// </summary>
public sealed class CartPole
{
    /// <summary>Steps of a whole episode: 10 seconds.</summary>
    public const int Steps = 500;

    private const double Gravity = 9.8, CartMass = 1, PoleMass = 0.1, HalfLength = 0.5, MostForce = 10, Seconds = 0.02;
    private const double CartFriction = 0.0005, PoleFriction = 0.000002, MostAngle = 12 * Math.PI / 180, MostPosition = 2.4;

    /// <summary>A cart somewhere near the middle that moves already, with a pole nearly upright that falls already.</summary>
    public CartPole(RandomStream random)
    {
        double Within(double most, uint index) => (2 * random.Uniform(index) - 1) * most;
        (Position, Speed, Angle, AngularSpeed) = (Within(0.5, 0), Within(0.5, 1), Within(0.05, 2), Within(0.5, 3));
    }

    /// <summary>x: metres from the middle.</summary>
    public double Position { get; private set; }

    /// <summary>ẋ: metres a second.</summary>
    public double Speed { get; private set; }

    /// <summary>θ: radians from upright, to the right.</summary>
    public double Angle { get; private set; }

    /// <summary>θ̇: radians a second.</summary>
    public double AngularSpeed { get; private set; }

    /// <summary>Whether the pole or the cart is beyond its limits.</summary>
    public bool HasFailed => Math.Abs(Angle) > MostAngle || Math.Abs(Position) > MostPosition;

    /// <summary>The force, in newtons, with which one who sees all four numbers pushes: the pole stays up for all 500 steps.</summary>
    public double Expert => Math.Clamp(2 * Position + 3.5 * Speed + 40 * Angle + 10 * AngularSpeed, -MostForce, MostForce);

    /// <summary>
    /// Takes one step of Euler's method:
    /// θ̈ = (g sin θ + cos θ (−F − m l θ̇² sin θ + μc sgn ẋ) / M − μp θ̇ / (m l)) / (l (4/3 − m cos² θ / M)),
    /// ẍ = (F + m l (θ̇² sin θ − θ̈ cos θ) − μc sgn ẋ) / M, where M is the mass of cart and pole.
    /// </summary>
    /// <param name="force">F in newtons, to the right; beyond 10 it is cut off.</param>
    public void Push(double force)
    {
        force = Math.Clamp(force, -MostForce, MostForce);
        double mass = CartMass + PoleMass, sin = Math.Sin(Angle), cos = Math.Cos(Angle);
        double friction = CartFriction * Math.Sign(Speed), swing = PoleMass * HalfLength * AngularSpeed * AngularSpeed * sin;
        double turning = (Gravity * sin + cos * (friction - force - swing) / mass - PoleFriction * AngularSpeed / (PoleMass * HalfLength))
            / (HalfLength * (4.0 / 3 - PoleMass * cos * cos / mass));
        double moving = (force + swing - PoleMass * HalfLength * turning * cos - friction) / mass;
        (Position, Speed) = (Position + Seconds * Speed, Speed + Seconds * moving);
        (Angle, AngularSpeed) = (Angle + Seconds * AngularSpeed, AngularSpeed + Seconds * turning);
    }

    /// <summary>A knock against the pole, which changes its angular speed at once.</summary>
    public void Knock(double angularSpeed) => AngularSpeed += angularSpeed;

    /// <summary>Drives one episode.</summary>
    /// <param name="seed">The seed of the start and of the knocks.</param>
    /// <param name="episode">The number of the episode, which has its own of both.</param>
    /// <param name="knocks">The chance of a knock at each step, up to 0.6 rad/s either way.</param>
    /// <param name="push">The force, by what is seen of the cart.</param>
    /// <returns>The steps before it failed, at most 500: the return.</returns>
    public static int Drive(ulong seed, int episode, double knocks, Func<CartPole, double> push)
    {
        var cart = new CartPole(new RandomStream(seed, Purpose.Data, (uint)episode));
        var noise = new RandomStream(seed, Purpose.Noise, (uint)episode);
        for (int step = 0; step < Steps; step++)
        {
            cart.Push(push(cart));
            if (noise.Uniform((uint)(2 * step)) < knocks) cart.Knock((2 * noise.Uniform((uint)(2 * step + 1)) - 1) * 0.6);
            if (cart.HasFailed) return step + 1;
        }

        return Steps;
    }

    /// <summary>
    /// A log of episodes that the expert drives while the pole is knocked about, so that it shows how to recover: episode, step,
    /// position and angle before the push, and its force. The two speeds are not in it.
    /// </summary>
    public static Table Log(int episodes, ulong seed, double knocks = 0.02)
    {
        List<double> number = [], steps = [], positions = [], angles = [], forces = [];
        for (int episode = 0; episode < episodes; episode++)
        {
            int step = 0;
            Drive(seed, episode, knocks, cart =>
            {
                number.Add(episode + 1);
                steps.Add(step++);
                positions.Add(cart.Position);
                angles.Add(cart.Angle);
                forces.Add(cart.Expert);
                return cart.Expert;
            });
        }

        return new Table([
            new NumberColumn("episode", [.. number]), new NumberColumn("step", [.. steps]), new NumberColumn("position", [.. positions]),
            new NumberColumn("angle", [.. angles]), new NumberColumn("force", [.. forces])]);
    }
}
