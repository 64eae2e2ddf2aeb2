using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>Finds out how the dates of a column are written. Of two readings, the one with the more even steps is taken.</summary>
/// <param name="name">The column.</param>
internal sealed class DateGuess(string name)
{
    // What a name holds, or is a word of, whose numbers may be dates.
    private static readonly string[] s_times = ["time", "date", "stamp", "epoch", "unix", "日期", "时间", "時間", "年月", "月份"];

    private static readonly HashSet<string> s_days = ["date", "datum", "fecha"];

    private static readonly HashSet<string> s_words =
    [
        .. s_days, "ts", "t", "day", "tag", "jour", "dag", "giorno", "día", "dia", "month", "monat", "mois", "mes", "mese", "maand", "period", "periode", "zeit", "zeitraum", "ym", "yyyymm", "月",
        .. DateParts.Years,
    ];

    private readonly bool _isOfDays = Words(name).Any(s_days.Contains) || name.Contains("日期", StringComparison.Ordinal);


    private readonly List<Reading> _readings = [];
    private Reading? _best;
    private DateLayout? _layout;
    private string _shape = "";
    private DateFamily[] _families = [];
    private Reading?[] _ofFamilies = []; // those of the families, where they have one
    private long _count;

    /// <summary>Cells that are dates in the best form.</summary>
    public long Count => Best?.Count ?? 0;

    /// <summary>Whether the name of the column speaks of time, so that any number in it may be a date.</summary>
    public bool IsOfTime { get; } = s_times.Any(w => name.Contains(w, StringComparison.OrdinalIgnoreCase)) || Words(name).Any(s_words.Contains);

    /// <summary>The best form; null where there is no date.</summary>
    public DateForm? Form => Best is { } best ? DateForm.Of(best.Family, best.Sample, best.IsBare && best.Sample.Clock.Fields > 0) : null;

    /// <summary>Whether the dates are nothing but digits, so that they may be numbers.</summary>
    public bool AreDigits => Best?.Family.IsDigits ?? false;

    /// <summary>Another pattern in which all of the dates can be read, and with steps as even; null where there is none.</summary>
    public string? Other
        => Best is { } best && _readings.FirstOrDefault(r => r != best && r.Count == best.Count && r.Rank.CompareTo(best.Rank) == 0) is { } other
            ? other.Family.Text
            : null;

    private Reading? Best
    {
        get
        {
            if (_best is not null && _best.Seen == _count) return _best;
            _best = _readings.OrderByDescending(r => r.Count).ThenByDescending(r => r.Rank).ThenBy(r => r.Order).FirstOrDefault();
            if (_best is not null) _best.Seen = _count;
            return _best;
        }
    }

    /// <summary>How the last cell was written that could be; null before.</summary>
    public DateLayout? Layout => _layout;

    /// <summary>Adds a cell that has digits and marks in the same places as the one before, and is no number; says whether it is one.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="packed">The date as its layout packs it; 0 where it cannot.</param>
    public bool AddAlike(ReadOnlySpan<byte> cell, out ulong packed)
    {
        packed = 0;
        if (_layout is not { IsNoNumber: true } layout || !layout.TryRead(cell, out var fields) || !Add(fields, layout.Cell, layout)) return false;
        packed = layout.Pack(fields);
        return true;
    }

    /// <summary>Adds a cell; says whether it is a date.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="text">The same as characters.</param>
    /// <param name="number">Whether it is a number, of which few forms are dates.</param>
    public bool Add(ReadOnlySpan<byte> cell, ReadOnlySpan<char> text, bool number)
    {
        if (number && !IsOfTime && text.Length is not (8 or 12 or 13 or 14)) return false;
        if (DateCell.Of(text) is not { } parts) return false;
        long after = parts.Clock.Time.Ticks - (parts.Clock.Offset?.Ticks ?? 0);
        if (!Add(new DateFields(parts.A, parts.B, parts.C, parts.Padded, after), parts, null)) return false;
        _layout = DateLayout.Of(cell, parts);
        return true;
    }

    // A layout stands for cells that differ in nothing but their fields.
    private bool Add(in DateFields fields, in DateCell like, DateLayout? layout)
    {
        if (!ReferenceEquals(_shape, like.Shape))
        {
            _shape = like.Shape;
            _families = [.. DateFamily.Of(_shape)];
            _ofFamilies = [.. _families.Select(f => _readings.Find(r => r.Family == f))];
        }

        bool any = false;
        for (int i = 0; i < _families.Length; i++)
        {
            if (DateForm.Read(_families[i], fields.A, fields.B, fields.C, fields.Ticks) is not { } date) continue;
            if (_ofFamilies[i] is not { } reading) _readings.Add(_ofFamilies[i] = reading = new Reading(_families[i], _readings.Count));
            reading.Add(date, fields.Padded, like, layout);
            any = true;
        }

        if (any) _count++;
        return any;
    }

    /// <summary>Whether nearly all cells can be read in a form.</summary>
    public bool Fits(DateForm form, long present)
        => _readings.Find(r => r.Family == form.Family) is { } reading ? reading.Count >= ColumnGuess.Nearly * present : present == 0;

    /// <summary>
    /// Whether dates of digits alone are likely to be meant: years from 1900 to 2100; all but days of eight digits and milliseconds only where the
    /// name speaks of time, days since 1900 and years where it speaks of days.
    /// </summary>
    public bool ArePlausible => Best is { } best && best.First.Year >= 1900 && best.Last.Year <= 2100 && (best.Family.Shape switch
    {
        "D" or "L" => true,
        "S" or "y" => _isOfDays,
        _ => IsOfTime,
    });

    // The words of a name: month_end and MonthEnd have two.
    private static IEnumerable<string> Words(string name)
    {
        int start = 0;
        for (int i = 1; i <= name.Length; i++)
        {
            bool ends = i == name.Length || !char.IsLetter(name[i]) || (char.IsUpper(name[i]) && char.IsLower(name[i - 1]));
            if (!ends) continue;
            if (i > start) yield return name[start..i].ToLowerInvariant();
            start = i < name.Length && !char.IsLetter(name[i]) ? i + 1 : i;
        }
    }

    /// <summary>The dates of a column, read in one way.</summary>
    private sealed class Reading(DateFamily family, int order)
    {
        private const int MostSteps = 64;

        private readonly Dictionary<long, int> _steps = [], _months = [];
        private int _forward, _backward;
        private DateTime _last;
        private int _lastDay, _lastMonth;
        private DateLayout? _layout;

        public DateFamily Family => family;

        public int Order => order;

        public long Count { get; private set; }

        public long Seen { get; set; }

        public DateCell Sample { get; private set; }

        /// <summary>Whether some have no time of day.</summary>
        public bool IsBare { get; private set; }

        /// <summary>The earliest.</summary>
        public DateTime First { get; private set; } = DateTime.MaxValue;

        /// <summary>The latest.</summary>
        public DateTime Last { get; private set; } = DateTime.MinValue;

        /// <summary>How even the steps are: the share of the most frequent one, in days or in months; then whether the dates never go back.</summary>
        public (double Even, bool Rises) Rank
        {
            get
            {
                int steps = _forward + _backward;
                double even = steps == 0 ? 0 : (double)Math.Max(_steps.Values.DefaultIfEmpty().Max(), _months.Values.DefaultIfEmpty().Max()) / steps;
                return (Math.Round(even, 3), _backward == 0);
            }
        }

        public void Add(DateTime date, bool padded, in DateCell like, DateLayout? layout)
        {
            // What the last cell of this layout showed need not be looked at again.
            if (layout is null || layout != _layout || (padded && !Sample.Padded))
            {
                if (like.Clock.Fields == 0) IsBare = true;
                Sampled(like with { Padded = padded });
                _layout = layout;
            }

            var (year, month, day) = date;
            month += 12 * year;
            if (Count++ > 0) Step(date, day, month);
            (_last, _lastDay, _lastMonth) = (date, day, month);
            if (date < First) First = date;
            if (date > Last) Last = date;
        }

        private void Sampled(in DateCell parts)
        {
            if (Count == 0)
            {
                Sample = parts;
                return;
            }

            var kept = parts.Clock.Fields >= Sample.Clock.Fields ? parts : Sample;
            Sample = kept with
            {
                Padded = Sample.Padded || parts.Padded,
                Words = Sample.Words.With(parts.Words),
                Clock = kept.Clock with
                {
                    Padded = (Sample.Clock.Fields == 0 || Sample.Clock.Padded) && (parts.Clock.Fields == 0 || parts.Clock.Padded),
                    Digits = Math.Max(Sample.Clock.Digits, kept.Clock.Digits)
                }
            };
        }

        private void Step(DateTime date, int day, int month)
        {
            if (date == _last) return;
            if (date < _last)
            {
                _backward++;
                return;
            }

            _forward++;
            Increase(_steps, (date - _last).Ticks);
            if (day == _lastDay) Increase(_months, month - _lastMonth);
        }

        private static void Increase(Dictionary<long, int> counts, long step)
        {
            ref int count = ref CollectionsMarshal.GetValueRefOrNullRef(counts, step);
            if (!Unsafe.IsNullRef(ref count)) count++;
            else if (counts.Count < MostSteps) counts[step] = 1;
        }
    }
}
