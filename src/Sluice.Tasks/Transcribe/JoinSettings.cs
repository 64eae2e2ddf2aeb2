using Sluice.Audio;
using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Transcribe;

/// <summary>The settings of how recordings are joined and changed.</summary>
public static class JoinSettings
{
    /// <summary>All of them.</summary>
    public static SettingList<JoinOptions> List { get; } = new(
    [
        Setting<JoinOptions>.Text(
            "data.join", "how many recordings of one speaker are joined, such as 3-7; empty for none", o => o.Join,
            (o, v) => o with { Join = v } is var joined && joined.Range.Least > 0 ? joined : o),
        Setting<JoinOptions>.Number(
            "data.pause", "the longest pause between joined recordings and at their ends, in milliseconds", 0, 60_000, o => o.Pause,
            (o, v) => o with { Pause = v }),
        Setting<JoinOptions>.Integer(
            "data.copies", "in how many strings each recording stands", 1, o => o.Copies, (o, v) => o with { Copies = (int)v }),
        Setting<JoinOptions>.Number(
            "data.speed", "by how much recordings to learn from are slower or quicker at most, and lower or higher with it", 0, 1, o => o.Speed,
            (o, v) => o with { Speed = v }),
        Setting<JoinOptions>.Number(
            "data.noise", "the loudest white noise put over recordings to learn from, as a share of their own loudness", 0, 10, o => o.Noise,
            (o, v) => o with { Noise = v }),
        Setting<JoinOptions>.Number(
            "data.gain", "by how many decibels recordings to learn from are louder or quieter at most", 0, 60, o => o.Gain,
            (o, v) => o with { Gain = v }),
    ]);
}
