import { mapPage } from './map.zh'
import { gridPage } from './grids.zh'
import { cockpit } from './cockpit.zh'
import { bulletins } from './bulletins.zh'
import { burden, modules } from './modules.zh'
import { absence, campaigns } from './campaigns.zh'
import { ownForms, phoneKeys } from './ownForms.zh'
import { answers } from './answers.zh'
import { records } from './records.zh'
import { linkage } from './linkage.zh'
import { reveals } from './reveals.zh'
import { numbers } from './numbers.zh'
import { triage } from './inbox.zh'
import { casePage, draft } from './casePage.zh'
import { packPage } from './packPage.zh'
import { shell } from './shell.zh'
import { audit, calendars, settings } from './admin.zh'
import { boardSheet, duty, personPage, roles, sheetImport, team, told, vacancies } from './people.zh'
import { standard } from './standard.zh'
import { supervision } from './supervision.zh'
import { papers } from './papers.zh'

/** Words of the console. */
export const zh = {
  answers, triage, shell, packPage, audit, calendars, settings, supervision, papers, casePage, draft,
  boardSheet, duty, personPage, roles, sheetImport, team, told, vacancies,
  nav: {
    label: '主导航', work: '收件箱', tools: '工作台', desk: '登记受理', supervision: '督办台', cockpit: '驾驶舱', map: '事项地图', numbers: '数据概览', bulletins: '月通报', records: '基础信息', forms: '一表通', catalogue: '派单目录',
    packs: '场景包', grids: '网格编辑', units: '单位', people: '人员', posts: '岗位', vacancies: '缺岗一览', duty: '值班', clients: '接入程序', webhooks: '事件推送', roles: '角色与权限', calendars: '工作日历', audit: '审计记录', settings: '系统设置', account: '我的账号', logout: '退出登录', signedIn: '{name} · {post}', noPost: '这个账号没有岗位', noPostNext: '居民反映和查询不用登录，请用市民网站。工作人员请联系安全管理员授予岗位。', skip: '跳到正文', demo: '演示城市 · 数据均为虚构', citizen: '市民网站', menu: '菜单',
  },
  queue: {
    todo: '待我办理', mine: '我经手的', registered: '待受理', dispatch: '待派遣', work: '处置中', check: '待核查', feedback: '待反馈',
    arbitrate: '待仲裁', rest: '挂起与缓办', late: '已超期', due_soon: '将到期', open: '全部在办', all: '全部事项', closed: '已办结', verify: '待核实',
  },
  login: {
    title: '登录工作台', account: '账号', password: '密码', submit: '登录', demo: '演示账号', demoHint: '点一下即可登录。演示数据可随意操作。',
    needBoth: '请填写账号和密码。', lead: '一事一号，谁该办、何时办完、办得怎样，都有据可查。',
  },
  role: {
    gridleader: '网格长', supervisor: '督查员', town: '乡镇负责人', security: '安全管理员', audit: '审计管理员', resident: '居民', worker: '网格员', dispatcher: '派遣员', handler: '处置人员', checker: '核查员', leader: '领导', admin: '系统管理员', arbiter: '仲裁员', desk: '受理员', receiver: '受理员',
  },
  inbox: {
    search: '搜索编号、内容、外部编号', filters: '筛选', category: '分类', priority: '缓急', channel: '来源', phase: '环节', area: '区域', unit: '责任单位', pack: '场景',
    clear: '清除筛选', what: '事项', where: '地点', who: '责任单位', due: '时限', state: '状态', came: '登记', nobody: '尚未派定', empty: '没有待办的事项',
    emptyFiltered: '没有符合筛选条件的事项', emptyNext: '新的事项到来时会出现在这里。', emptyFilteredNext: '放宽或清除筛选条件再看看。',
    registeredIn: '登记于 {span}', acceptedIn: '受理于 {span}', answeredIn: '首次答复于 {span}', closedIn: '办结于 {span}', had: { late: '曾超期', on_time: '未超期', carried: '曾挂账', not_carried: '未曾挂账', returned: '曾被退回', reopened: '曾重办' }, ratedAs: '评价 {grades}',
    keys: '快捷键', count: '已显示 {n} 件', end: '已到末尾', returned: '退单 {n} 次', photo: '有照片', dueKind: { promise: '承诺', sign: '签收', task: '办理' },
    help: { j: '下一件', k: '上一件', enter: '打开', search: '搜索', desk: '登记受理', next: '办下一件', back: '回到列表', seen: '全部标为已看', act: '选择第几项操作', send: '提交', help: '显示快捷键' },
  },
  case: {
    what: '事项内容', where: '地点', who: '责任单位', by: '时限', photos: '照片与附件', timeline: '办理记录', why: '派单依据', clocks: '时限', tasks: '工单', map: '位置',
    act: '现在可办', nothing: '以您的岗位，现在没有可办的操作。', nothingNext: '轮到您时，它会出现在“待我办理”里。', reporter: '反映人', hidden: '身份保密', reveal: '明文查看',
    revealWhy: '查看目的', revealHint: '每次明文查看都会记录查看人、目的和时间。', revealTitle: '明文查看{field}', name: '姓名', phone: '电话', channel: '来源', number: '编号', aliases: '外部编号',
    type: '类型', tier: '层级', registered: '登记时间', proposal: '系统建议', assists: '协办', noUnit: '未找到责任单位，请人工指定', outside: '网格外，距最近网格 {m} 米',
    exclusive: '专属网格', layers: '其他图层', rating: '反映人评价', similar: '相似事项', duplicates: '可能重复', receipt: '受理回执', path: '所属',
    rule: '命中规则', values: '依据的事实', missed: '未命中的规则', missedShow: '查看未命中的 {n} 条规则', decidedClocks: '时限',
    source: { catalogue: '派单目录', ruling: '仲裁裁定', route: '派单规则', none: '没有规则命中' },
    why_catalogue: '派单目录里有这一项，以目录为准。', why_ruling: '此前仲裁已裁定此类事项的责任单位，裁定已列入派单目录。', why_route: '派单规则自上而下，第一条命中的为准。', why_none: '目录与规则都没有命中，请人工判断。',
    stale: '这一事项刚被他人更新，已重新加载到最新情况，请看过再办。', done: '已办：{action}', nextInList: '下一件', previousInList: '上一件', back: '返回列表', position: '第 {at} / {of} 件',
    chain: '存证 {hash}', sent: '派发', signed: '签收', finished: '反馈', by_at: '{at} 前', person: '承办人 {name}', public: '公开', late: '已超期', started: '自 {at}', due: '应于 {at}', met: '{at} 完成',
    noTasks: '还没有派出工单。', noPhotos: '没有照片', system: '系统', more: '更多操作', anonymous: '匿名', noPlace: '没有坐标', showAll: '显示全部 {n} 条', paused: '计时暂停中',
    actor: { resident: '反映人', anonymous: '反映人', client: '外部系统', system: '系统', person: '工作人员' },
    rest: { suspended: '已挂起，至 {until}', deferred: '缓办，至 {until}', carried_over: '挂账，{until} 复核' }, noEnd: '未定',
    order: '督办 {no}', orderBy: '限 {at} 前办结', orderReplied: '已回复', orderCancelled: '已销号', reopenAsked: '反映人申请重新办理', extensionAsked: '处置单位申请延期', mergedInto: '已并入', mergedFrom: '并入的事项', erased: '内容已依法删除',
    change: {
      registered: '登记', classified: '分类', located: '定位', routed: '派单依据', state: '状态', clock_started: '计时开始', clock_met: '计时达成', clock_paused: '计时暂停', clock_resumed: '计时恢复', clock_extended: '延期',
      task_opened: '派出工单', task_signed: '签收', task_handed: '转办', task_done: '工单完成', task_returned: '退单', attached: '附件', said: '说明', asked: '申请', decided: '审批', rested: '暂缓', woke: '恢复', escalated: '升级',
      ordered: '督办', order_replied: '督办回复', order_cancelled: '督办销号', order_listed: '挂牌公示', issued: '签发文书', rated: '评价', called_back: '回访', checked: '核查', reopened: '重新办理', merged: '并案', merged_from: '并入', aliased: '外部编号', outcome: '结果', marked: '时限提示',
    },
  },
  form: {
    submit: '提交', submitKeys: 'Ctrl + 回车', cancel: '取消', choose: '请选择', search: '输入名称或编码搜索', noMatch: '没有匹配项', add: '添加文件', uploading: '上传中…', publicNote: '这一步的说明反映人能看到。',
    missing: '请填写“{name}”。', atLeast: '“{name}”至少需要 {n} 项。', atMost: '“{name}”最多 {n}。', min: '“{name}”不能小于 {n}。', tooLong: '“{name}”最多 {n} 字，现在 {have} 字。', failed: '{file} 没有传上：{why}', tooBig: '{file} 超过 {mb} MB，请压缩后再传。',
    proposed: '系统建议', suggested: '像是“{name}”，按 ↓ 查看', remove: '移除{name}', chars: '{n} / {max}',
  },
  input: {
    unit: '责任单位', assists: '协办单位', note: '说明', category: '分类', result: '结果', method: '方式', person: '承办人', photos: '照片', clause: '依据条款', reason: '理由', catalogue: '列入派单目录，今后同类照此派单',
    hours_or_days: '延长多少（按时限的单位）', cause: '原因', until: '到何时', plan: '办理计划', review: '复核日期', deadline: '期限', body: '接收单位', receipt: '对方回执号', text: '内容', refusal: '不予受理的情形',
    reached: '是否联系上', solved: '是否解决', satisfied: '是否满意', into: '并入的事项编号', grade: '评分', comment: '评语', lon: '经度', lat: '纬度', priority: '缓急', summary: '办理情况', login: '账号', password: '密码',
    place: '地点', old: '原密码', new: '新密码', purpose: '目的', listed: '挂牌公示（市民可见单位、期限和状态，不含个人信息）',
  },
  option: {
    result: { pass: '通过', fail: '不通过' },
    verdict: { pass: '通过', fail: '不通过' },
    method: { spot: '现场', photo: '照片比对', phone: '电话', sample: '抽查' },
    priority: { low: '较低', normal: '一般', high: '较急', urgent: '紧急' },
  },
  action: {
    report: '上报', import: '历史导入', register: '登记', 'system.relocated': '网格调整后改属', hand_over: '人员交接', 'system.late': '系统标记超期', 'system.due_soon': '系统提示将到期', rate: '评价', ask_reopen: '申请重新办理', note: '备注', reveal: '明文查看', follow: '关注',
  },
  desk: {
    title: '登记受理', text: '反映的事情', textHint: '照来人的原话记，也可粘贴微信消息或热线工单', category: '分类', categoryHint: '输入几个字，如“路灯”“井盖”', place: '地点', placeHint: '小区、路名、门牌、参照物', area: '所属区域', areaHint: '乡镇、村、社区或网格名称',
    map: '在地图上点选（可不点）', caller: '来人', name: '姓名', phone: '电话', channel: '来源', hide: '对处置单位隐去反映人身份', external: '外部编号', externalSystem: '系统', externalNumber: '编号', submit: '登记并出回执', again: '再登记一件（N）', open: '打开事项（O）',
    done: '已登记', needText: '请写下反映的事情。', needPlace: '请写明地点，或选一个区域，或在地图上点选。', elapsed: '用时 {s} 秒', similar: '附近已有同类事项，是不是同一件？', join: '看这一件', attachments: '照片或材料', located: '定位到：{path}', keys: 'Tab 逐项，Ctrl + 回车登记', none: '不分类，由后台判断',
  },
  notices: {
    title: '提醒', bell: '提醒：{n} 条未看', box: { above: '报给本单位', owed: '本单位欠办', all: '辖区全部' },
    lead: { above: '下级单位将到期或已超期，报给作为上一级的您。', owed: '本单位应办而将到期或已超期的。', all: '您可查看的全部事项的提醒。' },
    of: { late: '已超期', due_soon: '将到期', rest_over: '暂缓到期', order_late: '督办未回复' },
    said: { late: '{clock}已超期', due_soon: '{clock}将到期', rest_over: '暂缓到期，请复核', order_late: '督办逾期未回复' },
    kind: '种类', anyKind: '全部种类', seeAll: '全部标为已看', unseen: '未看', told: '已报 {unit}', empty: '没有提醒', emptyNext: '时限将到或已过时，会在这里告知。提醒不改变责任归属。',
  },
  receiptPage: {
    title: '受理回执', number: '编号', token: '查询密码', keep: '请妥善保管。凭编号和查询密码可在市民网站查询进度、评价和申请重新办理。', at: '登记时间', what: '反映事项', where: '地点', channel: '来源', hash: '回执校验码', category: '分类', due: '承诺答复', site: '查询网址', state: '状态', stamp: '受理单位（盖章）',
  },
  mapPage,
  gridPage,
  numbers,
  absence, bulletins, burden, campaigns, modules, ownForms, phoneKeys, records, linkage, standard, reveals,
  cockpit,
  catalogue: {
    add: '新增一条', edit: '修改目录', area: '适用区域', areaHint: '不填则全域', byUnit: '指定单位', byFunction: '按职能和层级', function: '职能', level: '层级', packClock: '按场景包', from: '自', fromHint: '不填则即日起', to: '至', levels: { grid: '网格', village: '村（社区）', town: '乡镇（街道）', county: '县（区）', city: '市', province: '省' },
    title: '派单目录', search: '按分类筛选', export: '导出 XLSX', import: '导入 XLSX', category: '分类', condition: '立案条件', unit: '主办', assists: '协办', limit: '时限', standard: '结案标准', basis: '依据', validity: '有效期', source: '来源', ruling: '仲裁裁定', imported: '派单目录', empty: '派单目录还是空的', emptyNext: '导入一份 XLSX，或由仲裁裁定逐条列入。',
    checkTitle: '导入前核对', checked: '已核对“{file}”', apply: '确认导入', problems: '发现的问题', ok: '没有发现问题，可以导入。', done: '导入完成', since: '{day} 起', rows: '读到 {rows} 行，写入 {written} 条', problem: '第 {row} 行“{column}”：“{value}”不对，应为 {expected}',
  },
  packs: { title: '场景包', version: '版本', enabled: '已启用', disabled: '未启用', enable: '启用 {version}', states: '状态', actions: '操作', categories: '分类', types: '事项类型', from: '自', to: '到', stays: '不变', empty: '还没有场景包', emptyNext: '用 jingwei pack add 目录名 加入场景包。', enabledNow: '已启用 {name}', open: '查看', initial: '起点', who: '谁能办' },
  register: { saved: '已保存', ended: '已终止', edit: '修改', end: '终止', posts: '岗位', nameZh: '中文名称', nameEn: '英文名称' },
  units: {
    title: '单位', add: '新增单位', edit: '修改单位', search: '编码或名称', name: '单位', code: '编码', area: '所在区域', parent: '上级单位', functions: '职能', contact: '联系方式', empty: '这里没有单位',
    endTitle: '终止“{name}”？', endNote: '从现在起不再向它派单。有岗位的单位不能终止，请先终止或调整岗位。',
  },
  people: {
    title: '人员', add: '新增人员', edit: '修改人员', searchLogin: '完整账号', name: '姓名', login: '账号', loginHint: '不填则不能登录', phone: '电话', phoneKeep: '不填则保持不变', password: '重设密码', firstPassword: '初始密码', passwordHint: '至少 8 位，不能与账号相同',
    passwordTitle: '为 {name} 重设密码', passwordSet: '密码已重设', leave: '离职', leaveTitle: '{name} 离职？', leaveNote: '其全部岗位随即终止，账号不能再登录。账号和电话将删除，姓名和经手的记录保留。', erased: '（已删除）', noLogin: '—', empty: '这里没有人员',
  },
  posts: {
    title: '岗位', add: '授予岗位', edit: '修改岗位', kind: '岗位', anyKind: '全部岗位', person: '承担人（A角）', deputy: '代理人（B角）', deputyHint: '自即日起可代行', unit: '单位', area: '负责区域', workPhone: '工作电话', workPhoneHint: '公示用；不填则不公示，绝不填私人电话', areaHint: '不填则为单位所在区域', since: '起止', until: '截止日期', everywhere: '全域', onePerson: '仅看一人', empty: '这里没有岗位',
    endTitle: '终止岗位“{name}”？', endNote: '从现在起，{person} 不再有这一岗位的权限。',
  },
  live: { updated: '内容已更新' },
  webhooks: {
    title: '事件推送', lead: '事项有进展时，自动通知其他系统（CloudEvents，带签名）。推送内容不含个人信息。', add: '新增订阅', edit: '修改订阅', name: '名称', url: '接收地址', events: '事件类型', eventsHint: '每行一个，可用 * 结尾；不填则全部', area: '区域', queue: '推送队列', counts: '待送 {waiting} · 失败 {dead}', off: '已停用', enabled: '启用（停用时事件保留，启用后补送）',
    rotate: '更换密钥', rotated: '密钥已更换，旧密钥一天内仍然有效', secretOnce: '签名密钥只显示这一次，请交给接收方。', resend: '重新发送', resendAll: '全部重新发送', resent: '已重新排队', event: '事件', case: '事项', attempts: '次数', answer: '对方应答', at: '时间', none: '没有推送',
    states: { waiting: '待送', dead: '失败', delivered: '已送达' }, empty: '还没有订阅', emptyNext: '新增一个订阅，其他系统就能及时知道事项的进展。', endTitle: '终止订阅“{name}”？', endNote: '从现在起不再推送；未送达的事件不再发送。',
  },
  clients: {
    title: '接入程序', lead: '用各自密钥上报的程序：开放接口（Open311）客户端、热线对接等。', add: '新增程序', name: '程序', since: '自', state: '密钥', valid: '有效', endedAt: '{at} 已终止', keyOnce: '密钥只显示这一次，请妥善保存。', empty: '还没有接入程序', emptyNext: '给程序一个密钥，它就能通过开放接口上报。',
    endTitle: '终止“{name}”的密钥？', endNote: '从现在起它不能再上报。已上报的事项保留。',
  },
  account: { title: '我的账号', posts: '我的岗位', unit: '单位', area: '区域', deputy: '代理（B角）', password: '修改密码', old: '原密码', next: '新密码', again: '再输一次新密码', mismatch: '两次输入的新密码不一致。', changed: '密码已修改。', save: '修改密码' },
}
