using System.Globalization;
using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>Finds out how the numbers of a column are written.</summary>
internal sealed class NumberGuess
{
    private const int MostUnits = 8;

    private readonly Dictionary<(string Before, string After), long> _units = [];
    private long _bare, _point, _comma, _pointOnly, _commaOnly, _codes, _whole;
    private char _pointGroup, _commaGroup;

    /// <summary>Cells that are numbers, as far as their units agree.</summary>
    public long Count => _bare + (HasUnit ? _units.Values.First() : 0);

    // A sign of currency or per cent may stand in some cells; a letter in few of them is a slip, such as 1O for 10.
    private bool HasUnit
        => _units.Count == 1
            && (_units.Values.First() >= _bare || _units.Keys.First() is var (before, after) && (before + after).Any(NumberParts.IsSign));

    /// <summary>Whether the decimal mark is a comma: true or false for sure, or null where nothing tells.</summary>
    public bool? HasComma => _commaOnly > _pointOnly ? true : _pointOnly > 0 ? false : null;

    /// <summary>Whether there are marks that can be read in two ways.</summary>
    public bool IsMarked => _pointGroup != _commaGroup;

    /// <summary>Whether the numbers are codes: a whole number begins with 0, or has more digits than a number can keep.</summary>
    public bool IsCode => _codes > 0 && _whole == Count;

    /// <summary>Adds a number as most are written.</summary>
    public void Add(in PlainNumber number)
    {
        _bare++;
        if (number.Mark == '\0') Whole(number.Whole, number.BeginsWithZero);

        // A mark between thousands has three digits behind it, and before it one to three of which the first is no zero.
        bool either = number.Mark == '\0' || (number.Fraction == 3 && number.Whole <= 3 && !number.BeginsWithZero);
        bool point = number.Mark != ',';
        if (either || point) _point++;
        if (either || !point) _comma++;
        if (!either && point) _pointOnly++;
        if (!either && !point) _commaOnly++;
        if (either && number.Mark == '.') _commaGroup = '.';
        if (either && number.Mark == ',') _pointGroup = ',';
    }

    /// <summary>Adds a cell; says whether it is a number.</summary>
    public bool Add(ReadOnlySpan<char> cell)
    {
        if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double plain))
        {
            if (!double.IsFinite(plain)) return false;
            _bare++;
            int point = cell.IndexOf('.');
            if (point < 0)
            {
                Whole(cell);
                _point++;
                _comma++;
            }
            else if (cell.Length - point != 4 || !char.IsAsciiDigit(cell[^1]))
            {
                // A mark between thousands has three digits behind it.
                _point++;
                _pointOnly++;
            }
            else
            {
                Marks(NumberParts.Of(cell).Body);
            }

            return true;
        }

        var parts = NumberParts.Of(cell);
        if (parts.Body.IsEmpty || !Marks(parts.Body)) return false;
        if (parts.Before.IsEmpty && parts.After.IsEmpty) _bare++;
        else if (_units.Count <= MostUnits)
        {
            var unit = (parts.Before.ToString(), parts.After.ToString());
            _units[unit] = _units.GetValueOrDefault(unit) + 1;
        }

        return true;
    }

    /// <summary>How the numbers are written.</summary>
    public NumberForm Form(bool comma)
    {
        var (before, after) = HasUnit ? _units.Keys.First() : ("", "");
        return new NumberForm(comma ? ',' : '.', comma ? _commaGroup : _pointGroup, before, after);
    }

    private bool Marks(ReadOnlySpan<char> body)
    {
        bool point = NumberForm.Value(body, '.', out char pointGroup) is not null,
            comma = NumberForm.Value(body, ',', out char commaGroup) is not null;
        if (!point && !comma) return false;
        if (point) _point++;
        if (comma) _comma++;
        if (point && !comma) _pointOnly++;
        if (comma && !point) _commaOnly++;
        if (point && pointGroup != '\0') _pointGroup = pointGroup;
        if (comma && commaGroup != '\0') _commaGroup = commaGroup;
        return true;
    }

    private void Whole(ReadOnlySpan<char> cell)
    {
        var digits = cell.TrimStart("+-");
        if (!digits.ContainsAnyExceptInRange('0', '9')) Whole(digits.Length, digits is ['0', ..]);
    }

    // From so many digits on, a double cannot tell neighbours apart.
    private void Whole(int digits, bool zero)
    {
        _whole++;
        if (digits > PlainNumber.MostDigits || (digits > 1 && zero)) _codes++;
    }
}
