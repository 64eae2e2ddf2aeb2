using System.Diagnostics;
using Sluice.Audio;

namespace Sluice.Cli.Tests;

/// <summary>Predict gives as many answers as there are questions, in their order.</summary>
public sealed class AnswerTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    private string Trained(params string[] arguments)
    {
        var (code, _, error) = _session.Run([.. arguments, "--hidden", "4", "--epochs", "1", "--out", _session["run"]]);
        Assert.True(code == CommandLine.Done, error);
        return _session["run"];
    }

    private string Pairs() => _session.Write("pairs.tsv", string.Concat(from a in "abcdef" from b in "uvwxyz" select $"{a} {b}\t{b} {a}\n"));

    private string Table()
        => _session.Write("t.csv", "text,label\n"
            + string.Concat(Enumerable.Range(0, 40).Select(i => $"{(i % 2 == 0 ? "good" : "bad")} {i % 5},{(i % 2 == 0 ? "p" : "n")}\n")));

    private (int Code, string[] Lines, string Error) Asked(string run, string file)
    {
        var (code, output, error) = _session.Run("predict", run, "--data", file);
        return (code, output.ReplaceLineEndings("\n").Split('\n')[..^1], error);
    }

    [Fact]
    public void Translations_stand_in_the_lines_of_their_sources()
    {
        string run = Trained("train", "translate", Pairs());
        var (code, lines, error) = Asked(run, _session.Write("q.txt", "a u\n\nb \u2028 v\n \n\n"));
        Assert.Equal((CommandLine.Done, 5), (code, lines.Length));
        Assert.All([1, 3, 4], i => Assert.Equal("", lines[i]));
        Assert.Contains("note: 3 lines are empty and have empty answers: 2, 4, 5", error);
        File.WriteAllBytes(_session["broken.txt"], [(byte)'a', 10, 0xE9, 10, (byte)'b', 10]);
        (code, lines, error) = Asked(run, _session["broken.txt"]);
        Assert.Equal((CommandLine.BadData, 3), (code, lines.Length));
        Assert.Contains("no answer: line 2: this is not valid UTF-8", error);
    }

    [Fact]
    public void Texts_of_a_table_have_a_row_each()
    {
        string run = Trained("train", "classify", Table(), "--text", "text", "--target", "label");
        var (code, lines, error) = Asked(run, _session.Write("q.csv", "text\ngood 1\n\"\"\nNA\nbad 2\nnull\n"));
        Assert.Equal((CommandLine.Done, 6), (code, lines.Length));
        Assert.Equal("text,label,probability", lines[0]);
        Assert.Equal(",,", lines[2]);
        Assert.StartsWith("NA,", lines[3]);
        Assert.Contains("line 3 is empty", error);
        Assert.Contains("have no symbol that the model knows", error);
        (code, lines, _) = Asked(run, _session.Write("q.txt", "good 1\n\nbad\u20282\n\n"));
        Assert.Equal((CommandLine.Done, 5), (code, lines.Length));
    }

    [Fact]
    public void Rows_without_a_text_are_left_out_of_training_and_named()
    {
        string table = _session.Write("u.csv", File.ReadAllText(Table()) + "\"\",p\n");
        var (code, _, error) = _session.Run(
            "train", "classify", table, "--text", "text", "--target", "label", "--hidden", "4", "--epochs", "1", "--out", _session["run"]);
        Assert.Equal(CommandLine.Done, code);
        Assert.Contains("rows without a text, which are left out: 1 (line 42)", error);
    }

    [Fact]
    public void Codes_with_leading_zeros_are_texts()
    {
        string table = _session.Write(
            "c.csv",
            "code,kind\n" + string.Concat(Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? $"{100 + 13 * i},plain\n" : $"00{100 + 7 * i},padded\n")));
        string run = Trained("train", "classify", table, "--text", "code", "--target", "kind", "--tokenizer", "character");
        var (_, lines, _) = Asked(run, _session.Write("q.csv", "code\n00123\n456\n"));
        Assert.StartsWith("00123,", lines[1]);
    }

    [Fact]
    public void A_tagger_takes_the_words_of_tagged_sentences_and_answers_each()
    {
        string data = _session.Write("a.conll", string.Concat(Enumerable.Range(0, 30).Select(i => $"Ann I-P\nsaw O\nx{i % 3} I-L\n\n")));
        string run = Trained("train", "tag", data, "--validation", "0.2");
        var (code, lines, error) = Asked(run, data);
        Assert.Equal((CommandLine.Done, 120), (code, lines.Length));
        Assert.All(lines.Where(l => l.Length > 0), l => Assert.Equal(2, l.Split('\t').Length));
        Assert.Contains("its words are read, and its tags are left", error);
        (code, lines, error) = Asked(run, _session.Write("q.txt", "Ann saw x1\n\nAnn saw\n\n"));
        Assert.Equal(["Ann", "saw", "x1", "", "", "Ann", "saw", "", ""], lines.Select(l => l.Split('\t')[0]));
        Assert.Contains("2 lines are empty and have empty answers: 2, 4", error);
        (code, _, error) = _session.Run("evaluate", run, "--data", _session.Write("bioes.conll", "Ann S-P\nsaw O\n\nx1 S-L\n"));
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("scheme: IOB1, converted to IOB2", _session.Run("check", data).Output);
    }

    [Fact]
    public void Recordings_that_are_missing_or_damaged_do_not_end_the_others()
    {
        Directory.CreateDirectory(_session["s"]);
        foreach (var (word, hertz) in new[] { ("low", 300), ("high", 1500) })
            for (int i = 0; i < 10; i++)
                WavFile.Write(
                    _session[$"s/{word}_ann_{i}.wav"],
                    new Sound(8000, [.. Enumerable.Range(0, 1600).Select(n => 0.5f * MathF.Sin(2 * MathF.PI * hertz * n / 8000))]));
        string run = Trained("train", "transcribe", _session["s"], "--layers", "1", "--bands", "8");
        _session.Write("s/bad.wav", "RIFF");
        string list = _session.Write("list.csv", "file\ns/low_ann_1.wav\ns/gone.wav\ns/bad.wav\ns/high_ann_2.wav\n");
        var (code, lines, error) = Asked(run, list);
        Assert.Equal((CommandLine.BadData, 5), (code, lines.Length));
        Assert.Equal("s/gone.wav,,", lines[2]);
        Assert.Contains("gone.wav", error);
        Assert.Contains("2 questions have an empty answer", error);
    }

    [Fact]
    public void Standard_input_is_read_in_place_of_a_file()
    {
        string run = Trained("train", "translate", Pairs());
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [typeof(CommandLine).Assembly.Location, "predict", run, "--data", "-"])
        { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        process.StandardInput.Write("a u\n\nb v\n");
        process.StandardInput.Close();
        Assert.Equal(4, process.StandardOutput.ReadToEnd().Split('\n').Length);
        process.WaitForExit();
        Assert.Equal(CommandLine.Done, process.ExitCode);
    }

    [Fact]
    public void Texts_and_pairs_take_files_for_validation_and_test()
    {
        string text = _session.Write("a.txt", string.Concat(Enumerable.Repeat(" the cat sat \n the dog ran \n", 30))),
            other = _session.Write("b.txt", " the cat ran \n");
        var (code, output, error) = _session.Run(
            "train", "text", text, "--tokenizer", "space", "--validation-file", other, "--test-file", other, "--hidden", "4", "--epochs", "1",
            "--out", _session["text"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("240 symbols to learn from, 4 to check on, 4 to measure on", error);
        Assert.Contains("over 3 symbols", output);
        Assert.Contains("perplexity", output);
        Assert.Equal(CommandLine.Done, _session.Run("evaluate", _session["text"], "--data", other).Code);
        Assert.Equal(CommandLine.Done, _session.Run("generate", _session["text"], "--prompt", "the cat").Code);
        string few = _session.Write("few.tsv", "a u\tu a\nb v\tv b\n");
        (code, output, error) = _session.Run(
            "train", "translate", Pairs(), "--validation-file", few, "--test-file", few, "--hidden", "4", "--epochs", "1", "--out",
            _session["pairs"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("36 pairs to learn from, 2 to check on, 2 to measure on", error);
        Assert.Contains("sources          2", output);
    }
}
