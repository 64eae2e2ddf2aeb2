using System.Diagnostics;
using System.Text.Json;
using Sluice.Audio;
using Sluice.Kernels;

namespace Sluice.Cli.Tests;

/// <summary>Speech to text from the command line; tones stand for words.</summary>
public sealed class TranscribeCommandTests : IDisposable
{
    private static readonly string[] s_words = ["low", "mid", "high"];

    private readonly Session _session = new();

    public TranscribeCommandTests()
    {
        Directory.CreateDirectory(_session["sounds"]);
        foreach (var (speaker, s) in new[] { ("ann", 0), ("bob", 1) })
            for (int w = 0; w < s_words.Length; w++)
                for (int i = 0; i < 10; i++)
                    WavFile.Write(_session[$"sounds/{s_words[w]}_{speaker}_{i}.wav"], new Sound(8000, Tone(w, i, s, 1000 + 60 * i)));
    }

    /// <summary>A tone that swells and fades, with quiet before and after.</summary>
    private static float[] Tone(int word, int number, int speaker, int length) => [.. Noise(200), .. Noise(length).Select((x, n) =>
        x + (0.3f + 0.2f * speaker) * MathF.Sin(
            MathF.PI * n / length) * MathF.Sin(2 * MathF.PI * (400 + 900 * word + 20 * number) * n / 8000)), .. Noise(200)];

    private static float[] Noise(int length)
        => [.. Enumerable.Range(0, length).Select(n => 0.004f * new RandomStream(1, Purpose.Noise).Normal((uint)n))];

    public void Dispose() => _session.Dispose();

    private string[] Train(params string[] more)
        =>
        [
            "train", "transcribe", _session["sounds"], "--cell", "gru", "--hidden", "16", "--layers", "1", "--stack", "3", "--bands", "12",
            "--dropout", "0", "--batch", "8", "--rate", "0.02", "--copies", "6", .. more
        ];

    private string Trained()
    {
        var (code, output, error) = _session.Run(
            Train("--test-first", "2", "--join", "1-4", "--bidirectional", "false", "--epochs", "16", "--out", _session["run"]));
        Assert.True(code == CommandLine.Done, error);
        foreach (string part in new[] { "words wrong", "the most frequent word", "beam of 8", "one by one       12 recordings" })
            Assert.Contains(part, output);
        Assert.Contains("60 recordings of 2 speakers", error);
        return _session["run"];
    }

    [Fact]
    public void Words_in_a_row_are_transcribed_at_once_and_while_they_arrive()
    {
        string run = Trained();
        Assert.Contains("# A transcriber", File.ReadAllText(Path.Combine(run, "card.md")));
        Assert.Contains("3: ", _session.Run("info", run).Output);

        var (code, output, error) = _session.Run("evaluate", run, "--data", _session["sounds"], "--join", "2-4", "--copies", "2", "--json");
        Assert.True(code == CommandLine.Done, error);
        using var figures = JsonDocument.Parse(output);
        Assert.InRange(figures.RootElement.GetProperty("word_errors").GetDouble(), 0, 0.1);
        Assert.InRange(figures.RootElement.GetProperty("naive_word_errors").GetDouble(), 0.4, 1.2);

        WavFile.Write(
            _session["said.wav"],
            new Sound(8000, [.. new[] { 2, 0, 1 }.SelectMany(w => (float[])[.. Noise(500), .. Tone(w, 3, 0, 1200)]), .. Noise(500)]));
        (code, output, error) = _session.Run("predict", run, "--data", _session["said.wav"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.StartsWith("file,text,probability\nsaid.wav,high low mid,", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal("high low mid\n", _session.Run("predict", run, "--data", _session["said.wav"], "--stream").Output.ReplaceLineEndings("\n"));

        (_, output, _) = _session.Run("predict", run, "--data", _session["said.wav"], "--stream", "--beam", "4", "--json");
        var lines = output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Select(l => JsonDocument.Parse(l).RootElement).ToArray();
        Assert.Equal("high low mid", lines[^1].GetProperty("text").GetString());
        Assert.True(lines[0].GetProperty("seconds").GetDouble() < 0.5, output);

        // Sound without a header on standard input.
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [typeof(CommandLine).Assembly.Location, "predict", run, "--data", "-"])
        { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        process.StandardInput.BaseStream.Write(File.ReadAllBytes(_session["said.wav"]).AsSpan(44));
        process.StandardInput.Close();
        Assert.Equal("high low mid", process.StandardOutput.ReadToEnd().TrimEnd());
    }

    [Fact]
    public void A_table_says_what_is_heard_and_a_speaker_can_be_left_out()
    {
        string table = _session.Write(
            "all.csv",
            "file,text,speaker\n" + string.Concat(Directory.GetFiles(_session["sounds"]).Order(StringComparer.Ordinal).Select(Path.GetFileName)
            .Select(f => $"sounds/{f},{f!.Split('_')[0]},{f.Split('_')[1]}\n")));
        var (code, output, error) = _session.Run(
            ["train", "transcribe", table, .. Train()[3..], "--leave-out", "bob", "--epochs", "1", "--out", _session["left"]]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("27 utterances to learn from, 3 to check on, 30 to measure on at the end", error);
        Assert.Contains("utterances       30, 30 words", output);
        (code, _, error) = _session.Run(["train", "transcribe", table, "--leave-out", "bo", "--out", _session["no"]]);
        Assert.Equal(CommandLine.WrongUse, code);
        Assert.Contains("Did you mean 'bob'?", error);
        (code, output, error) = _session.Run("predict", _session["left"], "--data", table, "--json");
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("\"log_probability\"", output);
    }

    [Fact]
    public void Bad_input_ends_in_a_message_with_file_and_remedy()
    {
        var (code, _, error) = _session.Run(Train("--epochs", "1", "--out", _session["both"]));
        Assert.True(code == CommandLine.Done, error);
        byte[] wav = File.ReadAllBytes(_session["sounds/low_ann_0.wav"]);
        foreach (var (name, content, parts) in new (string, byte[], string[])[]
        {
            ("stereo.wav", [.. wav[..22], 2, .. wav[23..]], ["stereo.wav", "got 2 (stereo)", "-ac 1"]),
            ("mulaw.wav", [.. wav[..20], 7, .. wav[21..]], ["mulaw.wav", "µ-law", "pcm_s16le"]),
            ("cut.wav", wav[..^100], ["cut.wav", "cut off"]),
            ("fast.wav", [.. wav[..24], 0x80, 0x3E, .. wav[26..]], ["fast.wav", "expected 8000 samples a second, got 16000", "-ar 8000"]),
        })
        {
            File.WriteAllBytes(_session[name], content);
            (code, _, error) = _session.Run("predict", _session["both"], "--data", _session[name]);
            Assert.Equal(CommandLine.BadData, code);
            Assert.All(parts, p => Assert.Contains(p, error));
            Directory.CreateDirectory(_session["one"]);
            File.WriteAllBytes(_session[$"one/low_ann_{name}"], content);
            File.WriteAllBytes(_session["one/low_ann_0.wav"], wav);
            (code, _, error) = _session.Run("train", "transcribe", _session["one"], "--out", _session["never"]);
            Assert.Equal(CommandLine.BadData, code);
            Assert.All(parts, p => Assert.Contains(p, error));
            Directory.Delete(_session["one"], true);
        }

        void Refused(int expected, string[] parts, params string[] arguments)
        {
            var (code, _, error) = _session.Run(arguments);
            Assert.Equal(expected, code);
            Assert.All(parts, p => Assert.Contains(p, error));
        }

        Directory.CreateDirectory(_session["empty"]);
        Refused(CommandLine.BadData, ["empty", "expected WAV files"], "train", "transcribe", _session["empty"]);
        Refused(CommandLine.BadData, ["absent", "no such file"], "train", "transcribe", _session["absent"]);
        File.WriteAllBytes(_session["unnamed.wav"], wav);
        Refused(CommandLine.BadData, ["unnamed.wav", "7_jackson_32.wav", "columns file and text"], "train", "transcribe", _session["unnamed.wav"]);
        Refused(
            CommandLine.BadData, ["unnamed.wav: expected", "low low low low low low", "--stack"], "train", "transcribe",
            _session.Write("long.csv", $"file,text\nunnamed.wav,{string.Join(' ', Enumerable.Repeat("low", 30))}\nunnamed.wav,low\n"), "--validation",
            "0");
        Refused(CommandLine.BadData, ["no.csv:2", "no text"], "train", "transcribe", _session.Write("no.csv", "file,text\nunnamed.wav,\n"));
        Refused(
            CommandLine.BadData, ["wrong.csv", "no column 'text'"], "train", "transcribe",
            _session.Write("wrong.csv", "file,words\nunnamed.wav,low\n"));
        Refused(CommandLine.WrongUse, ["--bidirectional false"], "predict", _session["both"], "--data", _session["unnamed.wav"], "--stream");
        Refused(CommandLine.WrongUse, ["such as 3-7", "'7-3'"], "train", "transcribe", _session["sounds"], "--join", "7-3");
        Refused(CommandLine.WrongUse, ["--beam"], "predict", _session["both"], "--data", _session["unnamed.wav"], "--beam", "0");
    }
}
