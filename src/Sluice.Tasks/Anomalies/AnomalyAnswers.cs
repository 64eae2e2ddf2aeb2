using Sluice.Data.Tables;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Reports;

namespace Sluice.Tasks.Anomalies;

/// <summary>Scores as a table.</summary>
internal static class AnomalyAnswers
{
    /// <summary>Says how many of the first rows have no answer, because the detector has seen them.</summary>
    public static void NoteKnown(Inquiry inquiry, int known)
    {
        if (known > 0)
            inquiry.Unanswered.Note($"{known} {(known == 1 ? "row was" : "rows were")} seen before and {(known == 1 ? "is" : "are")} passed over");
    }

    /// <summary>Scores beside the rows that they are of.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="rows">Their scores.</param>
    /// <param name="before">Rows that came before the table.</param>
    public static Table Of(Table table, IReadOnlyList<AnomalyRow> rows, int before = 0)
    {
        static double Rounded(double value, double scale)
            => double.IsFinite(value) ? Math.Round(value, (int)Math.Clamp(6 - Math.Floor(Math.Log10(Math.Abs(scale) + 1e-12)), 0, 15)) : double.NaN;
        NumberColumn Numbers(string name, Func<AnomalyRow, double> of) => new(name, [.. rows.Select(of)]);
        return AnswerTable.Of(table, [.. rows.Select(r => r.Row)],
        [
            .. rows.Any(r => r.Signal is not null)
                ? new[] { new CategoryColumn("signal", [.. rows.Select(r => r.Score > 0 ? r.Signal : null)]) }
                : [],
            Numbers("score", r => Rounded(r.Score, 100)), Numbers(
                "alarm", r => double.IsNaN(r.Score) ? double.NaN : r.IsAlarm ? 1 : 0), Numbers("expected", r => Rounded(r.Expected, r.Expected)),
            Numbers("low", r => Rounded(r.Low, r.Expected)), Numbers("high", r => Rounded(r.High, r.Expected)),
        ], numbers: rows.Select(r => r.Row + before));
    }
}
