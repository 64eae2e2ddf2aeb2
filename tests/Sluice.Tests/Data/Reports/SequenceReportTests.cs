using Sluice.Data.Reports;
using Sluice.Data.Sequences;

namespace Sluice.Tests.Data.Reports;

public class SequenceReportTests
{
    [Fact]
    public void Lengths_balance_and_duplicates_are_counted()
    {
        var report = SequenceReport.Of(
        [
            .. Enumerable.Range(1, 100).Select(i => Sequence(DataPart.Training, i, $"t{i}", i <= 70 ? "a" : "b")),
            Sequence(DataPart.Training, 5, "t5", "a"),
            Sequence(DataPart.Validation, 3, "t3", "a"), Sequence(DataPart.Validation, 4, "v", "c"),
            Sequence(DataPart.Test, 4, "v", "c"), Sequence(DataPart.Test, 9, "x", "b"),
        ]);
        Assert.Equal([101, 2, 2], report.Parts.Select(p => p.Count));
        Assert.Equal([1, 5, 25, 50, 75, 95, 100], report.Parts[0].Lengths);
        Assert.Equal([4, 4, 4, 4, 9, 9, 9], report.Parts[2].Lengths);
        Assert.Equal([1, 0, 0], report.Parts.Select(p => p.Repeated));
        Assert.Equal([0, 1, 1], report.Parts.Select(p => p.Shared));
        Assert.Equal([("a", 71, 1, 0), ("b", 30, 0, 1), ("c", 0, 1, 1)], report.Balance.Select(b => (b.Category, b.Training, b.Validation, b.Test)));
        Assert.Equal(["c"], report.Unseen);
        Assert.Equal(
        [
            "1 sequences of validation (50.0 %) are also in training",
            "1 sequences of test (50.0 %) are also in training or validation",
            "a label of validation or test never seen in training: c"
        ],
            report.Warnings.Select(w => w.Split(": they")[0].TrimEnd('.')));
    }

    public static TheoryData<LabelledSequence[], string> Wrong => new()
    {
        { [Sequence(DataPart.Training, 1, "x", "a"), Sequence(DataPart.Training, 2, "y", "a")], "every label of training is 'a'" },
        { [Sequence(DataPart.Test, 1, "x", "a")], "no sequence is for training" },
        { [Sequence(DataPart.Training, 0, "", "a"), Sequence(DataPart.Training, 0, "", "b")], "2 sequences of training are empty" },
        { [new(DataPart.Training, 2, ["a", null], "x"), Sequence(DataPart.Training, 2, "y", "b")], "1 labels of training are missing" },
        {
            [Sequence(DataPart.Training, 1, "x", "Cat"), Sequence(DataPart.Training, 1, "y", "cat"), Sequence(DataPart.Training, 1, "z", "cat")],
            "the labels 'cat' (2) and 'Cat' (1) differ only in capitals or blanks"
        },
        { [Sequence(DataPart.Training, 1, "x", "a"), Sequence(DataPart.Training, 1, "x", "b")], "1 sequences have other labels than an earlier one" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_warned_of(LabelledSequence[] sequences, string part)
        => Assert.Contains(part, Assert.Single(SequenceReport.Of(sequences).Warnings));

    [Fact]
    public void Nothing_is_refused() => Assert.Contains("got none", Assert.Throws<SluiceFormatException>(() => SequenceReport.Of([])).Message);

    private static LabelledSequence Sequence(DataPart part, int length, string content, string label) => new(part, length, [label], content);
}
