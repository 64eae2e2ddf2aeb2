using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Sluice.Data.Text;
using Sluice.Formats;

namespace Sluice.Readers;

/// <summary>Whole text files in UTF-8, or in UTF-16 with its byte order mark, also packed by gzip or what else unpacks.</summary>
public static class TextFile
{
    // A smaller one is read in one piece. What is larger than a string can be is refused where its bytes are read.
    private const int LargeSize = 1 << 20, MostCharacters = 0x3FFFFFDF;

    /// <summary>Reads a file.</summary>
    /// <exception cref="SluiceFormatException">There is no such file, it is empty, or its bytes are not text in these encodings.</exception>
    public static string Read(string path) => Large(path) ?? Decode(ReadBytes(path), path);

    /// <summary>The text of a file's content.</summary>
    /// <param name="bytes">The content, with or without a byte order mark.</param>
    /// <param name="file">What messages call the file.</param>
    /// <exception cref="SluiceFormatException">It is empty or not text; the message gives the byte, the line and the command that converts
    /// it.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes, string file)
    {
        var text = bytes switch
        {
            [0xFF, 0xFE, ..] => Utf16(bytes[2..], Encoding.Unicode, file),
            [0xFE, 0xFF, ..] => Utf16(bytes[2..], Encoding.BigEndianUnicode, file),
            [0xEF, 0xBB, 0xBF, ..] => Utf8Text(bytes[3..], 3, file),
            _ => Unmarked(bytes) is { } encoding ? Utf16(bytes, encoding, file) : Utf8Text(bytes, 0, file),
        };
        return text.Length > 0 ? text : throw new SluiceFormatException("the file is empty.", file);
    }

    /// <summary>The lines of a file's content, of which some may be no text: each of these is told, and is empty.</summary>
    /// <param name="bytes">The content, with or without a byte order mark.</param>
    /// <param name="file">What messages call the file.</param>
    /// <param name="unread">Takes the number of a line that is no text, from 1, and what is wrong with it.</param>
    /// <exception cref="SluiceFormatException">The file is empty, not text in UTF-16 although it begins so, or most of its lines are no
    /// text.</exception>
    public static string[] DecodeLines(ReadOnlySpan<byte> bytes, string file, Action<int, string> unread)
    {
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || Unmarked(bytes) is not null || Utf8.IsValid(bytes))
            return TextLines.Of(Decode(bytes, file));

        // One character a byte: where lines end is the same.
        string[] raw = TextLines.Of(Encoding.Latin1.GetString(bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes));
        byte[][] lines = [.. raw.Select(Encoding.Latin1.GetBytes)];
        if (2 * lines.Count(l => !Utf8.IsValid(l)) > lines.Length) return TextLines.Of(Decode(bytes, file));
        for (int i = 0; i < lines.Length; i++)
        {
            bool valid = Utf8.IsValid(lines[i]);
            raw[i] = valid ? Encoding.UTF8.GetString(lines[i]) : "";
            if (!valid) unread(i + 1, "this is not valid UTF-8");
        }

        return raw;
    }

    /// <summary>Makes something of a file's lines, of which a large file has none in memory but the one that is looked at.</summary>
    /// <param name="path">The file.</param>
    /// <param name="make">Takes the lines, which may be gone through several times.</param>
    /// <exception cref="SluiceFormatException">As for <see cref="Read"/>, or what <paramref name="make"/> has to say.</exception>
    internal static T ByLines<T>(string path, Func<IEnumerable<string>, T> make)
    {
        if (!IsLarge(path)) return make(TextLines.Of(Read(path)));
        try
        {
            return make(Lines());
        }
        catch (Exception e) when (e is SluiceFormatException or DecoderFallbackException)
        {
            Check(path); // bytes that are no text are said first
            throw;
        }
        catch (IOException e)
        {
            throw new SluiceFormatException($"cannot be read: {e.Message}", path, inner: e);
        }

        IEnumerable<string> Lines()
        {
            using var text = Open(path);
            while (text.ReadLine() is { } line) yield return line;
        }
    }

    private static bool IsLarge(string path) => new FileInfo(FileScope.Check(path)) is { Exists: true, Length: >= LargeSize };

    /// <summary>
    /// The text of a large file, decoded piece by piece so that its bytes are not in memory too; null where it is small, or no text.
    /// </summary>
    private static string? Large(string path)
    {
        if (!IsLarge(path)) return null;
        try
        {
            char[] piece = new char[1 << 16];
            long characters = 0;
            using (var text = Open(path))
            {
                for (int read; (read = text.ReadBlock(piece)) > 0; characters += read)
                {
                }
            }

            if (characters == 0 || characters > MostCharacters) return null;
            return string.Create((int)characters, path, (all, from) =>
            {
                using var text = Open(from);
                if (text.ReadBlock(all) < all.Length)
                    throw new SluiceFormatException("it became shorter while it was read. Read it when nothing writes to it.", from);
            });
        }
        catch (Exception e) when (e is DecoderFallbackException or IOException or OutOfMemoryException)
        {
            return null; // what is wrong is said where the bytes are read as a whole
        }
    }

    /// <summary>Opens a file to be read piece by piece, in the encodings of <see cref="Read"/>.</summary>
    /// <exception cref="SluiceFormatException">There is no such file. What is not text throws <see cref="DecoderFallbackException"/> where it is
    /// read.</exception>
    public static StreamReader Open(string path) => Opened(path, () =>
    {
        var encoding = Utf16(PackedFile.First(path)) ?? (Encoding)new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);
        var stream = PackedFile.OpenText(path); // through FileScope.Check
        return new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: false);
    });

    /// <summary>Opens a file to be read piece by piece as UTF-8, whichever of the encodings it has.</summary>
    /// <exception cref="SluiceFormatException">There is no such file. What is not text throws <see cref="DecoderFallbackException"/> where it is
    /// read.</exception>
    internal static TextStream OpenUtf8(string path) => Opened(path, () =>
    {
        var stream = PackedFile.OpenText(path);
        byte[] first;
        bool isChecked = stream is FileStream { CanSeek: false };
        if (!isChecked)
        {
            first = PackedFile.First(path);
        }
        else
        {
            // What a pipe brings comes once: it is checked as a whole, so that what is wrong can be said.
            using var content = new MemoryStream();
            using (stream) stream.CopyTo(content);
            first = content.ToArray();
            if (!Utf8.IsValid(first)) _ = Decode(first, path);
            stream = new MemoryStream(first);
        }

        return new TextStream(
            Utf16(first) is { } encoding ? Encoding.CreateTranscodingStream(stream, encoding, Encoding.UTF8) : stream)
        { IsChecked = isChecked };
    });

    /// <summary>The first characters of a file; fewer where it has no more.</summary>
    /// <param name="path">The file.</param>
    /// <param name="characters">How many.</param>
    /// <exception cref="SluiceFormatException">There is no such file, it is empty, or its beginning is not text.</exception>
    public static string Beginning(string path, int characters)
    {
        try
        {
            using var text = Open(path);
            var (beginning, read) = (new char[Math.Min(characters, 4096)], 0);
            while ((read += text.ReadBlock(beginning.AsSpan(read))) == beginning.Length
                && read < characters) Array.Resize(ref beginning, Math.Min(characters, 2 * read));
            return read > 0 ? new string(beginning, 0, read) : Read(path);
        }
        catch (DecoderFallbackException)
        {
            return Read(path); // says which byte it is
        }
        catch (IOException e)
        {
            throw new SluiceFormatException($"cannot be read: {e.Message}", path, inner: e);
        }
    }

    /// <summary>Reads a file to its end.</summary>
    /// <exception cref="SluiceFormatException">It is not text.</exception>
    internal static void Check(string path)
    {
        byte[] buffer = new byte[1 << 16];
        try
        {
            using var text = OpenUtf8(path);
            while (text.Read(buffer) > 0)
            {
            }
        }
        catch (DecoderFallbackException)
        {
            _ = Read(path); // says which byte it is
            throw;
        }
    }

    /// <summary>The bytes of a file of text, unpacked.</summary>
    /// <exception cref="SluiceFormatException">There is no such file, or it cannot be read.</exception>
    public static byte[] ReadBytes(string path) => Opened(path, () => PackedFile.ReadText(path));

    private static T Opened<T>(string path, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SluiceFormatException($"there is no such file.{NearestFile(path)}", path, inner: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new SluiceFormatException(
                Directory.Exists(path) ? "this is a folder; name a file." : $"cannot be read: {e.Message}", path, inner: e);
        }
    }

    private static string NearestFile(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(folder)) return "";
        return Nearest.To(
            Path.GetFileName(path), Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)) is { } near
            ? $" Did you mean '{near}'?" : "";
    }

    private static string Utf8Text(ReadOnlySpan<byte> bytes, int skipped, string file)
    {
        if (Utf8.IsValid(bytes)) return Encoding.UTF8.GetString(bytes);
        var rest = bytes;
        while (Rune.DecodeFromUtf8(rest, out _, out int consumed) == OperationStatus.Done) rest = rest[consumed..];
        int at = bytes.Length - rest.Length;
        throw new SluiceFormatException(
            $"byte {skipped + at} (0x{bytes[at]:X2}) is not valid UTF-8. Convert the file, for example with: iconv -f WINDOWS-1252 -t UTF-8 \"{file}\" > new (GB18030 or BIG5 in place of WINDOWS-1252 for Chinese).",
            file, bytes[..at].Count((byte)'\n') + 1);
    }

    // UTF-16 by its mark, or without one; null for UTF-8.
    private static UnicodeEncoding? Utf16(ReadOnlySpan<byte> first) => first switch
    {
        [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
        _ => Unmarked(first) is { } unmarked
            ? new UnicodeEncoding(unmarked == Encoding.BigEndianUnicode, byteOrderMark: false, throwOnInvalidBytes: true)
            : null,
    };

    /// <summary>UTF-16 without its mark: every second byte of text in Latin letters is zero, all on the same side.</summary>
    private static Encoding? Unmarked(ReadOnlySpan<byte> bytes)
    {
        const int Looked = 512;
        int even = 0, odd = 0, length = Math.Min(bytes.Length, Looked) & ~1;
        for (int i = 0; i < length; i += 2)
        {
            if (bytes[i] == 0) even++;
            if (bytes[i + 1] == 0) odd++;
        }

        return length < 4 ? null
            : even == 0 && 4 * odd >= length ? Encoding.Unicode
            : odd == 0 && 4 * even >= length ? Encoding.BigEndianUnicode
            : null;
    }

    private static string Utf16(ReadOnlySpan<byte> bytes, Encoding encoding, string file)
    {
        var strict = Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        try
        {
            return strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new SluiceFormatException("this is not valid UTF-16, which the byte order mark announces. Save the file as UTF-8.", file, inner: e);
        }
    }
}
