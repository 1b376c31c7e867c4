/** 专项任务：下达清单，逐一走访，件件有着落。 */
export const campaigns = {
  title: '专项任务', back: '返回专项任务', lead: '把一份清单下达到网格：自动分到每个工作日，进入网格员“今日”，与到期的采集合成一张表；走访即销账，直到每一个都有着落。只看地方的进度，不看人的数量。',
  add: '下达任务', empty: '还没有专项任务', emptyNext: '按地址清单或条件下达一次走访。', name: '名称', nameEn: '英文名称', optional: '可不填', area: '区域', subject: '对象', modules: '采集模块', modulesHint: '只列已准入的模块；限同一种对象', findModule: '查找模块', firstDay: '开始', lastDay: '截止', until: '{day} 截止', basis: '依据', basisHint: '法律、法规或文件', purpose: '目的', purposeHint: '没有依据和目的，不列任何人的名单', perDay: '每网格每日至多', perDayHint: '只用于排程，不是指标',
  how: '清单', ways: { lines: '按清单', when: '按条件', all: '区域内全部适用对象' }, when: '条件', whenHint: '如 v.use == "2"，只能用公开和内部字段', lines: '清单内容', linesHint: '一行一个：记录编号、登记编号、公开名称或地址，至多 20000 行', file: '或选择 CSV 文件', column: '取哪一列', columnOne: '第 {n} 列（{sample}）',
  check: '核对', open: '下达', opened: '已下达', must: '请填写{name}。', draft: '{subjects} 个对象，分布在 {grids} 个网格，{days} 个工作日', unplanned: '其中 {n} 个排不进：网格无人在岗，或一天排不下', listed: '清单 {lines} 行：{subjects} 个对象，{again} 行重复，{ambiguous} 行不止一个，{unknown} 行没有找到，{unconcerned} 行不适用', told: '没有成为对象的行', more: '还有 {n} 行', partial: '我已知道 {n} 行没有着落，先下达其余的', line: '第 {n} 行', outcome: { again: '与前面重复', ambiguous: '可能是 {n} 个中的一个', unknown: '没有找到', unconcerned: '模块不适用于该对象' }, missing: '{n} 行没有着落', allFound: '清单逐行有着落',
  state: '状态', going: '进行中', over: '已结束', progress: '进度', done: '完成', gone: '已不存在', refused: '拒绝', dropped: '结束时未完成', voided: '结束后作废', voidedNote: '有 {n} 个已完成的走访在任务结束后作废，需要的请重新下达。', left: '未完成', late: '逾期', today: '今日计划', total: '总数', accounted: '已有着落 {n}%', accountedOf: '{n} / {total} 有着落', unplannedShort: '排不进', unplannedNote: '{n} 个排不进截止日之前：所在网格在剩余工作日无人在岗，或已排满。请安排顶岗，或调整。',
  byArea: '分区域进度', items: '对象', every: '全部', states: { open: '未完成', done: '完成', gone: '已不存在', refused: '拒绝', dropped: '未完成', voided: '结束后作废' }, item: '对象', planned: '计划', visited: '最近到访', tries: '未遇 {n} 次', noItems: '没有这样的对象', noItemsNext: '换一个状态或区域再看看。', erased: '记录已删除', loadMore: '再看一些',
  close: '结束任务', closeTitle: '结束“{name}”', closeAll: '全部对象已有着落。', closeLeft: '还有 {n} 个没有完成，结束须写明原因。', reason: '原因', closed: '已结束', closedWhy: '结束原因：{reason}', asks: '采集', howDrawn: '清单来源', byLines: '{n} 行清单', byWhen: '条件 {when}', byAll: '区域内全部适用对象',
}

/** 请假、离岗。 */
export const absence = {
  title: '请假', titleOf: '{name} 请假', note: '请假的日子不排任务，由副岗（B角）顶岗；没有人顶岗的，自动改排到其余工作日。不问原因，不留原因。', first: '自', last: '至', say: '登记', said: '已登记', none: '没有登记请假', from: '{first} 至 {last}', back: '提前返岗', ended: '已返岗',
}
