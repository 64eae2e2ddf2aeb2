using System.Globalization;
using System.Numerics;

namespace Sluice.Data.Tables;

/// <summary>
/// Names of months, days and halves of a day in the languages in which tables are written. A set of languages is a number with a bit for each.
/// </summary>
internal static class DateNames
{
    /// <summary>Every language.</summary>
    public const int All = ~0;

    // Months and days as a date has them, in full and short, days from Sunday on; English first, which is taken where a name is of several.
    private static readonly (string Code, string Months, string Short, string Days, string ShortDays)[] s_languages =
    [
        ("en", "January February March April May June July August September October November December",
            "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
            "Sunday Monday Tuesday Wednesday Thursday Friday Saturday", "Sun Mon Tue Wed Thu Fri Sat"),
        ("de", "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
            "Jan Feb Mrz Apr Mai Jun Jul Aug Sep Okt Nov Dez",
            "Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag", "So Mo Di Mi Do Fr Sa"),
        ("fr", "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
            "janv févr mars avr mai juin juil août sept oct nov déc",
            "dimanche lundi mardi mercredi jeudi vendredi samedi", "dim lun mar mer jeu ven sam"),
        ("es", "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
            "ene feb mar abr may jun jul ago sept oct nov dic",
            "domingo lunes martes miércoles jueves viernes sábado", "dom lun mar mié jue vie sáb"),
        ("pt", "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
            "jan fev mar abr mai jun jul ago set out nov dez", "domingo segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado",
            "dom seg ter qua qui sex sáb"),
        ("it", "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
            "gen feb mar apr mag giu lug ago set ott nov dic",
            "domenica lunedì martedì mercoledì giovedì venerdì sabato", "dom lun mar mer gio ven sab"),
        ("nl", "januari februari maart april mei juni juli augustus september oktober november december",
            "jan feb mrt apr mei jun jul aug sep okt nov dec",
            "zondag maandag dinsdag woensdag donderdag vrijdag zaterdag", "zo ma di wo do vr za"),
        ("sv", "januari februari mars april maj juni juli augusti september oktober november december",
            "jan feb mars apr maj juni juli aug sep okt nov dec",
            "söndag måndag tisdag onsdag torsdag fredag lördag", "sön mån tis ons tors fre lör"),
        ("da", "januar februar marts april maj juni juli august september oktober november december",
            "jan feb mar apr maj jun jul aug sep okt nov dec",
            "søndag mandag tirsdag onsdag torsdag fredag lørdag", "søn man tirs ons tors fre lør"),
        ("pl", "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
            "sty lut mar kwi maj cze lip sie wrz paź lis gru",
            "niedziela poniedziałek wtorek środa czwartek piątek sobota", "nd pn wt śr czw pt sob"),
        ("tr", "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
            "Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara",
            "Pazar Pazartesi Salı Çarşamba Perşembe Cuma Cumartesi", "Paz Pzt Sal Çar Per Cum Cmt"),
        ("ru", "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
            "янв фев мар апр май июн июл авг сен окт ноя дек",
            "воскресенье понедельник вторник среда четверг пятница суббота", "вс пн вт ср чт пт сб"),
        ("zh", "", "", "", ""), ("ja", "", "", "", ""), ("ko", "", "", "", ""),
    ];

    private static readonly (string Word, int Month, string Language)[] s_others =
        [("Sept", 9, "en"), ("Mär", 3, "de"), ("Jänner", 1, "de"), ("Feber", 2, "de"), ("sep", 9, "es"), ("fév", 2, "fr"), ("jul", 7, "fr")];

    private static readonly (string Morning, string Evening, string Language)[] s_halves =
        [("AM", "PM", ""), ("a.m.", "p.m.", ""), ("a. m.", "p. m.", ""), ("上午", "下午", "zh"), ("午前", "午後", "ja"), ("오전", "오후", "ko")];

    private static readonly Dictionary<string, MonthName> s_months = Months();

    private static readonly Dictionary<string, MonthName>.AlternateLookup<ReadOnlySpan<char>> s_byName =
        s_months.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly Dictionary<string, (int Long, int Short)> s_days = Days();

    private static readonly Dictionary<string, (int Long, int Short)>.AlternateLookup<ReadOnlySpan<char>> s_byDay =
        s_days.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly DateTimeFormatInfo[] s_formats = [.. s_languages.Select(Format)];

    /// <summary>The code of the first of some languages, such as "de"; English where there is none.</summary>
    public static string CodeOf(int languages)
        => languages == 0 ? "en" : s_languages[Math.Min(BitOperations.TrailingZeroCount(languages), s_languages.Length - 1)].Code;

    /// <summary>Whether a language writes the half of a day before the time.</summary>
    public static bool IsHalfFirst(string code) => code is "zh" or "ja" or "ko";

    /// <summary>How a language writes dates; null where it is not known.</summary>
    public static DateTimeFormatInfo? FormatOf(string code)
        => Array.FindIndex(s_languages, l => l.Code == code) is >= 0 and int at ? s_formats[at] : null;

    /// <summary>The month of this name; null where there is none.</summary>
    public static MonthName? Month(ReadOnlySpan<char> word) => s_byName.TryGetValue(word, out var month) ? month : null;

    /// <summary>The languages in which a word is the name of a day: in full, and short; null where it is none.</summary>
    public static (int Long, int Short)? Day(ReadOnlySpan<char> word) => s_byDay.TryGetValue(word, out var day) ? day : null;

    /// <summary>The half of a day with which a text begins; false where it begins with none.</summary>
    public static bool Half(ReadOnlySpan<char> text, out bool evening, out int length, out int languages)
    {
        foreach (var (morning, night, language) in s_halves)
        {
            evening = text.StartsWith(night, StringComparison.OrdinalIgnoreCase);
            if (!evening && !text.StartsWith(morning, StringComparison.OrdinalIgnoreCase)) continue;
            (length, languages) = (morning.Length, language.Length == 0 ? All : Bit(language));
            return true;
        }

        (evening, length, languages) = (false, 0, 0);
        return false;
    }

    private static int Bit(string code) => 1 << Array.FindIndex(s_languages, l => l.Code == code);

    private static Dictionary<string, MonthName> Months()
    {
        var all = new Dictionary<string, MonthName>(StringComparer.OrdinalIgnoreCase);
        foreach (var (code, months, shorts, _, _) in s_languages)
        {
            foreach (var (i, name) in months.Split(' ', StringSplitOptions.RemoveEmptyEntries).Index()) Add(name, i + 1, Bit(code), 0);
            foreach (var (i, name) in shorts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Index()) Add(name, i + 1, 0, Bit(code));
        }

        foreach (var (word, month, code) in s_others) Add(word, month, 0, Bit(code));
        return all;

        void Add(string name, int month, int inFull, int inShort)
        {
            foreach (string written in new[] { name, Bare(name) }.Distinct())
            {
                var known = all.GetValueOrDefault(written);
                all[written] = new MonthName(month, known.Long | inFull, known.Short | inShort);
            }
        }
    }

    private static Dictionary<string, (int, int)> Days()
    {
        var all = new Dictionary<string, (int Long, int Short)>(StringComparer.OrdinalIgnoreCase);
        foreach (var (code, _, _, days, shorts) in s_languages)
        {
            foreach (string name in days.Split(' ', StringSplitOptions.RemoveEmptyEntries)) Add(name, Bit(code), 0);
            foreach (string name in shorts.Split(' ', StringSplitOptions.RemoveEmptyEntries)) Add(name, 0, Bit(code));
        }

        return all;

        void Add(string name, int inFull, int inShort)
        {
            var (known, knownShort) = all.GetValueOrDefault(name);
            all[name] = (known | inFull, knownShort | inShort);
        }
    }

    // As it is typed where there are no accents.
    private static string Bare(string name)
        => string.Concat(name.Select(c => "éeûuçcäaïiáaìi".IndexOf(c) is >= 0 and int at && at % 2 == 0 ? "éeûuçcäaïiáaìi"[at + 1] : c));

    private static DateTimeFormatInfo Format((string Code, string Months, string Short, string Days, string ShortDays) language)
    {
        var format = (DateTimeFormatInfo)DateTimeFormatInfo.InvariantInfo.Clone();
        if (s_halves.FirstOrDefault(h => h.Language == language.Code) is { Morning: { } morning, Evening: { } evening })
            (format.AMDesignator, format.PMDesignator) = (morning, evening);
        if (language.Months.Length == 0) return format;
        format.MonthNames = format.MonthGenitiveNames = [.. language.Months.Split(' '), ""];
        format.AbbreviatedMonthNames = format.AbbreviatedMonthGenitiveNames = [.. language.Short.Split(' '), ""];
        format.DayNames = language.Days.Split(' ');
        format.AbbreviatedDayNames = language.ShortDays.Split(' ');
        return format;
    }
}

/// <summary>The name of a month.</summary>
/// <param name="Month">The month, from 1.</param>
/// <param name="Long">The languages of which it is the name in full.</param>
/// <param name="Short">The languages of which it is the short name.</param>
internal readonly record struct MonthName(int Month, int Long, int Short);

/// <summary>The words of a date, by which it is written back in its language.</summary>
/// <param name="Long">The languages in which the month is written in full; 0 without a word.</param>
/// <param name="Short">The languages in which the month is written short.</param>
/// <param name="Days">The languages of the name of the day before it; 0 without one.</param>
/// <param name="Day">The name of the day as a pattern has it, with the marks behind, such as "ddd, "; null without one.</param>
/// <param name="DayDot">Whether a dot follows the number of the day, as in "1. May".</param>
/// <param name="MonthDot">Whether a dot follows the month.</param>
internal readonly record struct DateWords(int Long, int Short, int Days, string? Day, bool DayDot, bool MonthDot)
{
    /// <summary>The words of two dates of a column: the languages that both may be in.</summary>
    public DateWords With(in DateWords other)
    {
        bool both = ((Long & other.Long) | (Short & other.Short)) != 0;
        return this with
        {
            Long = (Long | Short) == 0 ? other.Long : both ? Long & other.Long : Long,
            Short = (Long | Short) == 0 ? other.Short : both ? Short & other.Short : Short,
            Days = Days == 0 ? other.Days : (Days & other.Days) == 0 ? Days : Days & other.Days,
            Day = Day ?? other.Day,
        };
    }

    /// <summary>The languages in which all of it may be.</summary>
    /// <param name="halves">Those of the half of its day; 0 without one.</param>
    public int Languages(int halves)
        => ((Long | Short) == 0 ? DateNames.All : Long | Short) & (Days == 0 ? DateNames.All : Days) & (halves == 0 ? DateNames.All : halves);
}
