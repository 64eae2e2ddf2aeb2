using System.Text;
using Sluice.Data.Tables;
using Sluice.Layers;
using Sluice.Tasks.Live;
using Sluice.Tasks.Sources;

namespace Sluice.Serving.Operations;

/// <summary>
/// What comes in for a model, beside what it learned from. It keeps counts, and nothing of what users send. For any number of threads.
/// </summary>
internal sealed class InputDrift
{
    // Fewer symbols than this say nothing; a larger share than this is said.
    private const long Fewest = 100;
    private const double More = 0.05;

    private readonly Drift? _columns;
    private readonly ISymbolReader? _reader;
    private readonly (int Input, bool IsText, string[] Names, int[] Places)[] _live;
    private readonly int _width;
    private long _symbols, _unknown;

    public InputDrift(ILayer model, LiveForm? form)
    {
        _columns = (model as ITableModel)?.Schema is { } schema ? new Drift(schema) : null;
        _reader = model as ISymbolReader;
        _live = _columns is null || form is null
            ? [] : [.. form.Inputs.Select((f, i) => (i, f.IsText, Names: f.Names.ToArray(), _columns.PlacesOf(f.Names)))
                .Where(f => f.Names.Length > 0)];
        _width = _live.Sum(f => f.Names.Length);
    }

    /// <summary>The columns of which something came in.</summary>
    public IReadOnlyList<ColumnDrift> Columns => _columns?.Columns ?? [];

    /// <summary>Symbols of texts that came in, and how many of these were never seen in training.</summary>
    public (long Count, long Unknown) Symbols => (Interlocked.Read(ref _symbols), Interlocked.Read(ref _unknown));

    /// <summary>What is to be said, a sentence each.</summary>
    public IReadOnlyList<string> Findings
    {
        get
        {
            var (count, unknown) = Symbols;
            double share = count == 0 ? 0 : (double)unknown / count;
            List<string> findings = [.. Columns.Select(c => c.Finding).OfType<string>()];
            if (count >= Fewest && share > More)
                findings.Add(FormattableString.Invariant($"texts: {100 * share:F1} % of {count} symbols were never seen in training"));
            return findings;
        }
    }

    /// <summary>Counts a table that was read.</summary>
    public void Add(Table table) => _columns?.Add(table);

    /// <summary>Counts live rows that a sequence has taken.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="session">What was strange in that sequence so far, or null for nothing.</param>
    /// <returns>What is strange in it now, or null for nothing.</returns>
    public SessionDrift? Add(IReadOnlyList<LiveRow> rows, SessionDrift? session)
    {
        Span<ValueDrift> found = _width <= 64 ? stackalloc ValueDrift[_width] : new ValueDrift[_width];
        foreach (var row in rows)
        {
            int at = 0;
            bool isStrange = false;
            foreach (var (input, isText, _, places) in _live)
            {
                var own = found.Slice(at, places.Length);
                at += places.Length;
                if (!isText) _columns!.Add(places, row.Numbers(input), own);
                else if (row.Texts(input) is { } texts) _columns!.Add(places, texts, own);
                else own.Clear();
                isStrange |= own.ContainsAnyExcept(ValueDrift.None);
            }

            if (isStrange) (session ??= new(_width)).Add(found);
            if (_reader is not null && row.Texts(0) is [var text]) Add(text);
        }

        return session;
    }

    /// <summary>The columns of a sequence with values that were strange.</summary>
    /// <param name="session">What was strange in it, or null for nothing.</param>
    /// <param name="rows">The rows that it took.</param>
    public IReadOnlyList<ColumnDrift> Of(SessionDrift? session, long rows)
        => session is null ? [] : [.. _live.SelectMany(f => f.Names)
            .Select((name, i) => (Name: name, Missing: session.Missing(i), Strange: session.Strange(i))).Where(c => c.Missing + c.Strange > 0)
            .Select(c => _columns!.Of(c.Name, rows, c.Missing, c.Strange)).OfType<ColumnDrift>()];

    /// <summary>Counts a text that was read.</summary>
    public void Add(string text)
    {
        if (_reader is null) return;
        var (symbols, unknown) = _reader.Count(text);
        Interlocked.Add(ref _symbols, symbols);
        Interlocked.Add(ref _unknown, unknown);
    }

    /// <summary>Counts texts, a line each.</summary>
    public void AddLines(ReadOnlySpan<byte> utf8)
    {
        if (_reader is null) return;
        foreach (string line in Data.Text.TextLines.Of(Encoding.UTF8.GetString(utf8))) Add(line);
    }
}
