namespace Sluice.Data.Tables;

/// <summary>
/// Counts what comes in, column by column, beside what a model learned from: missing values, numbers out of range, categories never seen, and shares.
/// The last 10,000 to 20,000 values of each column count. Any number of threads may add to it and read it at once.
/// </summary>
public sealed class Drift
{
    // Fewer values than this have no distribution to speak of.
    private const int Window = 10_000, Fewest = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Counts> _columns;
    private readonly Counts[] _all;

    /// <summary>Nothing has come in yet.</summary>
    public Drift(Schema schema)
    {
        _columns = schema.Columns.Where(c => c.Form.Kind is ColumnKind.Number or ColumnKind.Category)
            .ToDictionary(c => ComposedText.Of(c.Name), c => new Counts(c), StringComparer.Ordinal);
        _all = [.. _columns.Values];
    }

    /// <summary>The columns of which something came in.</summary>
    public IReadOnlyList<ColumnDrift> Columns
    {
        get
        {
            lock (_lock) return [.. _columns.Values.Where(c => c.Seen > 0).Select(c => c.Drift())];
        }
    }

    /// <summary>Counts the rows of a table; columns that the model did not learn from are passed over.</summary>
    public void Add(Table table)
    {
        foreach (var column in table.Columns)
        {
            if (column is NumberColumn numbers) Add(column.Name, numbers.Values);
            else if (column is CategoryColumn texts) Add(column.Name, texts.Values);
        }
    }

    /// <summary>Counts numbers of a column; NaN is a missing one.</summary>
    public void Add(string column, ReadOnlySpan<double> values)
    {
        lock (_lock)
        {
            if (Find(column) is { } counts) foreach (double value in values) counts.Add(value);
        }
    }

    /// <summary>Counts texts of a column; null is a missing one.</summary>
    public void Add(string column, ReadOnlySpan<string?> values)
    {
        lock (_lock)
        {
            if (Find(column) is { } counts) foreach (string? value in values) counts.Add(value);
        }
    }

    /// <summary>The places of columns, by which rows are added without looking for names; −1 for one that the model did not learn from.</summary>
    public int[] PlacesOf(IEnumerable<string> columns) => [.. columns.Select(c => Find(c) is { } counts ? Array.IndexOf(_all, counts) : -1)];

    /// <summary>Counts a row of numbers; NaN is a missing one.</summary>
    /// <param name="places">The columns, as <see cref="PlacesOf"/> says; those at −1 are passed over.</param>
    /// <param name="values">A number of each.</param>
    /// <param name="found">What was found of each.</param>
    public void Add(ReadOnlySpan<int> places, ReadOnlySpan<double> values, Span<ValueDrift> found)
    {
        lock (_lock)
        {
            for (int i = 0; i < values.Length; i++) found[i] = places[i] < 0 ? ValueDrift.None : _all[places[i]].Add(values[i]);
        }
    }

    /// <summary>Counts a row of texts; null is a missing one.</summary>
    /// <inheritdoc cref="Add(ReadOnlySpan{int}, ReadOnlySpan{double}, Span{ValueDrift})"/>
    public void Add(ReadOnlySpan<int> places, ReadOnlySpan<string?> values, Span<ValueDrift> found)
    {
        lock (_lock)
        {
            for (int i = 0; i < values.Length; i++) found[i] = places[i] < 0 ? ValueDrift.None : _all[places[i]].Add(values[i]);
        }
    }

    /// <summary>What some values of a column say that were counted elsewhere; without the index, for which they tell too little.</summary>
    /// <param name="column">A column that the model learned from, or another: then null.</param>
    /// <param name="seen">Values.</param>
    /// <param name="missing">How many of these were missing.</param>
    /// <param name="strange">How many were outside of the range, or unknown.</param>
    public ColumnDrift? Of(string column, long seen, long missing, long strange) => seen > 0 ? Find(column)?.Of(seen, missing, strange) : null;

    // The name as it is kept needs no composing.
    private Counts? Find(string column) => _columns.GetValueOrDefault(column) ?? _columns.GetValueOrDefault(ComposedText.Of(column));

    /// <summary>The counts of a window, and of the one before it.</summary>
    private sealed class Counts(ColumnSchema known)
    {
        private readonly Dictionary<string, int> _places =
            known.Categories.Select((c, i) => (c, i)).ToDictionary(p => p.c, p => p.i, StringComparer.Ordinal);

        // A number that is not known is below and above none.
        private readonly double _lowest = known.Lowest ?? double.NaN, _highest = known.Highest ?? double.NaN;
        private readonly double[] _tenths = [.. known.Tenths];
        private readonly bool _isText = known.Categories.Count > 0;

        private long[] _now = new long[Width(known)], _before = new long[Width(known)];

        // The last three places: missing, outside or unknown, all.
        private int Bins => _now.Length - 3;

        private static int Width(ColumnSchema known) => Math.Max(known.Tenths.Count + 1, known.Categories.Count) + 3;

        public long Seen => _now[^1] + _before[^1];

        public ValueDrift Add(double value)
        {
            bool outside = value < _lowest || value > _highest;
            if (!double.IsNaN(value) && _tenths.Length > 0) _now[Bin(value)]++;
            return Put(double.IsNaN(value), outside);
        }

        public ValueDrift Add(string? value)
        {
            bool isKnown = value is not null && _places.TryGetValue(value, out int place) && ++_now[place] > 0;
            return Put(value is null, value is not null && !isKnown && _isText);
        }

        private int Bin(double value)
        {
            int bin = 0;
            while (bin < _tenths.Length && value > _tenths[bin]) bin++;
            return bin;
        }

        private ValueDrift Put(bool missing, bool strange)
        {
            if (missing) _now[^3]++;
            if (strange) _now[^2]++;
            if (++_now[^1] >= Window)
            {
                (_before, _now) = (_now, _before);
                Array.Clear(_now);
            }

            return missing ? ValueDrift.Missing : strange ? ValueDrift.Strange : ValueDrift.None;
        }

        public ColumnDrift Drift()
        {
            long[] sum = [.. _now.Zip(_before, (a, b) => a + b)];
            return Of(sum[^1], sum[^3], sum[^2]) with
            {
                Index = sum[^1] - sum[^3] >= Fewest
                    ? Index(sum.AsSpan(0, Bins), _isText ? known.Shares : known.TenthShares, _isText ? sum[^2] : 0) : double.NaN,
            };
        }

        public ColumnDrift Of(long seen, long missing, long strange)
        {
            double share = seen > missing ? (double)strange / (seen - missing) : 0;
            return new(known.Name, seen, (double)missing / seen, known.MissingShare, _isText ? 0 : share, _isText ? share : 0, double.NaN);
        }

        /// <summary>Σ (p − q) ln (p / q); half a value more in each bin, so that an empty one is finite.</summary>
        private static double Index(ReadOnlySpan<long> counts, IReadOnlyList<double> shares, long strange)
        {
            if (shares.Count == 0) return double.NaN;
            double all = strange, index = 0;
            for (int i = 0; i < shares.Count; i++) all += counts[i];
            all += 0.5 * (shares.Count + 1);
            void Bin(double count, double share)
            {
                double p = (count + 0.5) / all, q = Math.Max(share, 1e-4);
                index += (p - q) * Math.Log(p / q);
            }

            for (int i = 0; i < shares.Count; i++) Bin(counts[i], shares[i]);
            if (strange > 0) Bin(strange, 0);
            return index;
        }
    }
}
