//! What may stand before and after a name without making another name of it: `在翠竹苑` is 翠竹苑, `新翠竹苑` and `翠竹苑二期` are not.

use linkage::clean::address::is_numeral;

/// Words after which a name begins; a character alone stands here when no place's name ends with it.
const BEFORE: &[&str] = &[
    ",",
    "在",
    "住",
    "到",
    "去",
    "从",
    "是",
    "的",
    "了",
    "于",
    "址",
    "点",
    "置",
    "处",
    "我",
    "们",
    "你",
    "您",
    "这",
    "那",
    "有",
    "看",
    "来",
    "过",
    "离",
    "靠",
    "近",
    "映",
    "诉",
    "修",
    "报",
    "问",
    "好",
    "烦",
    "现",
    "因",
    "为",
    "由",
    "今天",
    "昨天",
    "早上",
    "晚上",
    "今晚",
    "昨晚",
    "才",
    "还",
    "主",
    "户",
    "傅",
    "导",
    "和",
    "与",
    "及",
    "跟",
    "同",
    "给",
    "把",
    "被",
    "让",
    "请",
    "帮",
    "叫",
    "说",
    "讲",
    "见",
    "找",
    "经",
    "向",
    "沿",
    "顺",
    "都",
    "也",
    "就",
    "又",
    "再",
    "时",
    "间",
    "候",
    "刚",
    "急",
    "快",
    "我家",
    "他家",
    "她家",
    "咱家",
    "自家",
    "老家",
    "全家",
    "民",
    "一下",
    "看下",
    "路上",
    "旁边",
    "这边",
    "那边",
    "里边",
    "外边",
    "路边",
    "对面",
    "隔壁",
    "后面",
    "前面",
    "里面",
    "外面",
    "旁",
    "附近",
    "这里",
    "那里",
    "家里",
    "村里",
    "镇上",
    "乡下",
    "等",
    "或",
    "往",
    "进",
    "出",
    "走",
    "派",
    "查",
    "下属",
    "位于",
    "内有",
    "段",
    "交叉口",
    "号",
    "楼",
    "幢",
    "栋",
    "室",
    "层",
    "组",
    ":",
    "-",
    "事",
    "题",
    "对",
    "城里",
    "市里",
    "区里",
    "县里",
    "本",
];

/// Whether the characters before a name end in such a word, or there are none.
pub(crate) fn may_precede(before: &[char]) -> bool {
    if before.last().is_none_or(|c| c.is_ascii_digit()) {
        return true;
    }
    BEFORE.iter().any(|word| ends_with(before, word))
}

fn ends_with(chars: &[char], word: &str) -> bool {
    let mut at = chars.len();
    word.chars().rev().all(|c| {
        at = at.wrapping_sub(1);
        chars.get(at) == Some(&c)
    })
}

fn starts_with(chars: &[char], word: &str) -> bool {
    word.chars().enumerate().all(|(n, c)| chars.get(n) == Some(&c))
}

/// Words that make another name of the one before them.
const BEHIND: &[&str] = &[
    "东区",
    "西区",
    "南区",
    "北区",
    "中区",
    "新区",
    "老区",
    "东苑",
    "西苑",
    "南苑",
    "北苑",
    "新苑",
    "新村",
    "东园",
    "西园",
    "南园",
    "北园",
    "东村",
    "西村",
    "南村",
    "北村",
    "东里",
    "西里",
    "南里",
    "北里",
    "公馆",
    "广场",
    "大厦",
    "大楼",
    "商厦",
    "商城",
    "小学",
    "中学",
    "高中",
    "初中",
    "幼儿园",
    "学校",
    "大学",
    "学院",
    "医院",
    "卫生",
    "诊所",
    "市场",
    "公园",
    "酒店",
    "宾馆",
    "车站",
    "地铁",
    "客运",
    "派出所",
    "银行",
    "社区",
    "街道",
    "居委",
    "村委",
    "工业",
    "产业",
    "科技",
    "养老",
    "敬老",
    "百货",
    "购物",
    "影院",
    "体育",
    "图书",
    "加油站",
    "庄园",
    "别墅",
    "府邸",
    "中心",
    "国际",
    "新天地",
];

/// Whether what follows a name makes another name of it.
pub(crate) fn is_another(behind: &[char]) -> bool {
    let Some(first) = behind.first() else { return false };
    let second = behind.get(1).copied().unwrap_or(' ');
    // `二期`, `A区`, `三区`
    let section = (first.is_ascii_alphanumeric() || is_numeral(*first))
        && matches!(second, '期' | '区' | '村' | '坊' | '苑');
    let road = matches!(first, '路' | '街' | '巷' | '弄')
        && !matches!(
            second,
            '灯' | '面'
                | '口'
                | '边'
                | '上'
                | '段'
                | '中'
                | '旁'
                | '对'
                | '尾'
                | '头'
                | ' '
                | ','
                | '的'
                | '有'
                | '道'
                | '坊'
        );
    section || road || BEHIND.iter().any(|word| starts_with(behind, word))
}

/// Words after a landmark.
const BESIDE: &[&str] = &[
    "对面",
    "斜对面",
    "旁",
    "附近",
    "隔壁",
    "边上",
    "后面",
    "前面",
    "周边",
    "往东",
    "往西",
    "往南",
    "往北",
    "东侧",
    "西侧",
    "南侧",
    "北侧",
];

/// Whether what follows says that something else is meant, close by.
pub(crate) fn is_beside(behind: &[char]) -> bool {
    let behind = behind.strip_prefix(&['的']).unwrap_or(behind);
    let behind = behind.strip_prefix(&['正']).unwrap_or(behind);
    BESIDE.iter().any(|word| starts_with(behind, word))
}

/// Kinds of divisions, and words that end like one and are none.
const KINDS: &[(&str, &[&str])] = &[
    ("省", &["节省", "全省", "本省", "我省", "外省"]),
    (
        "市",
        &[
            "超市", "城市", "门市", "菜市", "夜市", "早市", "花市", "集市", "闹市", "股市", "楼市", "上市",
            "都市", "全市", "本市", "我市", "县市", "省市",
        ],
    ),
    ("县", &["全县", "本县", "我县", "区县", "市县"]),
    (
        "区",
        &[
            "小区", "社区", "市区", "城区", "园区", "校区", "厂区", "库区", "院区", "片区", "景区", "辖区",
            "地区", "郊区", "山区", "林区", "灾区", "新区", "老区", "东区", "西区", "南区", "北区", "中区",
            "宅区", "活区", "属区", "业区", "发区", "护区", "湾区", "街区", "区区", "矿区", "病区", "营区",
            "全区", "化区", "动区", "乐区", "水区", "待区", "步区", "公区", "餐区", "闲区", "费区", "货区",
            "装区", "储区", "堆区", "停区", "放区", "圾区", "类区", "管区", "控区", "拆区", "盲区", "误区",
            "本区", "我区", "务区", "车区", "休区", "心区",
        ],
    ),
    ("街道", &["条街道"]),
    ("镇", &["全镇", "本镇", "我镇", "集镇", "村镇", "城镇", "乡镇", "古镇", "冰镇", "坐镇"]),
    ("乡", &["老乡", "家乡", "城乡", "下乡", "回乡", "返乡", "故乡", "同乡", "本乡", "全乡", "我乡"]),
];

/// A division that is named in these characters, none of which belongs to a name that is known.
pub(crate) fn names_division(chars: &[char]) -> bool {
    (2..chars.len()).any(|at| {
        KINDS.iter().any(|(kind, not)| {
            if !starts_with(&chars[at..], kind)
                || not.iter().any(|w| ends_with(&chars[..at + kind.chars().count()], w))
            {
                return false;
            }
            let next = chars.get(at + kind.chars().count());
            let other = match *kind {
                "市" => next.is_some_and(|c| "场民政委容面长".contains(*c)),
                "区" => next.is_some_and(|c| "间域别分长".contains(*c)),
                "镇" => next.is_some_and(|c| "上里政静定痛".contains(*c)),
                "乡" => next.is_some_and(|c| "下亲里间村".contains(*c)),
                "县" => next.is_some_and(|c| "城里政".contains(*c)),
                "省" => next.is_some_and(|c| "心钱得事".contains(*c)),
                _ => next.is_some_and(|c| "上边两路旁".contains(*c)),
            };
            // two characters of a name have to stand right before
            !other && !may_precede(&chars[..at]) && !may_precede(&chars[..at - 1])
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn what_makes_another_name() {
        for text in ["二期3幢", "A区", "幼儿园门口", "路12号", "南苑", "社区卫生站"] {
            assert!(is_another(&chars(text)), "{text}");
        }
        for text in ["", "3幢", "路灯坏了", "门口", "的垃圾", "南门", "路口", "里面"] {
            assert!(!is_another(&chars(text)), "{text}");
        }
        assert!(may_precede(&chars("麻烦看一下")) && may_precede(&chars("我妈住")) && may_precede(&[]));
        for text in ["新", "金", "南京", "东方", "上海"] {
            assert!(!may_precede(&chars(text)), "{text}");
        }
    }

    #[test]
    fn divisions_elsewhere() {
        for text in ["南京市鼓楼区", "江苏省", "城关镇", "我住在杭州市"] {
            assert!(names_division(&chars(text)), "{text}");
        }
        for text in [
            "想去超市买菜",
            "我们小区",
            "菜市场旁边",
            "我们镇上",
            "这条街道上",
            "老城区",
            "能节省点",
            "绿化区的草没剪",
            "前面临街道路",
        ] {
            assert!(!names_division(&chars(text)), "{text}");
        }
    }
}
