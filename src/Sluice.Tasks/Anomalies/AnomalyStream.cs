using Sluice.Data.Tables;
using Sluice.Readers;
using Sluice.Tasks.Descriptor;

namespace Sluice.Tasks.Anomalies;

/// <summary>Rows that come live: the header of a table, then a row a line, each scored at once.</summary>
internal static class AnomalyStream
{
    /// <summary>
    /// Reads lines to their end. Rows that the detector saw before are passed over; a line that cannot be read is named, has an empty answer,
    /// and changes nothing, unless <c>--strict</c> ends there.
    /// </summary>
    /// <exception cref="SluiceFormatException">There is no header, or a line cannot be read and <c>--strict</c> was said.</exception>
    public static void Run(AnomalyDetector detector, TextReader input, Inquiry inquiry)
    {
        string header = input.ReadLine()
            ?? throw new SluiceFormatException("expected a line with the names of the columns, then a row a line, got nothing.", "standard input");
        var options = new TableOptions
        {
            Schema = detector.Schema,
            Columns = detector.Options.Signals.ToDictionary(
                name => name, name => detector.Schema?.Find(name)?.Form ?? new ColumnForm(ColumnKind.Number)),
        };
        bool strict = inquiry.Option<bool>("--strict"), isFirst = true;
        int known = 0, row = 0;
        Table? last = null;
        List<(int Row, AnomalyRow? Scored)> answers = [];
        for (int line = 2; input.ReadLine() is { } text; line++)
        {
            if (string.IsNullOrWhiteSpace(text)) continue;
            AnomalyRow? scored = null;
            try
            {
                last = CsvTable.Parse($"{header}\n{text}\n", $"standard input, line {line}", options);
                if (row == known && detector.HasSeen(last))
                {
                    known++;
                    row++;
                    continue;
                }

                scored = detector.Read(last).Single();
            }
            catch (SluiceFormatException e) when (!strict)
            {
                inquiry.Unanswered.PassUnread(e.Message);
            }

            if (row == known) AnomalyAnswers.NoteKnown(inquiry, known);
            answers.Add((row++, scored));
            if (last is not null) Write();
        }

        Write();

        void Write()
        {
            // Answers to broken lines before the first good one wait for it, because it tells the columns.
            foreach (var (number, scored) in answers)
            {
                var answer = scored ?? new AnomalyRow(0, null, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
                if (inquiry.Json)
                {
                    inquiry.WriteJson(answer with { Row = number });
                    continue;
                }

                var table = last is null ? new Table([]) : scored is null ? new Table([.. last.Columns.Select(c => c.At([-1]))]) : last;
                using var text = new StringWriter();
                CsvTable.Write(AnomalyAnswers.Of(table, [answer], number), text);
                string lines = text.ToString();
                inquiry.Output.Write(isFirst ? lines : lines[(lines.IndexOf('\n') + 1)..]);
                isFirst = false;
            }

            inquiry.Output.Flush();
            answers.Clear();
        }
    }
}
