/** Words of the page of a pack: its diagram, its versions, what differs between two. */
export const packPage = {
  newer: '有新版本 {version}，未启用', back: '全部场景包', lead: '每类事项从左到右怎么走：方框是状态，箭头是办理步骤。', type: '事项类型', view: { chart: '流程图', table: '表格', versions: '版本', compare: '版本对比' }, look: '看法',
  diagram: '“{name}”流程图：方向键在状态之间移动，旁边说明每一步由谁办、要什么条件', keys: '方向键在状态间移动，Home 回到起点，Esc 取消选择。', leads: '{words} → {to}',
  way: { on: '往前走', back: '退回重来', rest: '暂缓与恢复', end: '其他了结' }, ways: '画出哪些箭头', zoomIn: '放大', zoomOut: '缩小', fit: '看全图', hidden: '另有 {n} 条箭头没有画出', showAll: '全部画出',
  counts: '{states} 个状态 · {steps} 种步骤', pick: '选一个状态，看从这里能办什么。', noOut: '从这里不再往下走。', here: '从这里可以', comes: '从哪里来', stays: '留在原处', first: '事项从这里开始',
  who: '谁能办', not: '谁不能办', guard: '条件', input: '要填', effects: '作用', paper: '文书', public: '反映人看得到', anyPost: '任何岗位', must: '必填', atLeast: '至少 {n}', order: '同名步骤按先后试，条件先成立的生效', 'else': '第 {n} 条',
  relation: { area: '', task_unit: '承担任务的单位', lead_unit: '主办单位', assist_unit: '协办单位', handler: '经办过的人', registrar: '登记的人', reporter: '反映人', grid_team: '本网格的人' },
  effect: {
    accept: '受理', verify: '核实', dispatch: '派遣', add_task: '增派协办', sign: '签收', hand_on: '内部转办', finish: '办完任务', settle: '当场办结', return: '退单', rule: '裁定', extend_ask: '申请延期', extend_grant: '同意延期', extend_refuse: '不同意延期',
    suspend: '挂起', resume: '恢复', defer: '缓办', carry_over: '挂账', escalate: '提级', urge: '催办', supervise: '督办', supervise_list: '挂牌公示', supervise_reply: '回复督办', supervise_cancel: '督办销号', transfer_out: '移交外部', answer: '答复', refuse: '不予受理', check: '核查',
    call_back: '回访', close: '结案', ask_reopen: '申请重办', reopen: '重办', merge: '并案', void: '作废', rate: '评价', rate_unit: '评价单位', note: '记一笔', reclassify: '改类别', relocate: '改位置', pause: '停表', unpause: '恢复计时',
    reply: '答复模板“{code}”', start: '起表：{code}', stop: '停表：{code}',
  },
  versions: '版本', added: '入库', by: '由谁', hash: '内容摘要', inUse: '使用中', notUsed: '未用', asked: '正在看', see: '看这一版', against: '与在用版本对比', copyHash: '复制摘要 {hash}', byProgram: '程序', add: '新版本用命令行入库：jingwei pack add 目录',
  enable: '启用', rollBack: '退回到此版', disable: '停用场景包', enabled: '已启用 {version}', disabled: '已停用',
  enableTitle: '启用“{name}”{version}？', rollBackTitle: '把“{name}”退回到 {version}？', disableTitle: '停用“{name}”？',
  enableNote: '今后登记的事项按 {version} 办。正在办的事项不变，仍按登记时的版本走完。', rollBackNote: '今后登记的事项改按较早的 {version} 办。已按 {now} 登记、正在办的事项不变，仍按 {now} 走完。', disableNote: '不再按这个场景包登记新事项，它的类别也不再出现。正在办的事项不变，照原来的版本走完。随时可以再启用。', fact: '此操作记入存证链，审计管理员可查。',
  off: '这个场景包没有启用：新事项不会按它登记。', old: '正在看 {version}，在用的是 {now}。', backToUsed: '回到在用版本',
  compare: { before: '原版本', after: '新版本', swap: '对调', same: '两个版本内容相同。', one: '只有一个版本，没有可比的。', added: '新增', removed: '删去', changed: '改动', reordered: '先后次序变了（先成立的生效，次序也是内容）', summary: '新增 {added} · 删去 {removed} · 改动 {changed}', was: '原来', is: '现在', nothing: '（无）' },
  section: { case_types: '事项类型', states: '状态', transitions: '步骤', categories: '类别', routes: '派单路由', clocks: '时限', posts: '岗位', functions: '单位职能', tiers: '层级', replies: '答复文本', refusals: '不予受理的理由', attributes: '问题', papers: '公文', team: '网格队伍', other: '其他' },
  field: {
    duplicates: '重复件判断', home: '维护地址', filing: '立案', name: '名称', phase: '阶段', outcome: '结果', who: '谁能办', not: '谁不能办', guard: '条件', input: '要填', effects: '作用', public: '公开', when: '条件', unit: '责任单位', assists: '协办', priority: '优先级', clocks: '时限', why: '理由', text: '文本', remedy: '救济途径', amount: '数量',
    keywords: '常用说法', above: '上级', case_type: '事项类型', initial: '起点', limits: '次数上限', level: '层级', role: '角色', value: '内容', values: '选项', required: '必填', datatype: '答案类型', hint: '提示', description: '说明', from: '从', to: '到', category: '类别',
  },
}
