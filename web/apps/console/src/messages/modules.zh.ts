/** 一表通：部门采集什么。 */
export const modules = {
  title: '一表通', lead: '各部门要采集和巡查的内容，先准入、后采集：同一件事只问一次，登记簿里有的只核对。每个模块问什么、多久一次、依据什么，人人可查。',
  search: '名称或代码', module: '模块', department: '部门', anyDepartment: '全部部门', subject: '对象', anySubject: '全部对象', state: '状态', anyState: '全部状态', questions: '题目', every: '频次', basis: '依据', days: '每 {n} 天', once: '一次', count: '{n} 个模块，{questions} 道题', still: '第 {n} 版仍在采集',
  states: { proposed: '待准入', admitted: '已准入', refused: '不予准入', retired: '已停用' }, empty: '还没有模块', emptyNext: '从场景包取用，或由部门上传 XLSForm 工作簿申请。', emptyFiltered: '没有符合条件的模块', emptyFilteredNext: '放宽筛选条件再看看。',
  bring: '申请模块', bringLead: 'XLSForm 工作簿：survey 工作表加一列 element（数据元），module 工作表写代码、名称、部门、对象、频次和依据。', workbook: '工作簿', propose: '提出申请', proposedDone: '已提出，等待准入',
  fromPack: '从场景包取用', pack: '场景包', takeThem: '取用', admitSound: '不违反规定的直接准入', takenDone: '已取用', taken: '新提出 {proposed} 个，准入 {admitted} 个，未变 {unchanged} 个，违反规定 {refused} 个',
  back: '返回列表', xform: '下载单独的表单', mend: '修改后再申请', admit: '准入', refuse: '不予准入', retire: '停用', version: '版本', since: '第 {n} 版，{at} 起采集', use: '用途', uses: { collect: '采集', patrol: '巡查' },
  findings: '检查结果', admissible: '可以准入', notAdmissible: '违反规定，不能准入', breaks: '违反', source: '依据：{source}', notices: '合并后自动减轻的 {n} 处', nothingFound: '没有发现问题。', unsound: '写法有误：{code} {value}',
  noticed: { duplicate_question: '其他模块也问，合并后只问一次。', answered_by_register: '登记簿中已有，只需核对。', too_often: '还新鲜的不再追问，只需核对。' },
  about: { module: '（与模块 {module} 重复）', often: '（每 {days} 天一次，而信息 {fresh} 天内有效）', word: '（“{word}”）', element: '（{element}）' },
  parts: { module: '整个模块', name: '名称', code: '代码', every_days: '频次', basis: '依据', when: '适用条件', subject: '对象', function: '部门', questions: '全部题目', use: '用途' }, question: '题目“{name}”',
  asks: '问什么', answer: '怎样回答', condition: '出现条件', opens: '立案', opensOn: '回答不合格时立案', required: '必填', repeat: '逐个询问', element: '数据元 {code}', yesNo: '是否',
  types: { text: '文字', integer: '整数', decimal: '数', date: '日期', time: '时间', dateTime: '日期和时间', select_one: '单选', select_multiple: '多选', image: '照片', audio: '录音', video: '视频', file: '文件', note: '说明', calculate: '计算', geopoint: '位置', geotrace: '路线', geoshape: '范围', acknowledge: '知悉', barcode: '条码', range: '刻度', rank: '排序', hidden: '隐藏' },
  reason: '理由', reasonMay: '可不填', admitTitle: '准入这个模块', admitNote: '准入后按频次采集，与其他模块合成一张表。', refuseTitle: '不予准入', refuseNote: '部门能看到结论；已在采集的版本不受影响。', retireTitle: '停用这个模块', retireNote: '今后不再采集；已采集的记录保留。', done: { admit: '已准入', refuse: '已答复不予准入', retire: '已停用' },
}

/** 减负计量：问了多少，免了多少。 */
export const burden = {
  title: '减负计量', lead: '各部门问了多少题、多少只需核对、多少因合并免问。按提出要求的部门排列，从不按答题的人统计。', by: '统计口径', of: { department: '部门', module: '模块', grid: '网格' }, from: '起月', to: '止月',
  visits: '走访次数', asked: '问了', confirmed: '只核对', avoided: '免问', spared: '减轻', minutes: '每次分钟', duplicates: '重复要求', empty: '这段时间还没有走访', emptyNext: '走访提交后自动计入。',
  meaning: '问了：现场要回答的题；只核对：登记簿中已有、只需确认；免问：其他模块同一次已问过。分钟由表单自身计时，仅按次平均，不落到个人。重复要求：申请的模块里，已有人问过或已知道的题目。',
}
