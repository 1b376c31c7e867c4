/** People's hand-over, vacancies, teams, duty, and taking in a workbook. */
export const personPage = {
  open: '交接', title: '人员', back: '返回人员', posts: '现任岗位', asDeputy: '代理（B角）', noPosts: '没有岗位', work: '名下在办工单', workCount: '{n} 件', noWork: '名下没有在办工单', hidden: '编号仅向有权查看的人员显示', lead: '主办', assist: '协办', dueAt: '{at} 到期', past: '以往交接',
  pastOne: '{at} 交给 {name}，{posts} 个岗位', pastLeave: '{at} 至 {until} 由 {name} 代班，{posts} 个岗位', going: '工单移交中', gone: '工单已移交', returned: '已交还', left: '已离职', endLeave: '提前结束', endLeaveTitle: '现在结束 {name} 的代班？', endLeaveNote: '岗位现在就由本人担任，名下在办工单按交接办法交还；代班人随即不能再以这些岗位办理。', leaveEnded: '已结束代班，岗位和工单已交还',
  wizard: '办理交接', steps: { what: '交什么', who: '交给谁', check: '核对', done: '完成' }, next: '下一步', prev: '上一步', confirm: '确认交接',
  whatLead: '所选岗位从指定日期起由接收人担任；名下在办工单随之转交，每件留下一条办理记录。', all: '全部岗位和全部在办工单', some: '只交所选岗位（及其范围内的工单）', chosen: '岗位', successor: '接收人', successorHint: '按姓名或完整账号查找', from: '起始', now: '即刻', fromDay: '自指定日期零时起',
  how: '方式', forGood: '长期交接（调离、离职）', leave: '请假代班，到期交还', until: '代班至', reason: '原因', reasonHint: '选填；单独保管，可删除，不写入办理记录',
  mustWho: '请选择接收人。', mustUntil: '请填写代班截止日期，且须晚于起始日期。', mustFrom: '请填写起始日期。', mustPosts: '请至少选择一个岗位。',
  sum: '{person} 的 {posts} 个岗位和 {work} 件在办工单交给 {to}', sumSome: '{person} 的 {posts} 个岗位及其范围内的在办工单交给 {to}', sumFrom: '起始：{at}', sumUntil: '{at} 交还', sumNote: '生效后 {person} 不能再以这些岗位办理事项。',
  done: '交接完成', moved: '{n} 件工单已转交 {to}', leftOver: '还有 {n} 件不在所交岗位范围内，仍在名下', later: '将于 {at} 自动移交', told: '接收人已收到通知。', endAccount: '还要停用此人账号？可在人员列表办理离职。', another: '再办一次',
}
export const vacancies = {
  title: '缺岗一览', why: { missing: '班组缺员', ended: '离任未补', no_deputy: '没有副岗' }, lead: { missing: '按场景包规定的班组（一长五员），哪些区域还缺人。上级区域的人员兼管的，算作在岗。', ended: '一年内终止、至今无人接任的岗位。', no_deputy: '在任但没有代理人（B角）的岗位。' },
  area: '区域', kind: '岗位', have: '在岗 / 应有', former: '原任', holder: '现任', since: '自', until: '止于', unit: '单位', give: '授予岗位', team: '看班组', empty: '没有缺岗', emptyNext: '换个区域或岗位再看看。',
}
export const team = {
  title: '{area}班组', lead: '一长五员和其他在岗人员。', vacant: '空缺', want: '应有 {n} 人', deputy: '副岗 {name}', phone: '工作电话 {phone}', from: '{area}兼管', other: '其他岗位', board: '打印公示牌', vacancies: '缺岗一览', pick: '选择网格或区域', empty: '这里没有班组', emptyNext: '场景包没有为这一级区域规定班组，也没有人员在此任岗。',
}
export const boardSheet = {
  title: '网格上岗公示', worker: '姓名', post: '岗位', phone: '工作电话', deputy: '代理人', unit: '单位', line: '监督投诉', vacant: '暂缺，由所属单位代管', scan: '扫码查看本网格并反映问题', print: '打印', back: '返回', none: '本区域暂无在岗人员',
}
export const duty = {
  title: '值班', lead: '一岗不空：接班即签到，交班才离岗。只记录谁在值守，不采集位置和设备，不统计个人时长。', add: '设值班岗', edit: '修改值班岗', name: '名称', nameEn: '英文名称', unit: '单位', kind: '可值守岗位', desk: '值班岗', holder: '值守中', since: '自 {at}', nobody: '无人值守', on: '当班', next: '下一班', none: '没有排班', unattended: '应有人值守，现无人在岗', relief: '应由 {name} 接班', offered: '正交给 {name}', ok: '有人值守', off: '非值班时间',
  signOn: '接班签到', hand: '交班', handTitle: '交班：{name}', to: '交给', toHint: '对方签到后才算交出', leave: '无人接班，离岗', note: '交班说明', noteHint: '给接班人看的事项，单独保管，可删除', signed: '已接班', handed: '已交班，等待对方签到', leftDesk: '已离岗', lastNote: '上一班说明', open: '排班与记录',
  week: '{from} 至 {to}', prevWeek: '上一周', nextWeek: '下一周', thisWeek: '本周', roster: '排班', plan: '排班', planTitle: '为“{name}”排班', person: '人员', from: '自', until: '至', repeat: '连排天数', repeatHint: '从该日起每天同一时段', planned: '新排 {n} 班', cancel: '取消此班', cancelTitle: '取消这一班？', cancelNote: '{name}，{from} – {to}', cancelled: '已取消', history: '值守记录', end: '终止', endTitle: '终止值班岗“{name}”？', endNote: '今后不再排班和值守，记录保留。', empty: '还没有值班岗', emptyNext: '由负责人设置值班岗并排班。', emptyHistory: '还没有记录', mustAll: '请填写{name}。', days: '日',
  did: { desk_set: '设置值班岗', desk_ended: '终止值班岗', planned: '排班 {n} 班', cancelled: '取消一班', signed_on: '{person} 接班', signed_on_after: '{person} 从 {after} 接班', offered: '交给 {person}，待签到', left: '离岗' },
}
export const sheetImport = {
  people: '导入人员与岗位', units: '导入单位', unitsBack: '返回单位', open: '导入表格', peopleLead: '一行一人一岗；同一人有多个岗位的分行填写。先核对，没有问题再导入；有一处不对就一行也不导入。', unitsLead: '一行一个单位，按单位代码新增或更改；上级单位可以写在同一张表里的任何一行。先核对，没有问题再导入；有一处不对就一行也不导入。', template: '下载模板', choose: '选择 XLSX 或 CSV 文件', checking: '正在核对…', cell: '单元格', column: '列', value: '值', problem: '问题', ok: '没有发现问题，可以导入。', wrong: '有 {n} 处不对，改好后重新选择文件。', apply: '确认导入', done: '导入完成', count: '读到 {rows} 行：新增 {added}，变更 {changed}，不变 {unchanged}', again: '换一个文件', none: '空', expected: '应为：{expected}',
  of: {
    field: { required: '必填', invalid: '格式不对' }, post: { kind_unknown: '没有这类岗位', deputy_self: '副岗不能是本人', separate: '三类管理员须由不同人员担任', to_oneself: '不能给自己授予岗位' }, unit: { unknown: '没有这个单位代码', ended: '该单位已停用', loop: '单位不能隶属于自身或其下级' }, area: { unknown: '没有这个区域代码' }, person: { unknown: '文件和系统里都没有这个账号', ended: '此人已离任' }, password: { weak: '密码过于简单' }, login: { taken: '账号已被使用' }, action: { forbidden: '无权在此区域做这个更改' },
  },
}
export const told = {
  title: '给我的通知', none: '没有给您的通知', see: '全部已读', unseen: '未读', hand_over: '{name} 的 {posts} 个岗位和在办工单交由您接手', hand_over_leave: '{name} 请假，{posts} 个岗位由您代班至 {until}', hand_back: '代班结束，岗位和工单已交还给您', duty_unattended: '“{desk}”应有人值守，现无人在岗', duty_handed: '{name} 把“{desk}”交给您，请接班签到', campaign_unplanned: '“{desk}”有 {unplanned} 个对象在 {day} 前排不进，请安排顶岗或调整', openCampaign: '看任务进度', openMine: '看我经手的', openDuty: '去值班',
}
export const roles = {
  title: '角色与权限', lead: '权限只来自岗位：岗位种类对应角色，角色对应可以做什么、管到哪里。', fixed: '这张表是产品的一部分，随程序发布，在这里只能看；要给人权限，请授予岗位。', search: '查找权限', none: '没有符合的权限', action: '可以做什么', role: '角色', byPost: '由岗位担任', noPost: '不由岗位担任', kinds: '哪些岗位', noKinds: '现用场景包没有岗位对应这个角色', only: '只看一个角色', all: '全部角色', count: '{n} 项', no: '不可以',
  reach: { anywhere: '不限', area: '辖区内', unit: '本单位' }, reaches: { anywhere: '不限：与地点无关', area: '辖区内：岗位的区域及其下', unit: '本单位：岗位的单位在辖区内所承担的' },
}
