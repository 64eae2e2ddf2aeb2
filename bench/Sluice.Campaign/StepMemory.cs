using System.Globalization;
using System.Text;

namespace Sluice.Campaign;

/// <summary>
/// The peak of memory of <c>predict</c>, <c>evaluate</c> and <c>inspect</c> on long sequences, each in a process of its own: a text, a table, and one
/// sentence with a tag for each word. What grows from one length to the next is what is read; what the nets compute must not.
/// </summary>
internal static class StepMemory
{
    private const int Short = 100_000, Long = 1_000_000, Learned = 3000;

    private static readonly (string Name, string Data, string[] Train, string[] Commands)[] s_tasks =
    [
        ("text", "txt", ["text"], ["evaluate", "inspect"]),
        ("table, forecast", "csv", ["forecast", "--target", "y"], ["evaluate", "inspect"]),
        ("table, anomalies", "csv", ["anomalies", "--target", "y"], ["evaluate", "inspect"]),
        ("table, a label for each row", "csv", ["tag", "--target", "c"], ["evaluate", "predict"]),
        ("tagged words", "conll", ["tag"], ["evaluate", "predict", "inspect"]),
    ];

    /// <summary>Prints a row for each task and command.</summary>
    public static int Print()
    {
        using var folder = new Folder();
        foreach (int steps in new[] { Learned, Short, Long }) Write(folder, steps);
        Console.WriteLine($"| task | command | {Short:N0} steps, MB | {Long:N0} steps, MB | bytes more for each step | bytes of data for each |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var (name, data, train, commands) in s_tasks)
        {
            string run = folder[$"run-{string.Concat(name.Where(char.IsLetter))}"], end = $".{data}";
            string[] sizes = train[0] == "anomalies" ? [] : ["--epochs", "1"];
            Peak(["train", train[0], folder[$"{Learned}{end}"], .. train[1..], "--hidden", "16", .. sizes, "--out", run]);
            foreach (string command in commands)
            {
                long few = Peak([command, run, "--data", folder[$"{Short}{end}"]]), many = Peak([command, run, "--data", folder[$"{Long}{end}"]]);
                double bytes = new FileInfo(folder[$"{Long}{end}"]).Length / (double)Long;
                Console.WriteLine($"| {name} | {command} | {few / 1e6:0} | {many / 1e6:0} | {(many - few) / (double)(Long - Short):0} | {bytes:0} |");
            }
        }

        return 0;
    }

    /// <summary>The most memory that a command took.</summary>
    public static long Peak(string[] arguments)
    {
        using var command = Command.Start(arguments);
        long peak = 0;
        var output = Task.Run(command.End);
        while (!output.Wait(5)) peak = Math.Max(peak, command.PeakWorkingSet);
        return output.Result == 0 ? peak : throw new InvalidOperationException(command.Error);
    }

    private static void Write(Folder folder, int steps)
    {
        var random = new Random(1);
        StringBuilder text = new(), table = new("time,x,y,c\n"), words = new();
        var time = new DateTime(2000, 1, 1);
        for (int i = 0; i < steps; i++)
        {
            double x = random.NextDouble();
            string word = $"w{(int)Math.Pow(20_000, x)}";
            text.Append(i % 6 == 5 ? ' ' : (char)('a' + (int)(26 * x * x)));
            table.Append(CultureInfo.InvariantCulture, $"{time.AddMinutes(i):yyyy-MM-dd HH:mm},{x:F3},{i % 24 / 24.0 + x / 5:F3},{"abd"[(int)(3 * x)]}\n");
            words.Append(word).Append(word[^1] == '7' ? "\tB-N\n" : "\tO\n");
            if (steps == Learned && i % 12 == 11) words.Append('\n');
        }

        File.WriteAllText(folder[$"{steps}.txt"], text.ToString());
        File.WriteAllText(folder[$"{steps}.csv"], table.ToString());
        File.WriteAllText(folder[$"{steps}.conll"], words.ToString());
    }
}
