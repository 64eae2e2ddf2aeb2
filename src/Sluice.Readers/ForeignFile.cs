namespace Sluice.Readers;

/// <summary>Kinds of files that are known by their first bytes and not read, each with what to do about it.</summary>
internal static class ForeignFile
{
    private const string Package = "It is read by the package Sluice.Files: call TableFiles.Register() once.";
    private const string Pandas = "Write it as Parquet or CSV, for example in Python: ";

    private static readonly (byte[] Start, int At, string Says)[] s_kinds =
    [
        ("%PDF-"u8.ToArray(), 0, "this is a PDF; expected text or a table. Take its text out, for example with: pdftotext file.pdf file.txt"),
        ("MATLAB "u8.ToArray(),
         0,
         "this is a MATLAB file (.mat). Write its matrix as a table, in MATLAB: writematrix(x, 'x.csv'); or in Python: numpy.save('x.npy', scipy.io.loadmat('x.mat')['x'])."),
        ("ARROW1"u8.ToArray(), 0, $"this is an Arrow file (Feather). {Pandas}pandas.read_feather('x').to_parquet('x.parquet')."),
        ("FEA1"u8.ToArray(), 0, $"this is a Feather file. {Pandas}pandas.read_feather('x').to_parquet('x.parquet')."),
        ([0x89, (byte)'H', (byte)'D', (byte)'F', 13, 10, 26, 10],
         0,
         $"this is an HDF5 file (.h5). {Pandas}pandas.read_hdf('x.h5').to_parquet('x.parquet'), or numpy.save('x.npy', h5py.File('x.h5')['x'][:]). Where it is a model of Keras, 'sluice info FILE' says what it holds."),
        ("ORC"u8.ToArray(), 0, $"this is an ORC file. {Pandas}pandas.read_orc('x.orc').to_parquet('x.parquet')."),
        ([(byte)'O', (byte)'b', (byte)'j', 1], 0, "this is an Avro file. Write it as Parquet or CSV."),
        ("<stata_dta>"u8.ToArray(), 0, $"this is a Stata file. {Pandas}pandas.read_stata('x.dta').to_csv('x.csv', index=False)."),
        ("$FL2@(#)"u8.ToArray(), 0, $"this is an SPSS file. {Pandas}pandas.read_spss('x.sav').to_csv('x.csv', index=False)."),
        ("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"u8.ToArray(),
         30, "this is an OpenDocument spreadsheet (.ods). Save it as .xlsx or .csv, for example with: soffice --convert-to xlsx file.ods"),
        ("PAR1"u8.ToArray(), 0, $"this is a Parquet file. {Package}"),
        ("SQLite format 3\0"u8.ToArray(), 0, $"this is an SQLite database. {Package}"),
        ("DUCK"u8.ToArray(), 8, $"this is a DuckDB database. {Package}"),
        ([0x28, 0xB5, 0x2F, 0xFD], 0, $"this is packed by zstd. {Package}"),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], 0, $"this is an old Excel or Office file. {Package}"),
        ("PK\u0003\u0004"u8.ToArray(), 0, "this is a ZIP archive. Unpack it, and name the file in it that is meant."),
        ("PK\u0005\u0006"u8.ToArray(), 0, "this is an empty ZIP archive."),
        ("BZh"u8.ToArray(), 0, "this is packed by bzip2. Unpack it, for example with: bunzip2 --keep file.bz2"),
        ([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], 0, "this is packed by xz. Unpack it, for example with: unxz --keep file.xz"),
        ([(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C], 0, "this is a 7z archive. Unpack it, and name the file in it that is meant."),
        ("Rar!\u001A\u0007"u8.ToArray(), 0, "this is a RAR archive. Unpack it, and name the file in it that is meant."),
        ([0x1F, 0x8B], 0, "this is packed twice by gzip. Unpack it once, for example with: gunzip --keep file.gz"),
        ([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10], 0, "this is a picture (PNG); expected text or a table."),
        ([0xFF, 0xD8, 0xFF], 0, "this is a picture (JPEG); expected text or a table."),
        ("WAVE"u8.ToArray(),
         8,
         "this is a recording (WAV); expected text or a table. Recordings to learn from are named by what is said in them, as 7_jackson_32.wav, or listed in a table with the columns file and text."),
        ([0x7F, (byte)'E', (byte)'L', (byte)'F'], 0, "this is a program; expected text or a table."),
    ];

    /// <summary>What to say of a file that begins like this, or null where it is none of these.</summary>
    public static string? Says(ReadOnlySpan<byte> first)
    {
        foreach (var (start, at, says) in s_kinds)
        {
            if (first.Length < at + start.Length || !first.Slice(at, start.Length).SequenceEqual(start)) continue;
            if (says.Contains("bzip2", StringComparison.Ordinal) && !(first is [_, _, _, >= (byte)'1' and <= (byte)'9', 0x31, 0x41, 0x59, ..]))
                continue;
            // A text may begin with these letters; a file of that kind has bytes that no text has.
            if (says.Contains("ORC", StringComparison.Ordinal) && !first.Contains((byte)0)) continue;
            return IsExcel(first) ? $"this is an Excel file. {Package}" : says;
        }

        // As XML the same document is one long text.
        if (first.StartsWith("<?xml"u8) && first.IndexOf("urn:oasis:names:tc:opendocument"u8) >= 0)
            return "this is an OpenDocument file as XML (.fods, .fodt). Save it as .xlsx, .csv or .txt, for example with: soffice --convert-to xlsx file.fods";

        // The length of the header in eight bytes, then the header.
        if (first.Length > 8 && first[8] == (byte)'{' && first[3..8].IndexOfAnyExcept((byte)0) < 0 && first[..3].ContainsAnyExcept((byte)0))
            return "this is a model file (safetensors); expected data. 'sluice info FILE' says what it holds.";

        // Python's pickles begin with a protocol, and those of today with a frame.
        return first is [0x80, >= 2 and <= 5, >= (byte)'(' and <= (byte)'}', ..] or [0x80, 4 or 5, 0x95, ..]
            ? $"this is a Python pickle (.pkl), which can run any program when it is read, and is not. {Pandas}pandas.read_pickle('x.pkl').to_parquet('x.parquet')."
            : null;
    }

    /// <summary>Whether this is a ZIP archive with the parts of an Office file first.</summary>
    private static bool IsExcel(ReadOnlySpan<byte> first) => first is [(byte)'P', (byte)'K', 3, 4, ..] && first.Length > 30
        && (first[30..].StartsWith("xl/"u8)
            || first[30..].StartsWith("[Content_Types].xml"u8) || first[30..].StartsWith("_rels/"u8) || first[30..].StartsWith("docProps/"u8));

    /// <summary>Whether a name ends as that of a file that is not text.</summary>
    public static bool IsNamedSo(string extension)
        => extension.ToLowerInvariant() is ".xlsx" or ".xls" or ".xlsm" or ".xlsb" or ".parquet" or ".pq" or ".sqlite" or ".sqlite3" or ".db" or ".duckdb"
        or ".npy" or ".npz" or ".mat" or ".feather" or ".arrow" or ".h5" or ".hdf5" or ".pkl" or ".pickle" or ".ods" or ".zip" or ".pdf";
}
