namespace Sluice.Learn.Teaching;

public sealed partial class MemoryText
{
    // Answers; what tells each of them; what stands between; the question. Of pronouns the question begins with the verb and the stop of sentences.
    private static readonly Dictionary<(int Subject, int Language), MemoryText> s_texts = new()
    {
        [(0, 0)] = new(
            MemorySubject.Gap, "sky,sea,forest,harbour",
            "the clouds,the stars;the fish,the whales;the trees,the mushrooms;the ships,the sailors",
            "today,again,as ever,of course,in the morning,after the storm,that my brother painted,as everybody here knows,of which the old song tells,in spite of the rain",
            "are in the"),
        [(0, 1)] = new(
            MemorySubject.Gap, "天上,海里,林中,港口",
            "云朵,星星;鱼群,鲸鱼;松鼠,蘑菇;轮船,水手",
            "今天,仍然,那天 早上,不用 说,像 往常 一样,暴风雨 过后 不久,在 弟弟 的 画 里,正如 这里 人人 知道,正如 那 首 老歌 所 唱,尽管 外面 下 着 雨",
            "都 在"),
        [(0, 2)] = new(
            MemorySubject.Gap, "天上,海裡,林中,港口",
            "雲朵,星星;魚群,鯨魚;松鼠,蘑菇;輪船,水手",
            "今天,仍然,那天 早上,不用 說,像 往常 一樣,暴風雨 過後 不久,在 弟弟 的 畫 裡,正如 這裡 人人 知道,正如 那 首 老歌 所 唱,儘管 外面 下 著 雨",
            "都 在"),
        [(1, 0)] = new(
            MemorySubject.Film, "chase,race,parting,escape",
            "masks,a_safe;a_start,numbers;a_kiss,suitcases;smoke,flames",
            "running,a_street,a_car,a_crowd,faces,a_bridge,rain,a_door", ""),
        [(1, 1)] = new(
            MemorySubject.Film, "追捕,赛跑,离别,逃生",
            "面具,保险柜;起跑线,号码布;亲吻,行李箱;浓烟,火焰",
            "奔跑,街道,汽车,人群,面孔,桥,雨,门口", ""),
        [(1, 2)] = new(
            MemorySubject.Film, "追捕,賽跑,離別,逃生",
            "面具,保險櫃;起跑線,號碼布;親吻,行李箱;濃煙,火焰",
            "奔跑,街道,汽車,人群,面孔,橋,雨,門口", ""),
        [(2, 0)] = new(
            MemorySubject.Apple, "fruit,company",
            "the cake was in the oven,she was hungry for lunch,the old tree was full,he had a knife;"
            + "the shares rose again,she wanted a new phone,the lawyers went to court,he wrote programs",
            "yesterday,again,after all,of course,on a monday,late at night,as my sister says,while it rained outside,if you believe the neighbours,and everybody at the table heard it",
            "so we spoke of apple"),
        [(2, 1)] = new(
            MemorySubject.Apple, "水果,公司",
            "蛋糕 在 烤箱 里,她 午饭 前 饿 了,院子 里 的 老树 结果 了,他 拿着 一把 小刀;股价 又 上涨 了,她 想 要 新 手机,律师 去 了 法院,他 整天 写 程序",
            "昨天,毕竟,一个 星期一,不用 说,夜里 很 晚,我 妹妹 这样 说,外面 下 着 雨,如果 你 相信 邻居,那 是 很久 以前,桌边 的 人 都 听见 了",
            "所以 我们 谈起 苹果"),
        [(2, 2)] = new(
            MemorySubject.Apple, "水果,公司",
            "蛋糕 在 烤箱 裡,她 午飯 前 餓 了,院子 裡 的 老樹 結果 了,他 拿著 一把 小刀;股價 又 上漲 了,她 想 要 新 手機,律師 去 了 法院,他 整天 寫 程式",
            "昨天,畢竟,一個 星期一,不用 說,夜裡 很 晚,我 妹妹 這樣 說,外面 下 著 雨,如果 你 相信 鄰居,那 是 很久 以前,桌邊 的 人 都 聽見 了",
            "所以 我們 談起 蘋果"),
        [(3, 0)] = new(
            MemorySubject.Pronoun, "she,he,they",
            "Anna,Maria;Paul,Peter;the_twins,the_guests",
            "again,today,on monday,of course,in the park,late at night,after a long walk,near the old bridge,in spite of the rain,as everybody in town knows",
            "saw|.|and then"),
        [(3, 1)] = new(
            MemorySubject.Pronoun, "她,他,他们",
            "安娜,玛丽;保罗,彼得;双胞胎,客人们",
            "今天,星期一,不用 说,夜里 很 晚,在 公园 里,散步 很久 之后,在 老 桥 旁边,尽管 外面 下 着 雨,正如 城里 人人 知道,在 去 学校 的 路上",
            "看见|。|然后"),
        [(3, 2)] = new(
            MemorySubject.Pronoun, "她,他,他們",
            "安娜,瑪麗;保羅,彼得;雙胞胎,客人們",
            "今天,星期一,不用 說,夜裡 很 晚,在 公園 裡,散步 很久 之後,在 老 橋 旁邊,儘管 外面 下 著 雨,正如 城裡 人人 知道,在 去 學校 的 路上",
            "看見|。|然後"),
    };
}
