using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>Finds out how the dates of a column are written. Of two readings, the one with the more even steps is taken.</summary>
internal sealed class DateGuess
{
    private readonly Dictionary<DateFamily, Reading> _readings = [];
    private Reading? _best;
    private long _count;

    /// <summary>Cells that are dates in the best form.</summary>
    public long Count => Best?.Count ?? 0;

    /// <summary>The best form; null where there is no date.</summary>
    public DateForm? Form => Best is { } best ? DateForm.Of(best.Family, best.Sample, best.IsBare && best.Sample.Clock.Fields > 0) : null;

    /// <summary>Whether the dates are nothing but digits, so that they may be numbers.</summary>
    public bool AreDigits => Best?.Family.IsDigits ?? false;

    /// <summary>Another pattern in which all of the dates can be read, and with steps as even; null where there is none.</summary>
    public string? Other
        => Best is { } best && _readings.Values.FirstOrDefault(
            r => r != best && r.Count == best.Count && r.Rank.CompareTo(best.Rank) == 0) is { } other ? other.Family.Text : null;

    private Reading? Best
    {
        get
        {
            if (_best is not null && _best.Seen == _count) return _best;
            _best = _readings.Values.OrderByDescending(r => r.Count).ThenByDescending(r => r.Rank).ThenBy(r => r.Order).FirstOrDefault();
            if (_best is not null) _best.Seen = _count;
            return _best;
        }
    }

    /// <summary>Adds a cell; says whether it is a date.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="number">Whether it is a number, of which few forms are dates.</param>
    public bool Add(string cell, bool number)
    {
        if (number && cell.Length is not (8 or 10 or 12 or 13 or 14)) return false;
        if (DateCell.Of(cell) is not { } parts) return false;
        bool any = false;
        foreach (var family in DateFamily.Of(parts.Shape))
        {
            if (DateForm.Read(family, parts, out _) is not { } date) continue;
            if (!_readings.TryGetValue(family, out var reading)) _readings[family] = reading = new Reading(family, _readings.Count);
            reading.Add(date, parts);
            any = true;
        }

        if (any) _count++;
        return any;
    }

    /// <summary>Whether nearly all cells can be read in a form.</summary>
    public bool Fits(DateForm form, long present)
        => _readings.FirstOrDefault(r => r.Key.Text == form.Family).Value is { } reading
            ? reading.Count >= ColumnGuess.Nearly * present
            : present == 0;

    /// <summary>Whether dates of digits alone are likely to be meant: years from 1900 to 2100; seconds where the name speaks of time.</summary>
    public bool ArePlausible(string name) => Best is { } best && best.First.Year >= 1900 && best.Last.Year <= 2100
        && (best.Family.Shape != "K"
            || new[] { "time", "date", "stamp", "epoch", "unix" }.Any(w => name.Contains(w, StringComparison.OrdinalIgnoreCase))
            || name is "ts" or "t");

    /// <summary>The dates of a column, read in one way.</summary>
    private sealed class Reading(DateFamily family, int order)
    {
        private const int MostSteps = 64;

        private readonly Dictionary<long, int> _steps = [], _months = [];
        private int _forward, _backward;
        private DateTime _last;

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

        public void Add(DateTime date, DateCell parts)
        {
            if (parts.Clock.Fields == 0) IsBare = true;
            if (Count++ == 0) Sample = parts;
            else
            {
                var kept = parts.Clock.Fields >= Sample.Clock.Fields ? parts : Sample;
                Sample = kept with
                {
                    Padded = Sample.Padded || parts.Padded,
                    IsLong = Sample.IsLong || parts.IsLong,
                    Clock = kept.Clock with
                    {
                        Padded = (Sample.Clock.Fields == 0 || Sample.Clock.Padded) && (parts.Clock.Fields == 0 || parts.Clock.Padded),
                        Digits = Math.Max(Sample.Clock.Digits, kept.Clock.Digits)
                    }
                };
                Step(date);
            }

            _last = date;
            if (date < First) First = date;
            if (date > Last) Last = date;
        }

        private void Step(DateTime date)
        {
            if (date == _last) return;
            if (date < _last)
            {
                _backward++;
                return;
            }

            _forward++;
            Increase(_steps, (date - _last).Ticks);
            if (date.Day == _last.Day) Increase(_months, (date.Year - _last.Year) * 12L + date.Month - _last.Month);
        }

        private static void Increase(Dictionary<long, int> counts, long step)
        {
            if (counts.TryGetValue(step, out int count)) counts[step] = count + 1;
            else if (counts.Count < MostSteps) counts[step] = 1;
        }
    }
}
