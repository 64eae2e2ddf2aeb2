using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Sluice.Tasks.Reports;

/// <summary>The processor of this machine.</summary>
internal static class Processor
{
    /// <summary>Its name, or the architecture where it does not say.</summary>
    public static string Name { get; } = Brand() ?? $"{RuntimeInformation.ProcessArchitecture}";

    /// <summary>The brand string of x86: leaves 0x80000002 to 0x80000004.</summary>
    private static string? Brand()
    {
        if (!X86Base.IsSupported || (uint)X86Base.CpuId(unchecked((int)0x80000000), 0).Eax < 0x80000004) return null;
        var text = new StringBuilder();
        for (int leaf = 2; leaf <= 4; leaf++)
        {
            var (a, b, c, d) = X86Base.CpuId(unchecked((int)0x80000000) + leaf, 0);
            foreach (int word in new[] { a, b, c, d }) text.Append(Encoding.ASCII.GetString(BitConverter.GetBytes(word)));
        }

        string name = string.Join(' ', text.ToString().Split([' ', '\0'], StringSplitOptions.RemoveEmptyEntries));
        return name.Length > 0 ? name : null;
    }
}
