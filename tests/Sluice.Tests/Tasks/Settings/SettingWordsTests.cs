using Sluice.Tasks.Registry;
using Sluice.Tasks.Settings;

namespace Sluice.Tests.Tasks.Settings;

public class SettingWordsTests
{
    public static TheoryData<string> Tasks => [.. TaskRegistry.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Every_setting_of_a_task_has_a_name_in_three_languages_and_no_two_have_one(string task)
    {
        string[] keys = [.. TaskRegistry.All.Single(t => t.Name == task).Settings.Select(s => s.Key).Where(k => !k.EndsWith(".*", StringComparison.Ordinal))];
        Assert.DoesNotContain(keys, k => !SettingWords.All.ContainsKey(k) && !SettingWords.Behind.ContainsKey(k));
        foreach (int language in new[] { 0, 1, 2 })
            Assert.Empty(keys.GroupBy(k => (SettingWords.All.GetValueOrDefault(k) ?? SettingWords.Behind[k]).All[language])
                .Where(g => g.Count() > 1).Select(g => $"{g.Key}: {string.Join(", ", g)}"));
    }

    [Fact]
    public void Words_stand_once_and_for_settings_that_there_are()
    {
        HashSet<string> keys = [.. TaskRegistry.All.SelectMany(t => t.Settings).Select(s => s.Key)];
        Assert.Empty(SettingWords.All.Keys.Intersect(SettingWords.Behind.Keys));
        Assert.Equal("", string.Join(", ", SettingWords.All.Keys.Concat(SettingWords.Behind.Keys).Except(keys)));
    }
}
