using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Sluice.Bench;

/// <summary>The machine that results belong to.</summary>
internal static class Machine
{
    /// <summary>The processor's name; on x86 with family and model, because cloud guests hide the rest of the name.</summary>
    public static string Processor { get; } = Name();

    /// <summary>Logical processors that this process may use, after affinity and container limits.</summary>
    public static int Cores => Environment.ProcessorCount;

    /// <summary>For example .NET 10.0.1.</summary>
    public static string Runtime => RuntimeInformation.FrameworkDescription;

    /// <summary>
    /// Bits of the widest vectors the runtime offers. Avx512F is asked, not Vector512, which is false on processors
    /// where the runtime merely expects the clock to drop.
    /// </summary>
    public static int VectorBits => Avx512F.IsSupported ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>The processor's name as a file name: lower case, words joined by hyphens.</summary>
    public static string FileName =>
        string.Join('-', new string([.. Processor.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Name()
    {
        if (X86Base.IsSupported)
        {
            var (version, _, _, _) = X86Base.CpuId(1, 0);
            int family = version >> 8 & 15, model = version >> 4 & 15;
            if (family is 6 or 15) model |= version >> 12 & 0xF0;
            if (family == 15) family += version >> 20 & 255;
            return $"{Brand()} (family {family}, model {model})";
        }
        // Arm's Linux gives the part's number alone; elsewhere the architecture has to do.
        const string key = "CPU part";
        var part = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(key)) : null;
        return $"{RuntimeInformation.ProcessArchitecture}" + (part is null ? "" : $" (part {part[(part.IndexOf(':') + 1)..].Trim()})");
    }

    private static string Brand()
    {
        if ((uint)X86Base.CpuId(unchecked((int)0x80000000), 0).Eax < 0x80000004) return "x86";
        Span<int> text = stackalloc int[12];
        for (var k = 0; k < 3; k++)
            (text[4 * k], text[4 * k + 1], text[4 * k + 2], text[4 * k + 3]) = X86Base.CpuId(unchecked((int)0x80000002) + k, 0);
        return Encoding.ASCII.GetString(MemoryMarshal.AsBytes(text)).TrimEnd('\0', ' ').Trim();
    }
}
