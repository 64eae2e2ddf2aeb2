namespace Sluice.Learn.Teaching;

/// <summary>
/// Of what the sentences about apples are made in a language. Each list has the same meanings in the same order in every language, and each form
/// the same places to fill, so that the same draws give the same sentences.
/// </summary>
/// <param name="Apple">The word itself.</param>
/// <param name="Filler">What says nothing of its meaning.</param>
/// <param name="Who">Who does something with it.</param>
/// <param name="Fruit">Forms in which it is a fruit.</param>
/// <param name="Company">Forms in which it is a company.</param>
/// <param name="Meals">Meals.</param>
/// <param name="Tastes">Tastes.</param>
/// <param name="Many">Numbers.</param>
internal sealed record AppleText(
    string Apple, string[] Filler, string[] Who, string[] Fruit, string[] Company, string[] Meals, string[] Tastes, string[] Many)
{
    private static readonly AppleText[] s_all =
    [
        new(
            "apple",
            [
                "", "", "that my uncle knows well", "which everybody talks about", "that we saw last week", "as my sister says",
                "of which he told us on monday",
            ],
            ["he", "she", "my sister", "the teacher", "our neighbour", "doug", "jane", "nobody", "your cousin", "the tall man", "everybody", "somebody"],
            [
                "{who} ate the {apple} {filler} after {meal}", "the {apple} {filler} tasted {taste}", "{who} baked a cake with the {apple} {filler}",
                "{who} peeled the {apple} {filler} with a knife", "an {apple} {filler} fell from the tree",
                "{who} washed the {apple} {filler} before {meal}", "{taste} was the {apple} {filler}", "for {meal} there was an {apple} {filler}",
            ],
            [
                "{who} bought shares of {apple} {filler} before {meal}", "{apple} {filler} sold {who} {many} phones",
                "{who} works at {apple} {filler} as a lawyer", "the lawyers of {apple} {filler} met {who} after {meal}",
                "{apple} {filler} hired {who} and {many} others", "the price of {apple} {filler} rose at the exchange",
                "{who} and {many} others work for {apple} {filler}", "{who} sued {apple} {filler} for a patent",
            ],
            ["lunch", "breakfast", "dinner", "school"], ["sweet", "sour", "ripe", "green", "fresh"], ["many", "few", "a thousand", "twelve"]),
        new(
            "苹果",
            ["", "", "我 叔叔 很 了解 的", "人人 都 在 谈论 的", "我们 上周 见过 的", "我 妹妹 常 提起 的", "他 星期一 跟 我们 讲过 的"],
            ["他", "她", "我 妹妹", "老师", "邻居", "道格", "珍", "房东", "你 表哥", "那个 高个子", "大家", "一位 客人"],
            [
                "{who} {meal} 后 吃了 {filler} {apple}", "{filler} {apple} 吃 起来 很 {taste}", "{who} 用 {filler} {apple} 烤了 一个 蛋糕",
                "{who} 拿 小刀 削了 {filler} {apple}", "{filler} {apple} 从 树上 掉了 下来",
                "{who} {meal} 前 洗了 {filler} {apple}", "这么 {taste} 的 是 {filler} {apple}", "{meal} 时 桌上 有 {filler} {apple}",
            ],
            [
                "{who} {meal} 前 买了 {filler} {apple} 的 股票", "{filler} {apple} 卖给 {who} {many} 部 手机",
                "{who} 在 {filler} {apple} 当 律师", "{filler} {apple} 的 律师 {meal} 后 见了 {who}",
                "{filler} {apple} 雇了 {who} 和 另外 {many} 个 人", "{filler} {apple} 的 股价 在 交易所 上涨 了",
                "{who} 和 另外 {many} 个 人 为 {filler} {apple} 工作", "{who} 为了 专利 起诉 {filler} {apple}",
            ],
            ["午饭", "早饭", "晚饭", "放学"], ["甜", "酸", "脆", "涩", "新鲜"], ["好几", "几", "一千", "十二"]),
        new(
            "蘋果",
            ["", "", "我 叔叔 很 了解 的", "人人 都 在 談論 的", "我們 上週 見過 的", "我 妹妹 常 提起 的", "他 星期一 跟 我們 講過 的"],
            ["他", "她", "我 妹妹", "老師", "鄰居", "道格", "珍", "房東", "你 表哥", "那個 高個子", "大家", "一位 客人"],
            [
                "{who} {meal} 後 吃了 {filler} {apple}", "{filler} {apple} 吃 起來 很 {taste}", "{who} 用 {filler} {apple} 烤了 一個 蛋糕",
                "{who} 拿 小刀 削了 {filler} {apple}", "{filler} {apple} 從 樹上 掉了 下來",
                "{who} {meal} 前 洗了 {filler} {apple}", "這麼 {taste} 的 是 {filler} {apple}", "{meal} 時 桌上 有 {filler} {apple}",
            ],
            [
                "{who} {meal} 前 買了 {filler} {apple} 的 股票", "{filler} {apple} 賣給 {who} {many} 支 手機",
                "{who} 在 {filler} {apple} 當 律師", "{filler} {apple} 的 律師 {meal} 後 見了 {who}",
                "{filler} {apple} 僱了 {who} 和 另外 {many} 個 人", "{filler} {apple} 的 股價 在 交易所 上漲 了",
                "{who} 和 另外 {many} 個 人 為 {filler} {apple} 工作", "{who} 為了 專利 控告 {filler} {apple}",
            ],
            ["午餐", "早餐", "晚餐", "放學"], ["甜", "酸", "脆", "澀", "新鮮"], ["好幾", "幾", "一千", "十二"]),
    ];

    /// <summary>That of a language.</summary>
    public static AppleText Of(StoryLanguage language) => s_all[(int)language];
}
