/** The monthly bulletin. */
export const bulletins = {
  title: '月通报', lead: '一个区域一个月的数字：起草、异议、冻结、签发。每个数字都能打开其事项，不作排名。', area: '区域', anyArea: '全部区域', month: '月份', anyMonth: '全部月份', state: '状态', anyState: '全部状态', number: '编号', edition: '第 {n} 版',
  states: { draft: '起草', frozen: '已冻结', signed: '已签署', issued: '已印发', replaced: '已更正', withdrawn: '已撤回' },
  objections: '异议', undecided: '{n} 条待裁定', drafted: '起草', issuedAt: '印发', empty: '还没有月通报', emptyNext: '每月首个工作日自动起草上月通报；有权限的也可手动起草。', emptyFiltered: '没有符合条件的通报', emptyFilteredNext: '放宽筛选条件再看看。',
  draft: '起草通报', draftTitle: '起草月通报', draftMonth: '月份（须已结束）', until: '异议截止', untilHint: '不填则按系统设定', made: '已起草',
  open: '异议期至 {at}', over: '异议期已于 {at} 截止', noNumber: '未编号', behind: '还有 {n} 条记录未计入，数字稍后更新。', live: '草稿：数字随事项实时变化，直到冻结。', asOf: '数据截至 {at}', frozenNote: '冻结后数字不再变化；事项清单显示的是现在的情况。', replaced: '已由新版更正：', replaces: '更正自：', go: '查看',
  measure: '指标', thisMonth: '本月', before: '上月', year: '去年同月', total: '合计', excluded: '另剔除 {n}', none: '—', cases: '{n} 件', legend: '按代码排列，不作排名', define: '“{name}”的口径', chart: '{name}，按{by}', by: { area: '区域', unit: '责任单位', category: '类别' },
  exclusions: '剔除事项', noExclusions: '没有剔除的事项。', allMeasures: '全部指标', unit: '提出单位', ground: '事由', outOf: '剔除的指标', reason: '裁定理由', erased: '内容已依法删除', case: '事项',
  object: '提出异议', objectTitle: '提出异议', objectLead: '可对事项提出，也可对数字提出。由他人裁定。', caseNumber: '事项编号', caseHint: '本单位办理过、本月计入的事项；只对数字有异议时可不填', objectMeasure: '针对的指标', anyMeasure: '全部指标', words: '说明', needCase: '请填写事项编号，或选择针对的指标。', objected: '异议已提交', noObjections: '还没有异议。',
  aboutNumber: '对数字“{name}”', aboutCase: '对事项', waiting: '待裁定', upheld: '成立，已剔除', refused: '不成立', decide: '裁定', decideTitle: '裁定第 {n} 条异议', holds: '异议成立，剔除事项', fails: '异议不成立', leaveOut: '剔除的事项编号', leaveOutHint: '每行一个；不填则为异议所指的事项', leaveFrom: '从哪些指标剔除', leaveFromHint: '不选则为异议所指的指标，没有指定时为全部指标', decideReason: '裁定理由', decidedDone: '已裁定', decidedBy: '{name} 于 {at} 裁定',
  freeze: '冻结', freezeTitle: '冻结数字', freezeNote: '冻结后数字不再变化，通报获得编号，等待领导签署。', freezeEarly: '提前冻结的理由', freezeEarlyHint: '异议期到 {at} 才截止，提前冻结须写明理由', frozenDone: '已冻结',
  sign: '签署', signTitle: '签署通报', signNote: '您签署的是这份内容，数据指纹如下。签署后不可更改。', signedDone: '已签署', issue: '印发', issueTitle: '印发通报', issueNote: '印发后，本区域全体工作人员可见。', issuedDone: '已印发',
  withdraw: '撤回', withdrawTitle: '撤回通报', withdrawNote: '撤回后仍可查看，并注明理由；可重新起草。', withdrawnDone: '已撤回', correct: '更正', correctTitle: '更正通报', correctNote: '另起一版，写明更正理由；新版印发前，本版仍然有效。', correctedDone: '已另起一版', why: '理由',
  timeline: '过程', steps: { drafted: '起草', objected: '提出异议（第 {n} 条）', upheld: '裁定第 {n} 条异议成立', refused: '裁定第 {n} 条异议不成立', frozen: '冻结', signed: '签署', issued: '印发', replaced: '被新版更正', withdrawn: '撤回' }, itself: '系统自动', pdf: 'PDF', docx: 'DOCX', sha256: '数据指纹（SHA-256）',
  listTitle: '{measure}的事项', listOf: '{measure}的总数', listBack: '返回通报', listCount: '共 {n} 件', listMore: '再显示一些', listShown: '已显示 {n} 件', listNone: '没有计入的事项', hidden: '另有 {n} 件不在您的可见范围', left: '已剔除，不计入', leftNote: '以下事项经裁定不计入这个数字。', period: { month: '本月', before: '上月', year: '去年同月' }, noGroup: '未定',
}
