using Sluice.Data.Tables;
using Sluice.Learn.Studies.Anomalies;
using Sluice.Readers;
using Sluice.Tasks.Anomalies;
using Sluice.Zero;

namespace Sluice.Pretrain;

/// <summary>Prints the score of the Numenta Anomaly Benchmark of the net that needs no training, with the settings that come with it.</summary>
internal static class AnomalyScores
{
    public static int Print(string folder, TextWriter output)
    {
        var series = NabCorpus.Read(Path.Combine(folder, "nab"));
        var clock = Environment.CpuUsage.TotalTime;
        double[][] scores = [.. series.Select(s => ZeroDetector.Score(
            [.. s.Values], Forecast.SeasonsOf(TimeStep.Of([[.. s.Times]])), new AnomalyOptions { Calibration = s.Probation }).Select(r => r.Score).ToArray())];
        double seconds = (Environment.CpuUsage.TotalTime - clock).TotalSeconds;
        foreach (var profile in NabProfile.All)
            output.WriteLine($"{profile.Name,-10} {NabScorer.Score(profile, series, scores, null).Score:0.0}, at a threshold of 1 {NabScorer.Score(profile, series, scores, 1).Score:0.0}");
        output.WriteLine($"{series.Sum(s => s.Values.Count())} rows, {seconds:0} s of processor");
        return 0;
    }
}
