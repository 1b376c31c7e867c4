/** Words of administration: the record of what was done, working calendars, settings. */
export const audit = {
  title: '审计记录', lead: '谁在什么时候对什么做了什么：存证链的原样，最近的在前。只有编号和代码，没有个人信息。', what: '这条链证明什么',
  proves: {
    digest: '每条记录的摘要覆盖它的全部内容，也覆盖同一对象上一条的摘要：改动或删去任何一条，后面的都对不上。',
    positions: '序号在每个县（区）内连续，不留空号：整串记录少了，也看得出来。',
    verify: '在服务器上运行 jingwei verify，会把全部摘要重算一遍，并指出断在哪里。',
    receipts: '整本账如果被人从头重写，只有流到外面的凭证能揭穿：居民手里的受理回执。请保管好回执和备份。',
  },
  home: '哪本账', global: '全市设置（人员、单位、场景包、日历）', kind: '对象', anyKind: '任何对象', action: '做了什么', actionHint: '如 pack 或 pack.enabled', actor: '由谁', anyActor: '任何人', clear: '清除筛选',
  pos: '序号', at: '时间', about: '对象', hash: '摘要', post: '岗位', data: '记录内容', before: '上一条的摘要', none: '（第一条）', seq: '该对象的第 {n} 条', only: '只看这个', onlyActor: '只看此人', open: '打开', details: '展开序号 {n}',
  looked: '看了 {looked} 条，符合 {n} 条', goOn: '继续往前找', end: '已到最早的一条', empty: '没有符合的记录', emptyNext: '放宽筛选，或换一本账。', searching: '这一段没有符合的，还可以继续往前找。',
  link: { first: '第一条', joined: '与上一条相连', broken: '与上一条对不上！', unseen: '上一条不在这里' },
  kinds: { case: '事项', person: '人员', post: '岗位', unit: '单位', client: '接入程序', webhook: '事件推送', resident: '居民', register: '基础信息', pack: '场景包', calendar: '工作日历', catalogue: '派单目录', map: '地图', grid: '地图', duty: '值班', bulletin: '通报', form: '表单', vault: '数据密钥' },
  actors: { person: '工作人员', system: '系统', client: '接入程序', resident: '居民', anonymous: '匿名反映人' },
  did: {
    pack: { added: '场景包入库', enabled: '启用场景包', disabled: '停用场景包' }, person: { set: '登记或更改人员', ended: '人员离职', password: '改密码', handed_over: '移交工作', absent: '登记请假', present: '提前返岗' }, post: { set: '授予或更改岗位', ended: '终止岗位' },
    unit: { set: '设立或更改单位', ended: '撤销单位' }, client: { set: '发放密钥', ended: '停用密钥' }, webhook: { set: '设置推送', ended: '停止推送' }, resident: { confirmed: '居民确认了接收地址', left: '居民注销账号' }, calendar: { set: '设置工作日历' }, catalogue: { set: '更改派单目录' }, grid: { map: '导入地图', changed: '更改地图' },
    form: { exported: '导出采集记录', module_proposed: '申请采集模块', module_admitted: '准入采集模块', module_refused: '不予准入采集模块', module_retired: '停用采集模块', not_met: '走访未遇', campaign_opened: '下达专项任务', campaign_closed: '结束专项任务', settled: '分送各部门记录', withdrawn: '记录已更正或作废', published: '发布表单', media: '更换表单附件', state: '更改表单状态', submitted: '提交表单', attached: '补交表单附件', voided: '作废一份提交', key_given: '发放表单访问码', key_ended: '撤销表单访问码' },
    bulletin: { drafted: '起草通报', objected: '提出异议', decided: '裁定异议', frozen: '定稿通报', signed: '签发通报', issued: '印发通报', replaced: '通报被新版取代', withdrawn: '撤回通报' },
    register: { imported: '导入基础信息', corrected: '更正基础信息', deleted: '删除基础信息（到期或走访撤回）', mapped: '设置名单的列', comparison_asked: '发起数据比对', joined: '比对归并', compared: '数据比对完成', judged: '核对疑似同一对象', split: '拆出记录', dissolved: '拆开同一对象', left: '到期记录退出归并' },
    vault: { rotated: '启用新密钥', resealed: '全部数据已由新密钥保护', retired: '停用旧密钥' },
    duty: { desk_set: '设置值班台', desk_ended: '撤销值班台', planned: '排班', cancelled: '取消排班', signed_on: '到岗', left: '交班' },
  },
}

export const calendars = {
  title: '工作日历', lead: '工作小时和工作日的时限按所在区域的日历算。区域没有自己的日历，就用上级的，最后用默认日历。', area: '区域', areaHint: '空着：默认日历', default: '默认日历', own: '有自己日历的区域', none: '还没有区域写过自己的日历，都用程序自带的日历。',
  year: '年份', previous: '上一年', next: '下一年', applied: '这里用的是', builtIn: '程序自带的日历', of: '“{area}”的日历', ownOne: '自己的日历', zone: '时区', base: '基础', bases: { cn: '中国（周末休息，含国务院公布的节假日和调休）', none: '不用基础日历' }, hours: '上班时间', weekend: '每周休息', asBase: '（同基础日历）', noWeekend: '无',
  count: '{n} 个工作日', unlisted: '{year} 年的节假日还没有录入，只按周末算。请在公布后补上，否则时限可能算早或算晚。', legend: { work: '上班', rest: '周末', off: '休：平日放假', makeup: '班：周末上班' }, off: '休', makeup: '班', changed: '更改于 {at}',
  week: { monday: '一', tuesday: '二', wednesday: '三', thursday: '四', friday: '五', saturday: '六', sunday: '日' }, month: '{n} 月',
  editOf: '设置{name}的日历', editTitle: '设置“{name}”的日历', note: '今后算的时限按新日历。已经许下的时限不变。', hoursHint: '一行一段，如 09:00-12:00', daysHint: '一行一天或一段，如 2026-10-01/2026-10-07', holidays: '放假的日子', makeups: '调休上班的日子', years: '节假日已录全的年份', yearsHint: '如 2027', zoneHint: '如 Asia/Shanghai；空着同基础日历', keep: '空着同基础日历',
  preview: '先看看', differs: '与现在相比（{year} 年）', same: '{year} 年的工作日没有变化。', toWork: '变为上班', toRest: '变为休息', days: '{n} 天', save: '保存日历', saved: '日历已保存', stale: '填的内容变了，请再看一次再保存。',
}

export const settings = {
  title: '系统设置', lead: '这里只能看。设置写在 jingwei.toml 或环境变量里，改后重启生效。', site: '部署', name: '名称', root: '管辖区域', demo: '演示', demoOn: '是：账号和数据均为虚构', demoOff: '否', languages: '界面语言', zone: '时区', version: '程序版本', api: '接口说明',
  map: '底图', noMap: '没有配置底图：只画行政区划和网格。', mapKind: '类型', datum: '坐标系', attribution: '署名', bounds: '范围（西、南、东、北）', limits: '限额', upload: '单个附件不超过', packs: '在用的场景包', noPacks: '没有启用任何场景包：不能登记事项。', you: '您可以做的事', posts: '凭岗位', actions: '{n} 项', datums: { wgs84: 'WGS-84 / CGCS2000', gcj02: 'GCJ-02', bd09: 'BD-09' }, mb: '{n} MB',
  messages: { title: '给居民的消息', lead: '验证码、身边事项的提醒、自己反映的进展，由邮件服务器或消息网关发出。', mail: '邮件服务器', from: '发件人', gateway: '消息网关（短信、微信）', off: '没有配置', offNext: '居民网站会说明没有开通，并给出 Atom 订阅。要开通，请在 jingwei.toml 的 [mail] 或 [gateway] 里填写。', to: '测试发到', send: '发一条测试消息', sent: '测试消息已发出', dead: '没有发出去的', noDead: '没有发不出去的消息。', again: '重发', queued: '已重新排队', kinds: { code: '验证码', alert: '提醒' }, kind: '类型', why: '原因', attempts: '试过', since: '放弃时间' },
}
