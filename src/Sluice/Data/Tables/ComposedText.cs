using System.Text;

namespace Sluice.Data.Tables;

/// <summary>
/// Texts in which a letter and its accent are one character (Unicode NFC), so that names are the same however they were typed. Where the
/// process knows no cultures, .NET composes nothing; then the letters of European alphabets are composed here.
/// </summary>
internal static class ComposedText
{
    // For each combining mark, letters in pairs: without it, with it.
    private static readonly (char Mark, string Pairs)[] s_marks =
    [
        ('\u0300', "AÀEÈIÌOÒUÙaàeèiìoòuùNǸnǹ"), ('\u0301', "AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćLĹlĺNŃnńRŔrŕSŚsśZŹzź"),
        ('\u0302', "AÂEÊIÎOÔUÛaâeêiîoôuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷ"), ('\u0303', "AÃNÑOÕIĨUŨaãnñoõiĩuũ"),
        ('\u0304', "AĀEĒIĪOŌUŪaāeēiīoōuū"), ('\u0306', "AĂEĔGĞIĬOŎUŬaăeĕgğiĭoŏuŭИЙий"), ('\u0307', "CĊEĖGĠIİZŻcċeėgġzż"),
        ('\u0308', "AÄEËIÏOÖUÜYŸaäeëiïoöuüyÿЕЁеё"), ('\u030A', "AÅUŮaåuů"), ('\u030B', "OŐUŰoőuű"),
        ('\u030C', "CČDĎEĚNŇRŘSŠTŤZŽcčdďeěnňrřsštťzž"), ('\u0327', "CÇGĢKĶLĻNŅRŖSŞTŢcçgģkķlļnņrŗsştţ"), ('\u0328', "AĄEĘIĮUŲaąeęiįuų"),
    ];

    private static readonly Dictionary<(char, char), char> s_composed =
        s_marks.SelectMany(m => m.Pairs.Chunk(2).Select(p => ((p[0], m.Mark), p[1]))).ToDictionary();

    /// <summary>The text with its letters composed.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\u0300', '\u036F')) return text;
        var composed = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (composed.Length > 0 && s_composed.TryGetValue((composed[^1], c), out char one)) composed[^1] = one;
            else composed.Append(c);
        }

        return composed.ToString().Normalize(NormalizationForm.FormC);
    }
}
