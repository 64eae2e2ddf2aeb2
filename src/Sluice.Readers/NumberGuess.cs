using System.Globalization;
using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>Finds out how the numbers of a column are written.</summary>
internal sealed class NumberGuess
{
    // From so many digits on, a double cannot tell neighbours apart.
    private const int MostDigits = 15;
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

    /// <summary>Adds a cell; says whether it is a number.</summary>
    public bool Add(string cell)
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

    private void Whole(string cell)
    {
        var digits = cell.AsSpan().TrimStart("+-");
        if (digits.ContainsAnyExceptInRange('0', '9')) return;
        _whole++;
        if (digits.Length > MostDigits || (digits.Length > 1 && digits[0] == '0')) _codes++;
    }
}
