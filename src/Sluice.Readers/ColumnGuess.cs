using System.Text;
using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>
/// Finds out what a column holds and how it is written from its cells: numbers or dates where nine cells in ten read as such, else texts.
/// Texts that stand for a missing value count for neither. One thread at a time adds.
/// </summary>
/// <param name="name">The column.</param>
/// <param name="missing">What else stands for a missing value.</param>
internal sealed class ColumnGuess(string name, MissingTexts missing)
{
    // A column with so many numbers is one of numbers, and the text in it a mistake, not a category of its own; so it is with dates.
    internal const double Nearly = 0.9;

    // With so many, it is not clear what the column is meant to be, unless its texts are few.
    private const double Half = 0.5;

    // Short texts are looked for among those of late while there is hope that they come again.
    private const int MostKept = 1 << 14, LongestKept = 32;

    // Cells are packed where that takes at most so many times their bytes, which empty ones would.
    private const int MostPacked = 3;

    private readonly NumberGuess _numbers = new();
    private readonly DateGuess _dates = new(name);
    private readonly TextGuess _texts = new();
    private readonly RecentTexts<bool> _odds = new(); // texts that are neither numbers nor dates
    private readonly Dictionary<string, (int Count, int Line)> _marks = new(StringComparer.Ordinal);
    private (string Cell, int Line)? _odd;
    private long _present, _digits, _words; // cells that hold something; of those that are neither numbers nor dates those with digits, and others
    private int _kept;
    private char[] _buffer = [];
    private ulong[] _packed = [];

    /// <summary>Whether its numbers have a decimal comma for sure, a decimal point for sure, or may have either.</summary>
    public bool? HasComma => _present == 0 || _numbers.Count < Nearly * _present || IsDate ? null : _numbers.HasComma;

    /// <summary>Whether the column is neither one of numbers nor one of dates, so that its texts have to be counted.</summary>
    public bool NeedsTexts => _present > 0 && !IsDate && _numbers.Count < Nearly * _present;

    /// <summary>Adds cells, as <see cref="CellBytes"/> has them.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="lines">The line of each.</param>
    public void Add(ReadOnlySpan<byte> cells, ReadOnlySpan<int> lines)
    {
        foreach (int line in lines) Add(CellBytes.Trim(CellBytes.Next(ref cells)), line, out _);
    }

    /// <summary>Adds cells and takes them, which are forgotten there.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="lines">The line of each.</param>
    public CellPiece Take(CellBytes cells, ReadOnlySpan<int> lines)
    {
        if (_packed.Length < lines.Length) _packed = GC.AllocateUninitializedArray<ulong>(lines.Length);
        var (all, layout) = (CellKind.Empty, (DateLayout?)null);
        var rest = cells.Written;
        for (int i = 0; i < lines.Length; i++)
        {
            var kind = Add(CellBytes.Trim(CellBytes.Next(ref rest)), lines[i], out _packed[i]);
            if (kind == CellKind.Empty) continue;
            if (all == CellKind.Empty) (all, layout) = (kind, _dates.Layout);
            else if (kind != all || (kind == CellKind.Date && layout != _dates.Layout)) all = CellKind.Other;
        }

        return all is CellKind.Number or CellKind.Date && sizeof(ulong) * lines.Length <= MostPacked * cells.Written.Length
            ? new CellPiece(_packed[..lines.Length], all == CellKind.Date ? layout : null)
            : new CellPiece(cells.Take());
    }

    /// <summary>Counts the texts of cells that were added, which is to be done to all of them or, where no texts are needed, to none.</summary>
    public void AddTexts(ReadOnlySpan<byte> cells)
    {
        while (!cells.IsEmpty)
        {
            var cell = CellBytes.Trim(CellBytes.Next(ref cells));
            if (cell.IsEmpty || missing.Contains(cell) || _texts.AddAgain(cell)) continue;
            var text = CellBytes.Characters(cell, ref _buffer);
            if (!MissingTexts.IsMark(text)) _texts.Add(text, cell);
        }
    }

    /// <summary>Adds a cell, and packs it where it is a plain number or a date like the one before.</summary>
    private CellKind Add(ReadOnlySpan<byte> cell, int line, out ulong packed)
    {
        packed = 0;
        if (cell.IsEmpty || missing.Contains(cell)) return CellKind.Empty;
        if (PlainNumber.TryRead(cell, out var plain))
        {
            _present++;
            _numbers.Add(plain);
            // With a sign it is no date, with a mark seldom.
            if (!plain.IsNegative && (_dates.IsOfTime || (plain.Mark == '\0' && cell.Length >= 8)))
                _dates.Add(cell, CellBytes.Characters(cell, ref _buffer), number: true);
            packed = plain.Packed;
            return CellKind.Number;
        }

        bool alike = _dates.AddAlike(cell, out packed);
        if (alike || _odds.Find(cell, out _))
        {
            _present++;
            return alike && packed != 0 ? CellKind.Date : CellKind.Other;
        }

        var text = CellBytes.Characters(cell, ref _buffer);
        if (MissingTexts.IsMark(text))
        {
            string mark = text.ToString();
            _marks[mark] = _marks.TryGetValue(mark, out var seen) ? (seen.Count + 1, seen.Line) : (1, line);
            return CellKind.Other;
        }

        _present++;
        if (cell.ContainsAnyInRange((byte)'0', (byte)'9'))
        {
            bool number = _numbers.Add(text), date = _dates.Add(cell, text, number);
            if (date && !number) packed = _dates.Layout?.Pack(cell) ?? 0;
            if (number || date) return packed != 0 ? CellKind.Date : CellKind.Other;
        }

        if (cell.ContainsAnyInRange((byte)'0', (byte)'9')) _digits++;
        else _words++;
        _odd ??= (text.ToString(), line);
        if (_kept < MostKept && cell.Length <= LongestKept)
        {
            _odds.Keep(cell, text.ToString(), true);
            _kept++;
        }

        return CellKind.Other;
    }

    /// <summary>What the column holds and how it is written.</summary>
    /// <param name="known">What is known of it; null to find out.</param>
    /// <param name="comma">Whether numbers that can be read in two ways have a decimal comma.</param>
    /// <param name="file">What messages call the file.</param>
    /// <exception cref="SluiceFormatException">It cannot be said what the column is: the message names a cell.</exception>
    public ColumnForm Form(ColumnForm? known, bool comma, string file)
    {
        switch (known?.Kind)
        {
            case ColumnKind.Number: return known.Form.Length > 0 && Fits(NumberForm.Parse(known.Form)) ? known : Number(comma);
            case ColumnKind.Date:
                return known.Form.Length > 0 && _dates.Fits(DateForm.Parse(known.Form), _present)
                ? known
                : new ColumnForm(ColumnKind.Date, _dates.Form?.Text ?? "");
            case not null: return known with { Form = "" };
        }

        if (_present == 0) return new ColumnForm(ColumnKind.Number);
        if (IsDate) return new ColumnForm(ColumnKind.Date, _dates.Form!.Text);
        if (_numbers.Count >= Nearly * _present) return _numbers.IsCode ? new ColumnForm(ColumnKind.Id) : Number(comma);
        foreach (var (mark, _) in _marks) _texts.Add(mark, Encoding.UTF8.GetBytes(mark));
        bool few = _texts.AreFew(_present);
        if (!few && Math.Max(_numbers.Count, _dates.Count) >= Half * _present) throw Unclear(file);
        return new ColumnForm(_texts.AreFree(_present) ? ColumnKind.Text : ColumnKind.Category);
    }

    private enum CellKind { Empty, Number, Date, Other }

    /// <summary>What is to be said of texts that are read as missing.</summary>
    public IEnumerable<string> Marks(ColumnForm form) => form.Kind is not (ColumnKind.Number or ColumnKind.Date) ? []
        : _marks.OrderBy(m => m.Value.Line)
            .Select(
                m => $"column '{name}': '{m.Key}' is read as missing, in {m.Value.Count} {(m.Value.Count == 1 ? "row" : "rows")} (the first in line {m.Value.Line}).");

    /// <summary>What is to be said of how the column is read.</summary>
    public IEnumerable<string> Notes(ColumnForm form, ColumnForm? known)
    {
        foreach (string mark in Marks(form)) yield return mark;
        if (known is null && form.Kind is ColumnKind.Text or ColumnKind.Category && _dates.IsOfTime && _odd is var (odd, at)
            && _digits > _words && ClockTime.Of(odd) is null)
            yield return $"column '{name}' is one of texts: '{ColumnInference.Short(odd)}' (line {at}) is no date that is known here. Write dates as 2024-12-31 23:59 if that is meant.";
        if (known is { Form.Length: > 0 } && known.Form != form.Form && _present > 0)
        {
            if (form.Kind == ColumnKind.Date && DateForm.Parse(known.Form).Family != DateForm.Parse(form.Form).Family)
                yield return $"column '{name}': dates are written as {form.Form} here, and as {known.Form} where the model learned.";
        }
        else if (known is not { Form.Length: > 0 })
        {
            if (form.Kind == ColumnKind.Date && _dates.Other is { } other)
                yield return $"column '{name}': the dates are read as {form.Form}; they can be read as {other} too (--column {name}=date:{other}).";
            if (form.Kind == ColumnKind.Number && _numbers is { HasComma: null, IsMarked: true })
                yield return $"column '{name}': the numbers are read {(form.Form.Length > 0 ? $"as {form.Form}" : "with a decimal point")}; the mark may be another (--decimal {(form.Form.Length > 0 && NumberForm.Parse(form.Form).Decimal == ',' ? '.' : ',')}).";
        }
    }

    private ColumnForm Number(bool comma)
    {
        var form = _numbers.Form(_numbers.HasComma ?? comma);
        return new ColumnForm(ColumnKind.Number, form == NumberForm.Plain ? "" : form.ToString());
    }

    private bool Fits(NumberForm form) => form.Decimal == ',' ? _numbers.HasComma is not false : _numbers.HasComma is not true;

    private bool IsDate
        => _dates.Count > 0 && _dates.Count >= Nearly * _present && (!_dates.AreDigits || (_dates.Count == _present && _dates.ArePlausible));

    private SluiceFormatException Unclear(string file)
    {
        long read = Math.Max(_numbers.Count, _dates.Count);
        string what = _numbers.Count >= _dates.Count ? "number" : "date";
        var (cell, line) = _odd ?? ("", 0);
        return new SluiceFormatException(
            $"column '{name}': {read} of {_present} cells are {what}s, but not '{ColumnInference.Short(cell)}'. Say what is meant: --missing \"{ColumnInference.Short(cell)}\" where it stands for no value, "
            + $"--column {name}=category where it is one of a few texts, --column {name}={what} to be shown each cell that is none.", file, line > 0
                ? line
                : null);
    }
}
