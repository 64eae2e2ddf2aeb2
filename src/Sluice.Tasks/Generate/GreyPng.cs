using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Sluice.Tasks.Generate;

/// <summary>Grey images in PNG (ISO/IEC 15948): a header, one compressed block of rows, and the end.</summary>
internal static class GreyPng
{
    private static readonly byte[] s_signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>The file of an image whose pixels are light from 0 to 1, row after row.</summary>
    public static byte[] Of(ReadOnlySpan<float> light, int width)
    {
        int height = light.Length / width;
        using var rows = new MemoryStream();
        using (var packed = new ZLibStream(rows, CompressionLevel.Optimal, leaveOpen: true))
        {
            var row = new byte[width + 1]; // the first byte says that the row is not filtered
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++) row[x + 1] = (byte)Math.Round(255 * Math.Clamp(light[y * width + x], 0, 1));
                packed.Write(row);
            }
        }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8; // bits of a pixel; the kind 0 after it is grey
        return [.. s_signature, .. Chunk("IHDR", header), .. Chunk("IDAT", rows.ToArray()), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string name, byte[] data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(name, chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Sum(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    /// <summary>CRC-32 with the polynomial 0xEDB88320.</summary>
    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte b in bytes)
        {
            sum ^= b;
            for (int bit = 0; bit < 8; bit++) sum = (sum & 1) != 0 ? sum >> 1 ^ 0xEDB88320 : sum >> 1;
        }

        return ~sum;
    }
}
