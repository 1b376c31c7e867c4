//! Faults in Chinese, as departments read them.

use crate::fault::{Amount, Doubt, Fault, Problem, Wanted, Warning};

impl Fault {
    /// Place and mistake in Chinese; [`Display`](std::fmt::Display) says them in English.
    pub fn zh(&self) -> String {
        place(&self.sheet, self.row, &self.column) + &self.problem.zh()
    }
}

impl Warning {
    /// Place and doubt in Chinese.
    pub fn zh(&self) -> String {
        place(&self.sheet, self.row, &self.column) + &self.doubt.zh()
    }
}

fn place(sheet: &str, row: u32, column: &str) -> String {
    if sheet.is_empty() {
        return String::new();
    }
    let row = if row > 0 { format!("第 {row} 行") } else { String::new() };
    let column = if column.is_empty() { String::new() } else { format!("“{column}”列") };
    format!("工作表“{sheet}”{row}{column}：")
}

impl Problem {
    /// The mistake and what is expected, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Problem::Unreadable(why) => {
                format!("不是能读取的工作簿（{why}）；应为 XLSX、XLS、CSV 或 Markdown 表格")
            }
            Problem::TooLarge { what, max } => format!("内容过多，最多读取 {max} {}", what.zh()),
            Problem::NoSheet(name) => format!("缺少工作表；表单需要名为“{name}”的工作表"),
            Problem::NoColumn(name) => format!("缺少列；此工作表需要标题为“{name}”的列"),
            Problem::SameColumn(one, other) => format!("“{one}”与“{other}”两列含义相同，请只留一列"),
            Problem::UnknownType(found) => {
                format!(
                    "“{found}”不是题型；应为 XLSForm 所列的题型，如 text、integer、select_one 列表名、begin_group"
                )
            }
            Problem::NoType => "有名称或标签的行需要填题型".into(),
            Problem::NoName => "题目、分组或重复组需要名称".into(),
            Problem::BadName(name) => {
                format!("“{name}”不能作名称：以字母或下划线开头，其后为字母、数字、“_”“-”“.”")
            }
            Problem::UnknownPrefix(prefix) => {
                format!("前缀“{prefix}”没有声明；请写在 settings 工作表的 namespaces 列")
            }
            Problem::TakenName(name) => format!("同一分组里已有名称“{name}”，请改名"),
            Problem::ReservedName(name) => format!("名称“{name}”留给表单的元数据，请改名"),
            Problem::NoLabel => "要显示的题目需要标签、提示或图片".into(),
            Problem::BigImage => "big-image 需要与 image 一起".into(),
            Problem::NoCalculation => "缺少计算式".into(),
            Problem::EndWithoutBegin { found, begin } => format!("“{found}”之前没有未结束的“{begin}”"),
            Problem::NeverEnded { begin, end } => format!("“{begin}”没有结束；请在其最后一题之后加“{end}”"),
            Problem::WrongEnd { found, open, row } => {
                format!("此处是“{found}”，但第 {row} 行的“{open}”还没有结束；请先结束它")
            }
            Problem::TooDeep(max) => format!("分组和重复组嵌套超过 {max} 层"),
            Problem::BadReference(found) => format!("“{found}”不是引用；应为 ${{题目名称}}"),
            Problem::UnknownReference(name) => format!("${{{name}}} 在 survey 工作表里没有这个题目"),
            Problem::AmbiguousReference(name, many) => {
                format!("${{{name}}} 有歧义：有 {many} 行叫这个名称，请各用各的名称")
            }
            Problem::OpenQuote(quote) => format!("引号（{quote}）没有配对"),
            Problem::Unbalanced(bracket) => format!("“{bracket}”没有配对，或次序不对"),
            Problem::NoList(name) => format!("choices 工作表里没有列表“{name}”"),
            Problem::ListMissing(found) => format!("题型“{found}”之后需要列表名"),
            Problem::BadFile(name) => format!("“{name}”不是选项文件；文件名应以 .csv、.xml 或 .geojson 结尾"),
            Problem::NoOther => {
                "or_other 只能用于 select_one 或 select_multiple，且选项在 choices 工作表里".into()
            }
            Problem::ChoiceNoName => "选项需要名称".into(),
            Problem::ChoiceTwice(name, list) => {
                format!(
                    "列表“{list}”里有两个选项“{name}”；若确需如此，请在 settings 工作表把 allow_choice_duplicates 设为 yes"
                )
            }
            Problem::ChoiceSpace(name) => format!("多选的答案以空格分隔，选项名称“{name}”不能含空格"),
            Problem::NoFilter(with) => format!("choice_filter 不能与 {with} 同用"),
            Problem::BadParameter(found) => {
                format!("“{found}”不是参数；应为 键=值，多个以空格、逗号或分号分隔")
            }
            Problem::UnknownParameter { found, known } => format!("此题型没有参数“{found}”；可用：{known}"),
            Problem::ParameterValue { key, found, expected } => {
                format!("参数 {key} 不能是“{found}”；应为{}", expected.zh())
            }
            Problem::SearchShared(list) => {
                format!("search() 与普通选择题不能共用列表“{list}”；请给 search() 单独的列表")
            }
            Problem::AuditName => "audit 的名称应为 audit，或留空".into(),
            Problem::NoTrigger(kind) => format!("{kind} 需要 trigger：由哪一题的回答触发"),
            Problem::HiddenTrigger(name) => format!("“{name}”不由人回答，不能作触发"),
            Problem::Expected { found, expected } => format!("此处不能是“{found}”；应为{}", expected.zh()),
            Problem::SameInstance { id, one, other } => {
                format!("两个文件会同名“{id}”：{one} 与 {other}；请改其一")
            }
            Problem::NoEntity => "用 save_to 需要在 entities 工作表里声明实体".into(),
            Problem::UnknownEntity(name) => format!("entities 工作表里没有实体列表“{name}”"),
            Problem::WhichEntity => "有多个实体列表时，save_to 要写明是哪一个：列表#属性".into(),
            Problem::BadProperty(name) => {
                format!("“{name}”不能作实体属性：以字母或下划线开头，不是 name 或 label，也不以“__”开头")
            }
            Problem::EntityScope(one, other) => {
                format!("该实体的题目分处不同的重复组（{one}、{other}）；一个实体只属于一处")
            }
            Problem::EntityPlace(row) => format!(
                "该实体没有自己的位置：第 {row} 行已占用此分组；请让各实体的 save_to 在各自的分组或重复组里"
            ),
            Problem::EntityId => "要更新的实体需要 entity_id 指明是哪一个".into(),
            Problem::EntityUpdate => "有 entity_id 和 create_if 的实体还需要 update_if 指明何时更新".into(),
            Problem::EntityLabel => "要新建的实体需要标签".into(),
            Problem::Include => "不支持 include 其他表单；请把它的行抄过来".into(),
        }
    }
}

impl Amount {
    fn zh(self) -> &'static str {
        match self {
            Amount::Bytes => "字节",
            Amount::Rows => "行",
            Amount::Questions => "个题目",
            Amount::Entities => "个实体列表",
        }
    }
}

impl Wanted {
    fn zh(&self) -> String {
        match self {
            Wanted::Number => "数字".into(),
            Wanted::Whole => "不小于 0 的整数".into(),
            Wanted::Seconds => "整数秒".into(),
            Wanted::NotZero => "非 0 的数字".into(),
            Wanted::OneOf(allowed) => format!("以下之一：{allowed}"),
            Wanted::ColumnName => "列或元素的名称".into(),
            Wanted::Seed => "数字或 ${题目名称}".into(),
            Wanted::Randomize => "与 randomize=true 一起写".into(),
            Wanted::Ticks(rule) => format!("名称为刻度的选项：{rule}"),
            Wanted::AndroidPackage => "Android 应用包名，如 org.example.camera".into(),
            Wanted::Location => "location-priority、location-min-interval、location-max-age 三者一起".into(),
            Wanted::AtLeastInterval => "不小于 location-min-interval".into(),
            Wanted::YesNo => "yes 或 no".into(),
            Wanted::Namespaces => "前缀=\"地址\"，多个以空格分隔".into(),
            Wanted::ExternalList => "external_choices 工作表里的列表名".into(),
            Wanted::Question => "${题目名称}".into(),
        }
    }
}

impl Doubt {
    /// The doubt in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Doubt::ChoiceLabel => "选项应有标签".into(),
            Doubt::RepeatLabel => "重复组应有标签".into(),
            Doubt::Remark => "此行没有题型、名称和标签，已略过".into(),
            Doubt::FarBelow(rows) => format!("隔了 {rows} 个以上空行，以下内容已略过"),
            Doubt::ColumnLeft => "此列已略过：筛选用的标题应为不含空格的名称，前缀须已声明".into(),
            Doubt::CaseAlone(name) => format!("“{name}”与另一名称只差大小写，并非所有工具都能区分"),
        }
    }
}
