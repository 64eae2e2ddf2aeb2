using System.Text.Json;

namespace Sluice.Cli.Tests;

public class CheckCommandTests
{
    [Fact]
    public void Words_with_tags_are_reported_part_by_part()
    {
        using var session = new Session();
        string train = session.Write("train.conll", "Doug\tB-person\nsaw\tO\n\nhe\tO\n\nhe\tB-person\n"),
            test = session.Write("test.tsv", "Rome\tS-place\n\nhe\tO\n");
        string output = session.Run("check", train, "--test", test).Output;
        Assert.Contains("training            3          4      0        0         1       0", output);
        Assert.Contains("test                2          2      0        0         0       1", output);
        Assert.Contains("training          1        1        1        1        2        2        2", output);
        Assert.Contains("B-person         2           0       0", output);
        Assert.Contains("warning: a label of validation or test never seen in training: S-place.", output);
        Assert.Contains("warning: 1 sequences of test (50.0 %) are also in training", output);
        using var json = JsonDocument.Parse(session.Run("check", train, "--test", test, "--json").Output);
        Assert.Equal("S-place", json.RootElement.GetProperty("unseen")[0].GetString());
        Assert.Equal(1, json.RootElement.GetProperty("contradicting").GetInt32());
        var (code, _, error) = session.Run("check", session.Write("bad.conll", "Doug\tO\nsaw\tI-person\n\nJane\tB-person\n"));
        Assert.Equal(
            (CommandLine.BadData, true),
            (code, error.Contains("bad.conll:2: the tag 'I-person' of 'saw' cannot stand after O", StringComparison.Ordinal)));
    }

    [Fact]
    public void Tables_of_several_files_are_reported_together()
    {
        using var session = new Session();
        string train = session.Write("train.csv", "x,kind\n1,a\n2,b\n,a\n"), validation = session.Write("dev.csv", "kind,x\nb,2\nc,3\n");
        string output = session.Run("check", train, "--validation", validation, "--target", "kind").Output;
        Assert.Contains("parts      3 for training, 2 for validation, 0 for test", output);
        Assert.Contains("shared     1 rows", output);
        Assert.Contains("c                      0           1       0", output);
        Assert.Contains("the class 'c' of 'kind' does not occur in training", output);
        Assert.Matches("x +number +[^ ]+ +1 ", output);
        string odd = session.Write("odd.csv", "d,x\na,1\nb,2\n");
        Assert.Matches("x +id ", session.Run("check", odd, "--column", "x=id").Output);
        Assert.Contains("expected numbers", session.Run("check", train, "--test", session.Write("t.csv", "x,kind\nbig,a\n")).Error);
        Assert.Contains("Did you mean 'kind'", session.Run("check", train, "--target", "kin").Error);
        Assert.Contains("expected a table", session.Run("check", session.Write("a.txt", "Well, well."), "--test", train).Error);
        Assert.Equal(CommandLine.WrongUse, session.Run("check").Code);
    }
}
