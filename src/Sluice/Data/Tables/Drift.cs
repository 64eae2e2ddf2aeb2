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

    /// <summary>Nothing has come in yet.</summary>
    public Drift(Schema schema) => _columns = schema.Columns.Where(c => c.Form.Kind is ColumnKind.Number or ColumnKind.Category)
        .ToDictionary(c => ComposedText.Of(c.Name), c => new Counts(c), StringComparer.Ordinal);

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

    // Each live row comes here once for each column: the name as it is kept needs no composing.
    private Counts? Find(string column) => _columns.GetValueOrDefault(column) ?? _columns.GetValueOrDefault(ComposedText.Of(column));

    /// <summary>The counts of a window, and of the one before it.</summary>
    private sealed class Counts(ColumnSchema known)
    {
        private readonly Dictionary<string, int> _places =
            known.Categories.Select((c, i) => (c, i)).ToDictionary(p => p.c, p => p.i, StringComparer.Ordinal);

        private long[] _now = new long[Width(known)], _before = new long[Width(known)];

        // The last three places: missing, outside or unknown, all.
        private int Bins => _now.Length - 3;

        private static int Width(ColumnSchema known) => Math.Max(known.Tenths.Count + 1, known.Categories.Count) + 3;

        public long Seen => _now[^1] + _before[^1];

        public void Add(double value)
        {
            bool outside = value < known.Lowest || value > known.Highest;
            if (!double.IsNaN(value) && known.Tenths.Count > 0) _now[Bin(value)]++;
            Put(double.IsNaN(value), outside);
        }

        public void Add(string? value)
        {
            bool strange = value is not null && !_places.ContainsKey(value) && known.Categories.Count > 0;
            if (value is not null && _places.TryGetValue(value, out int place)) _now[place]++;
            Put(value is null, strange);
        }

        private int Bin(double value)
        {
            int bin = 0;
            while (bin < known.Tenths.Count && value > known.Tenths[bin]) bin++;
            return bin;
        }

        private void Put(bool missing, bool strange)
        {
            if (missing) _now[^3]++;
            if (strange) _now[^2]++;
            if (++_now[^1] < Window) return;
            (_before, _now) = (_now, _before);
            Array.Clear(_now);
        }

        public ColumnDrift Drift()
        {
            long[] sum = [.. _now.Zip(_before, (a, b) => a + b)];
            long seen = sum[^1], there = seen - sum[^3];
            double strange = there > 0 ? (double)sum[^2] / there : 0;
            bool isText = known.Categories.Count > 0;
            return new(
                known.Name, seen, (double)sum[^3] / seen, known.MissingShare, isText ? 0 : strange, isText ? strange : 0,
                there >= Fewest ? Index(sum.AsSpan(0, Bins), isText ? known.Shares : known.TenthShares, isText ? sum[^2] : 0) : double.NaN);
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
