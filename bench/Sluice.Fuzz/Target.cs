using System.Buffers.Binary;
using System.Text;
using Sluice.Audio;
using Sluice.Data.Tables;
using Sluice.Data.Text;
using Sluice.Formats;
using Sluice.Readers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Settings;

namespace Sluice.Fuzz;

/// <summary>A reader, good inputs for it, and words of its format.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Samples">Good inputs.</param>
/// <param name="Words">Words of its format.</param>
/// <param name="Covers">The methods that it runs, as Type.Method; a test finds those that no target runs.</param>
/// <param name="Read">Reads an input.</param>
/// <param name="HasHeaderLength">Whether the input begins with the length of its header.</param>
public sealed record Target(string Name, byte[][] Samples, string[] Words, string Covers, Action<byte[]> Read, bool HasHeaderLength = false)
{
    private static readonly string[] s_jsonWords =
        ["{", "}", "[", "]", ",", ":", "\"", "null", "true", "\"a\":", "\"\\ud800\"", "\"\\u0000\"", "\\", "//", "1e5", "{\"a\":1}", new('[', 100)];

    // JSON within JSON, as models keep their settings.
    private static readonly string[] s_nested = [.. s_jsonWords.Select(w => w.Replace("\\", "\\\\").Replace("\"", "\\\"")).Except(s_jsonWords)];

    /// <summary>Every reader of bytes that come from outside.</summary>
    public static IReadOnlyList<Target> All { get; } =
    [
        new("safetensors", SafeTensors(),
        [
            .. s_jsonWords, "\"__metadata__\":{},", "\"dtype\":\"F32\",", "\"shape\":[1],", "\"data_offsets\":[0,4],", "\"F64\"", "\"U8\"", "\"F16\"",
            "\"BF16\"", "sluice.data_sha256"
        ],
            "SafeTensorsFile.Parse",
            bytes =>
            {
                foreach (var tensor in SafeTensorsFile.Parse(bytes, "x").Tensors) tensor.ToFloats();
            }, HasHeaderLength: true),
        new(
            "text", Texts("Doug saw Jane.\nJane saw Spot.\r\n", "道格看见珍。e\u0301👩‍👩‍👧\n", "\uFEFFx", "\u00e9"),
            ["\uFEFF", "\r\n", "\u0301", "👩", "小点", "\"", "'", "\0"],
            "TextFile.Decode",
            bytes =>
            {
                var text = TextFile.Decode(bytes, "x");
                foreach (ITokenizer tokenizer in new ITokenizer[] { new CharacterTokenizer(), new WordTokenizer(["看见", "小点"]), new LineTokenizer() })
                    tokenizer.Join(tokenizer.Tokenize(text));
            }),
        new("csv", Texts(
                "date,dinner,high\n2024-07-01,pizza,76\n2024-07-02,sushi,\n2024-07-03,\"waf,\"\"fles\",70.5\n",
                "a;b\r\n1,5;x\r\n2,5;NA\r\n", "a\tb\n1\t2024-01-01 12:30\n?\t2024-01-01T12:31:00Z\n", "m\n3/31/2024\n4/1/2024\n",
                "x\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n"),
            [",", ";", "\t", "\"", "\"\"", "\n", "\r\n", "\r", "NA", "NaN", "?", "null", "2024-02-30", "1e999", " ", "sep=;", "#", "\0"],
            "CsvTable.Parse",
            bytes => CsvTable.Parse(TextFile.Decode(bytes, "x"), "x")),
        new("json lines", JsonSamples(), [.. s_jsonWords, "\n", "\r\n", "\"text\":\"x\",", "\"2024-01-01\""],
            "JsonLines.ParseTable",
            bytes => JsonLines.ParseTable(TextFile.Decode(bytes, "x"), "x")),
        new("json lines, texts", JsonSamples(), [.. s_jsonWords, "\n", "\"text\":\"x\",", "\"text\":1,"],
            "JsonLines.ParseTexts",
            bytes => JsonLines.ParseTexts(TextFile.Decode(bytes, "x"), "x", "text")),
        new("music", Texts("""{"train":[[[60,64],[62]],[]],"valid":[[[21]]],"test":[[[108],[]]]}""", """{"train":[],"valid":[],"test":[]}"""),
            [.. s_jsonWords, "[60]", "\"train\":", "\"valid\":[],", "\"test\":[],", "109"],
            "MusicFile.Parse",
            bytes => MusicFile.Parse(TextFile.Decode(bytes, "x"), "x")),
        new(
            "midi", [MidiFile.Bytes([[60, 64], [60], []]), MidiFile.Bytes([[21], [108]], new MidiOptions { Held = false })],
            ["MTrk", "MThd", "\0\0\0\u0001", "\u007f\u007f", "\0<@", "\0<\0"],
            "MidiFile.Parse",
            bytes => MidiFile.Parse(bytes, "x")),
        new(
            "conll",
            Texts(
                "EU NNP B-ORG\nrejects VBZ O\n\nNew\tB-LOC\nYork\tI-LOC\n", "-DOCSTART- O\n\na O\n",
                "# text = a b\n1-2\tab\t_\t_\t_\t_\t_\t_\t_\t_\n1\ta\ta\tX\t_\t_\t_\t_\t_\t_\n2\tb\tb\tY\t_\t_\t_\t_\t_\t_\n",
                "#\tx\n1\ta\tB-x\tO\n2\tb\tI-x\tO\n", "play jazz\tO B-x\tmusic\nstop\tO\tend\n", "BOS a EOS\tO O f\n", "a U-x\nb B-x\nc L-x\n"),
            [
                "\n\n", "\t", " ", "B-x", "L-x", "U-x", "M-x", "1-2", "8.1", "#", "BOS ", " EOS", "_", "\u2028", "\u0085", "\r", "I-x", "O", "S-x",
                "-DOCSTART-", "\r\n", "B-"
            ],
            "ConllFile.Parse",
            bytes => ConllFile.Parse(TextFile.Decode(bytes, "x"), "x")),
        new(
            "sentences", Texts("a b\n\n c \n", "Ann\tB-P\nran\tO\n\n", "the DET\nend NOUN\n"),
            ["\n", "\r", "\t", " ", "\u2028", "DET", "B-P", "#", "1\t", "-DOCSTART-"],
            "TaggedData.ParseSentences TextFile.DecodeLines",
            bytes =>
            {
                string[] lines = TextFile.DecodeLines(bytes, "x", (_, _) => { });
                var sentences = TaggedData.ParseSentences(string.Concat(lines.Select(l => l + '\n')), "x", ["DET", "NOUN"]);
                if (sentences.Notes.Count == 0 && sentences.Count != lines.Length)
                    throw new InvalidOperationException($"{lines.Length} questions, {sentences.Count} sentences");
            }),
        new(
            "series", Texts("@problemName x\n@classLabel true a b\n@data\n1,2,3:4,?,6:a\n7:8:b\n", "@data\n1:a\n"),
            ["@data\n", "@classLabel false\n", "@timeStamps true", ":", ",", "?", "NaN", "1e999", "#", "\n"],
            "TsFile.Parse",
            bytes => TsFile.Parse(TextFile.Decode(bytes, "x"), "x")),
        new("images", [[0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255], [0, 0, 8, 1, 0, 0, 0, 2, 7, 0]], ["\0", "\u0001", "\b"],
            "IdxFile.Parse",
            bytes => IdxFile.Parse(bytes, "x")),
        new("pairs", Texts("Hi.\t嗨。\tCC-BY\nRun.\t跑。\n\n", "a\tb\r\n"), ["\t", "\t\t", "\n", "\r\n", " ", "\0"],
            "PairFile.ParseColumns",
            bytes => PairFile.ParseColumns(TextFile.Decode(bytes, "x"), "x")),
        new("pronunciations", Texts(";;; x\nread R EH1 D\nread(2) R IY1 D # now\n", "a  AH0\r\n"), [";;;", " #", "(2)", "(1)", "0", " ", "\n", "\t"],
            "PairFile.ParseDictionary",
            bytes => PairFile.ParseDictionary(TextFile.Decode(bytes, "x"), "x", stress: false)),
        new("byte pairs", Texts("""{"characters":[" ","a","b","看"],"merges":[2,3,1,5]}""", """{"characters":[],"merges":[]}"""),
            [.. s_jsonWords, "\"characters\":", "\"merges\":", "1,1,", "\"c\","],
            "BytePairs.FromJson",
            bytes =>
            {
                var pairs = BytePairs.FromJson(Encoding.UTF8.GetString(bytes));
                pairs.Decode(pairs.Encode(" ab看 c"));
            }),
        new(
            "sound", [Wav(1, 16), Wav(3, 32), Wav(1, 24)],
            ["RIFF", "\u00ff\u00ff\u00ff\u00ff", "data\0\0\0\0", "WAVE", "fmt ", "data", "LIST", "\0\0", "\u0001\0", "\u0002\0", "\u0003\0"],
            "WavFile.Parse WavFile.Decode",
            bytes => WavFile.Parse(bytes, "x")),
        new(
            "vocabulary",
            Texts("""{"symbols":["<?>",".","Jane","看见"],"counts":[0,3,2,1],"unknown":"<?>"}""", """{"symbols":["a"],"counts":[1],"unknown":null}"""),
            [.. s_jsonWords, "\"symbols\":", "\"counts\":", "\"unknown\":"],
            "Vocabulary.FromJson",
            bytes => Vocabulary.FromJson(Encoding.UTF8.GetString(bytes))),
        new(
            "table encoder",
            Texts("""{"columns":[{"name":"a","kind":"number","offset":1.5,"scale":2,"missing":true},{"name":"b","kind":"category","categories":["x","y"]},{"name":"c","kind":"date","weekday":true,"month":true,"time":false}]}"""),
            [.. s_jsonWords, "\"kind\":\"date\",", "\"number\"", "\"category\"", "\"scale\":0,"],
            "TableEncoder.FromJson ColumnEncoding.FromJson",
            bytes => TableEncoder.FromJson(Encoding.UTF8.GetString(bytes))),
        .. FileTargets.All,
        .. WeightTargets.All,
        OnnxTarget.Make(),
        new(
            "spaced table", Texts("1 2 3.5\n4 5 6\n", "1 1\n"), [" ", "\n", "NaN", "1e999", "\t", "-"], "SpacedTable.Parse",
            bytes => SpacedTable.Parse(TextFile.Decode(bytes, "x"), "x")),
        new(
            "schema", Texts(Schema.Of(FuzzTable.Table, ["d", "c", "y"]).ToJson()), s_jsonWords, "Schema.FromJson",
            bytes => Schema.FromJson(Encoding.UTF8.GetString(bytes))),
        new(
            "sketch of rows", Texts(RowSketch.Of(FuzzTable.Table, ["d", "c", "y"], Enumerable.Range(0, 24)).ToString()), ["=", "A", "/", "+", ","],
            "RowSketch.Parse", bytes => RowSketch.Parse(Encoding.UTF8.GetString(bytes))),
        new(
            "forms of columns", Texts("number", "date:d/M/yyyy", "number:1.234,5", "number:$ 1,234.50", "category", "date:yyyy-MM-dd HH:mm"),
            ["number:", "date:", ":", "yyyy", "M", "%", "1", ",", "."],
            "ColumnForm.Parse NumberForm.Parse DateForm.Parse", bytes => Setting(() => ColumnForm.Parse(Encoding.UTF8.GetString(bytes)))),
        new(
            "address of a database", Texts("mysql:Server=localhost;Database=shop;User ID=reader", "sqlite:shop.db", "Host=localhost;Database=shop"),
            [":", ";", "=", "\"", "'", "mysql", "duckdb:", "//"],
            "DatabaseAddress.Parse", bytes => Setting(() => DatabaseAddress.Parse(Encoding.UTF8.GetString(bytes)))),
        new(
            "names", Texts("price,\"sold, in all\",day", "\"\"", "a"), [",", "\"", "\"\"", " "], "NameList.Read",
            bytes => Setting(() => NameList.Read("k", Encoding.UTF8.GetString(bytes)))),
        new(
            "configuration", [.. TaskRegistry.All.Select(t => Encoding.UTF8.GetBytes(t.Start("x").ToJson()))],
            [.. s_jsonWords, "\"task\":", "\"model\":{", "\"columns\":{"],
            "SettingList.FromJson", bytes =>
            {
                string json = Encoding.UTF8.GetString(bytes);
                int at = json.IndexOf("\"task\": \"", StringComparison.Ordinal);
                var task = at < 0 ? null : TaskRegistry.Find(json[(at + 9)..].Split('"')[0]);
                (task ?? TaskRegistry.All[0]).Start().WithJson(json, "x");
            }),
        SavedRun.Checkpoint([.. s_jsonWords, .. s_nested]),
        SavedRun.Session(),
        .. TaskRegistry.All.SelectMany(task => task.Fuzz.Select(feed => new Target(
            feed.Name, [.. feed.Save.Select(
                SavedModel.Bytes), .. SavedModel.Reduced(task, feed.Save[0])],
                [
                    .. s_jsonWords,
                    .. s_nested,
                    .. feed.Words
                ], $"{task.GetType().BaseType!.GetGenericArguments()[1].Name}.Load", bytes =>
                    feed.Use(task.Load(SafeTensorsFile.Parse(bytes, "x"), "x")), HasHeaderLength: true))),
    ];

    /// <summary>What the text of a setting does; a wrong one is the setting's fault, and refused as such.</summary>
    private static void Setting(Action read)
    {
        try
        {
            read();
        }
        catch (SluiceException e) when (e is not SluiceFormatException)
        {
            throw new SluiceFormatException(e.Message, inner: e);
        }
    }

    private static byte[][] Texts(params string[] texts) => Array.ConvertAll(texts, Encoding.UTF8.GetBytes);

    private static byte[] Wav(byte kind, byte bits) =>
    [
        .. "RIFF"u8, 60, 0, 0, 0, .. "WAVE"u8, .. "LIST"u8, 3, 0, 0, 0, 1, 2, 3, 0,
        .. "fmt "u8, 16, 0, 0, 0, kind, 0, 1, 0, 0x40, 0x1F, 0, 0, 0x80, 0x3E, 0, 0, (byte)(bits / 8), 0, bits, 0,.. "data"u8, 12, 0, 0, 0, 0, 0, 0,
        0, 1, 2, 3, 61, 0, 0, 128, 190,
    ];

    private static byte[][] JsonSamples() => Texts(
        "{\"text\":\"Doug saw Jane.\",\"n\":1}\n{\"text\":\"看见\",\"n\":2.5,\"d\":\"2024-01-01\"}\n\n{\"text\":\"\",\"n\":null}\n",
        "{\"text\":\"a\\nb\",\"ok\":true}");

    private static byte[][] SafeTensors()
    {
        return
        [
            With("""{"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"I64","shape":[],"data_offsets":[24,32]}}""", 32),
            With("""{"__metadata__":{"format":"1","config":"{\"x\":1}"},"w":{"dtype":"F64","shape":[1,2],"data_offsets":[0,16]},"e":{"dtype":"U8","shape":[0],"data_offsets":[16,16]},"u":{"dtype":"U8","shape":[3],"data_offsets":[16,19]}}""", 19),
            With("""{"__metadata__":{"sluice.data_sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}}   """, 0),
            With("{}", 0),
        ];

        static byte[] With(string header, int dataLength)
        {
            var text = Encoding.UTF8.GetBytes(header);
            var bytes = new byte[8 + text.Length + dataLength];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, text.Length);
            text.CopyTo(bytes, 8);
            return bytes;
        }
    }
}
