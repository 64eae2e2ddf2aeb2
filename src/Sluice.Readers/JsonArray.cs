using System.Text;
using System.Text.Json;

namespace Sluice.Readers;

/// <summary>The objects of a JSON array, <c>[{...}, {...}]</c>, read one at a time.</summary>
internal static class JsonArray
{
    private const int MostOfAnObject = 1 << 28; // characters

    /// <summary>Whether a text begins as an array of objects does.</summary>
    public static bool Is(ReadOnlySpan<char> text)
    {
        text = text.TrimStart("\uFEFF \t\r\n");
        return text.StartsWith("[") && text[1..].TrimStart(" \t\r\n") is ['{', ..] or [']', ..];
    }

    /// <summary>The objects, and the line that each begins in.</summary>
    public static IEnumerable<(int Line, Dictionary<string, JsonElement> Row)> Objects(TextReader text, string file)
    {
        int line = 1, c = Token();
        if (c != '[') throw Wrong("expected an array of objects, which begins with [");
        if ((c = Token()) == ']') throw new SluiceFormatException("the array has no object.", file);
        while (true)
        {
            if (c != '{') throw Wrong("expected an object in braces");
            int begun = line;
            yield return (begun, JsonLines.Object(Rest(), file, begun));
            c = Token();
            if (c == ']') break;
            if (c != ',')
                throw Wrong(c < 0 ? "the array has no end, a closing ]. Was the file copied whole?" : "expected a comma, or the end of the array");
            c = Token();
        }

        if (Token() >= 0) throw Wrong("expected nothing after the end of the array");

        int Next()
        {
            int next = text.Read();
            if (next == '\n') line++;
            return next;
        }

        int Token()
        {
            int next;
            do next = Next();
            while (next is ' ' or '\t' or '\r' or '\n' or '\uFEFF');
            return next;
        }

        // The object whose opening brace was read.
        string Rest()
        {
            var content = new StringBuilder("{");
            int depth = 1;
            bool quoted = false;
            while (depth > 0)
            {
                int next = Next();
                if (next < 0) throw Wrong("the last object has no end. Was the file copied whole?");
                if (content.Length == MostOfAnObject) throw Wrong("this object is too long to be a row");
                content.Append((char)next);
                if (quoted && next == '\\')
                {
                    if ((next = Next()) >= 0) content.Append((char)next);
                }
                else if (next == '"') quoted = !quoted;
                else if (!quoted && next is '{' or '[') depth++;
                else if (!quoted && next is '}' or ']') depth--;
            }

            return content.ToString();
        }

        SluiceFormatException Wrong(string message) => new($"{message.TrimEnd('.')}.", file, line);
    }
}
