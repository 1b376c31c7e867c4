/** Words of the field app. */
export const zh = {
  field: { name: '网格员', skip: '跳到内容' },
  nav: { label: '主导航', today: '今天', map: '地图', report: '上报', queue: '发送箱', me: '我', unsent: '条未发出' },
  bar: {
    offline: '没有信号。照常工作，写下的都存在手机里。', offlineWaiting: '没有信号。{n} 条存在手机里，有信号就自动发出。', ended: '登录已过期，{n} 条等待发送，一条不丢。点这里重新登录。',
    decide: '有 {n} 条需要您决定', version: '有新版本，点这里更新（不影响未发出的内容）',
  },
  login: {
    title: '网格员登录', lead: '登录一次，没有信号也能看、能报、能办。', account: '账号', password: '密码', submit: '登录', needBoth: '请填写账号和密码。', demo: '演示账号', offline: '登录需要信号。已经写下的内容都还在手机里。',
    unsent: '手机里有 {n} 条没有发出，登录后自动发出。',
  },
  today: {
    visits: '走访', emptyVisits: '没有到期的走访', otherDays: '以后几天的 {n} 处：顺路也可以先走', mine: '我的', near: '附近', due: '到期', title: '今天', read: '{span}更新', never: '还没有读取过', reading: '正在更新…', refresh: '更新',
    emptyMine: '没有等您办的事项', emptyMineNext: '轮到您时会出现在这里。看到问题就点下面的“上报”。', emptyNear: '附近没有未办结的事项', emptyDue: '没有将到期的事项', waiting: '已办，待发送', decide: '需要您决定',
    locate: '按离我的距离排列', locateHint: '只在您点的时候定位一次，不在后台定位。', locating: '正在定位…', away: '距您 {m}', search: '搜索手机里的事项', count: '{n} 件', noSignal: '现在没有信号，手机里还没有事项。',
  },
  distance: { m: '{n} 米', km: '{n} 公里' },
  case: {
    back: '返回', what: '内容', where: '地点', who: '责任单位', reporter: '反映人', registered: '登记', timeline: '办理记录', act: '现在可办', nothing: '以您的岗位，现在没有可办的操作。',
    kept: '手机里的内容，{span}读取', notKept: '这一件的详情还没有存到手机里，有信号时打开一次即可。', pending: '您已办“{name}”，还没有发出。', pendingDecide: '您办的“{name}”与别人的办理冲突，请决定。', see: '查看', navigate: '在地图上看',
    showAll: '显示全部 {n} 条', system: '系统', exclusive: '专属网格', photoNeedsSignal: '照片需要信号才能显示',
  },
  form: {
    submit: '保存并发送', choose: '请选择', publicNote: '这一步的说明反映人能看到。', missing: '请填写“{name}”。', atLeast: '“{name}”至少需要 {n} 项。', atMost: '“{name}”最多 {n}。', min: '“{name}”不能小于 {n}。', tooLong: '“{name}”最多 {n} 字。',
    saved: '已存在手机里，有信号就发', sent: '已存下，正在发送', search: '输入名称搜索', gone: '这一步现在不能办了。',
  },
  input: {
    unit: '责任单位', assists: '协办单位', note: '说明', category: '分类', result: '结果', method: '方式', person: '承办人', photos: '照片', clause: '依据条款', reason: '理由', cause: '原因', until: '到何时', plan: '办理计划', review: '复核日期', deadline: '期限', listed: '挂牌公示',
    text: '内容', reached: '是否联系上', solved: '是否解决', satisfied: '是否满意', into: '并入的事项编号', grade: '评分', comment: '评语', lon: '经度', lat: '纬度', priority: '缓急', summary: '办理情况', hours_or_days: '延长多少', body: '接收单位', receipt: '对方回执号', place: '位置',
  },
  option: {
    result: { pass: '通过', fail: '不通过' }, method: { spot: '现场', photo: '照片比对', phone: '电话', sample: '抽查' }, priority: { low: '较低', normal: '一般', high: '较急', urgent: '紧急' },
  },
  action: { report: '上报', register: '登记', import: '历史导入', hand_over: '人员交接', note: '备注', 'system.relocated': '网格调整后改属', 'system.late': '系统标记超期', 'system.due_soon': '系统提示将到期', rate: '评价', ask_reopen: '申请重办', follow: '关注' },
  report: {
    title: '上报', photo: '拍照', gallery: '相册', voice: '说话', stop: '停 {s}″', remove: '移除第 {i} 个', text: '什么事？（有照片可不写）', textHint: '例如：路灯不亮、井盖破损、乱堆杂物', category: '分类', none: '不分类，由后台判断', pick: '选择分类', recent: '常用',
    where: '在哪里', locating: '正在定位…', accuracy: '定位误差约 {m} 米', poor: '定位误差约 {m} 米，偏大，请在地图上核对', corrected: '已在地图上更正', correct: '在地图上核对', again: '重新定位', denied: '没有得到定位许可，请在地图上选点，或写明地点。',
    failed: '没有定到位，请在地图上选点，或写明地点。', insecure: '此网址不是加密连接，浏览器不允许定位。请在地图上选点，或写明地点。', address: '地点补充（选填）', done: '定好了',
    settle: '我已当场处理好', settleHint: '自办自结：上报和办结一步完成', result: '怎么处理的', after: '处理后的照片', submit: '提交', needWhat: '请拍照、写几个字或选一个分类。', needPlace: '请定位、在地图上选点，或写明地点。', needAfter: '请拍一张处理后的照片。', needResult: '请写明怎么处理的。',
    outside: '这里不在您的网格内', saving: '正在保存…', full: '手机存储空间满了，没有存下。您写的还在这里：请先发出或删除别的内容（例如清理相册），再点提交。', photoFailed: '这张照片没有存下：{why}', compress: '照片在手机上压缩，保留拍摄时间和位置',
    micDenied: '没有得到录音许可。', back: '上一级',
  },
  visit: {
    disagree: '各来源说法不一，请当面问清。', looked: '走访或更正', sent: '已提交', refused: '登记库没有收下：{what}，{why}', refusedNext: '部门已收到您填的内容；请核实后告诉登记人员。',
    why: '为什么问这个', whyOf: '为什么问这个：{label}', module: '任务', department: '部门', basis: '依据', noBasis: '未写明', last: '上次回答', never: '没有回答过', once: '同一个问题只问一次，答案各部门共用。',
    unchanged: '没变', change: '有变化', clear: '清除', chosen: '选好了', moreChoices: '还有 {n} 项，请输入文字搜索', agree: '已确认', other: '这种题目请在电脑上填写。', entry: '条目',
    required: '这一项要填。', constraint: '这个答案不符合要求。', notConfirmed: '请确认没变，或改成现在的情况。', noInteger: '请填整数。', noNumber: '请填数字。',
    photoAgain: '重拍', file: '选文件', sign: '请签名', signAgain: '重新签名', signHint: '请用手指在白色区域内签名', signed: '签好了', full: '手机存储空间满了，没有存下。请清理手机空间，再改一下任意一项。',
    add: '添加{label}', unnamed: '{label} {i}', removeSure: '移除“{name}”？', mend: '要改', toConfirm: '待确认 {n}', doneHere: '完成', steps: '步骤', step: '第 {i} 步', open: '项未完成', complete: '已完成', previous: '上一步', next: '下一步',
    left: '还有 {n} 项没有完成，已翻到第一项。', notMet: '没有见到人', notMetWhy: '是什么情况？', notMetWords: '补充说明（选填）', reason: { nobody_home: '家里没人', refused: '不愿意接受走访', gone: '已搬走或不存在' },
    late: '逾期，应于 {day}', serves: '{d} 个部门 {n} 项任务', length: '{n} 题，约 {m} 分钟', notKept: '表单未下载', until: '{day} 截止', tries: '未遇 {n} 次', mark: { draft: '写到一半', waiting: '已填，待发送', decide: '需要您决定' }, state: { done: '这次走访已经完成。', not_met: '已记下没有见到人。' },
    waiting: '已填好，在发送箱里等信号。', gone: '手机里没有这次走访的表单，有信号时打开一次即可。', age: { today: '今天更新', days: '{n} 天前', months: '{n} 个月前', years: '{n} 年前' },
  },
  state: { waiting: '等待发送', sending: '正在发送', sent: '已发出', refused: '没有办成', conflict: '有冲突', dropped: '已放弃' },
  queue: {
    title: '发送箱', lead: '写下的先存在手机里，按先后发送；服务器收到才从手机删除。', empty: '发送箱是空的', emptyNext: '您上报和办理的都会先出现在这里。', now: '马上发送', export: '导出未发出的', exported: '已导出 {n} 条，文件在手机的“下载”里。', nothing: '没有未发出的内容。',
    photos: '{n} 个附件，{kb} KB', progress: '已传 {p}%', tries: '已试 {n} 次', next: '{s} 秒后再试', sentAs: '编号 {number}', visit: '走访', not_met: '走访未遇', act: '办理', others: '这部手机里还有别人写下的 {n} 条，要本人登录才会发出。', report: '上报', paused: '登录后继续发送', offline: '等信号',
    notLasting: '浏览器没有答应长期保留：手机空间紧张时可能清掉未发出的内容。请把本应用添加到主屏幕，并尽早发出或导出。',
  },
  item: {
    title: '发送箱 · 第 {id} 条', wrote: '我写的', photos: '附件', why: '为什么没有办成', next: '怎么办', retry: '再试一次', drop: '放弃这一条', dropSure: '放弃后，这一条和它的照片不再发送，也找不回来。确定放弃？', edit: '改了再发', open: '打开事项 {number}',
    conflictLead: '您写下之后，别人先办了这一件。两边都在这里，请选择；选之前什么都不会丢。', mine: '我想办的', there: '现在的情况', seen: '我看到时：{state}', since: '之后发生的', nobody: '没有新的记录',
    insist: '仍然照我写的办', gone: '“{name}”现在不能办了。', asNote: '把我写的记为备注', noteNoPhotos: '备注不能带照片：记为备注后，这一条和照片仍留在发送箱，可以导出，不会丢。', change: '打开表单修改后再办', dropMine: '以现在的情况为准，放弃我的',
    advice: {
      'http.403': '您的岗位没有这项权限。请联系安全管理员，或放弃这一条。', 'http.404': '这一件已不在您的辖区内，或者不存在。', 'http.413': '附件太大。请放弃这一条，用小一些的照片重新上报。', 'http.415': '服务器不收这种文件。请放弃这一条，换成照片重新上报。',
      'http.422': '请看上面的原因，打开修改后再发。', 'http.400': '请看上面的原因，打开修改后再发。', 'http.500': '服务器几次都没有办成，已留下记录。可以再试；若仍不行，请把编号 {request} 告诉管理员。', elsewhere: '地点在您的辖区之外。服务器多半已经登记，但不能把编号告诉您。请先问受理中心，不要重复上报。', generic: '可以再试一次；若仍不行，请导出后交给管理员。',
    },
  },
  map: { title: '地图', none: '手机里没有带位置的事项', offline: '没有信号时显示手机里存下的边界和事项' },
  notices: {
    title: '通知', bell: '通知，{n} 条未读', see: '全部已读', unseen: '{n} 条未读', allSeen: '都看过了', new: '未读', none: '没有给您的通知', noneNext: '事项将到期、超期或有人向您交接时，会在这里提醒。', noSignal: '现在没有信号，手机里还没有通知。', somebody: '某人',
    kind: { late: '已超期', due_soon: '将到期', rest_over: '挂起或缓办到期', order_late: '督办单逾期未回复' },
    told: { hand_over: '{name} 的 {posts} 个岗位和在办工单交由您接手', hand_over_leave: '{name} 请假，{posts} 个岗位由您代班至 {until}', hand_back: '代班结束，岗位和工单已交还给您', duty_unattended: '“{desk}”应有人值守，现无人在岗', duty_handed: '{name} 把“{desk}”交给您，请接班签到', campaign_unplanned: '“{desk}”有 {unplanned} 个对象在 {day} 前排不进，请安排顶岗或调整' },
  },
  collect: { title: '另一部手机用 ODK Collect', lead: '用另一部手机上的 ODK Collect 扫一次码，本人区域的表单就都在里面。访问码等同于本人，丢失后立即撤销。', make: '生成访问码', scan: '给 ODK Collect 扫的二维码', once: '二维码只显示这一次', how: '在 ODK Collect 里选“扫描二维码”，对准它。', hide: '收起', end: '撤销', endNote: '几秒钟后，用这个访问码的手机就不能再取表、交表。', offline: '要有信号才能生成和撤销。' },
  me: {
    absence: '请假', absenceNote: '请假的日子不排走访，由 B 角顶岗或改到其他日子。不用写原因。', absenceDays: '{first} 至 {last}', absenceEnd: '提前返岗', absenceFirst: '自', absenceLast: '至', absenceSay: '登记请假',
    posts: '我的岗位', deputy: '代理', team: '本辖区的人', teamNone: '还没有读取', teamDeputy: 'B 角 {name}', vacant: '空缺', storage: '手机存储', used: '已用 {used} MB，可用共 {all} MB', lasting: '浏览器已答应长期保留', notLasting: '浏览器没有答应长期保留', ask: '请浏览器长期保留', refused: '浏览器拒绝了。请把本应用添加到主屏幕后再试。',
    logout: '退出登录', logoutOffline: '退出要有信号才能告诉服务器，现在没有退出。', logoutSure: '退出后，手机里读取的事项会清除。', logoutUnsent: '还有 {n} 条没有发出：它们会留在这部手机里，等您再次登录才发出。确定退出？', read: '读取本辖区', readAt: '上次读取 {at}', keeps: '手机里有 {n} 件事项、{k} 个网格',
    position: '位置', positionNote: '只在您点“上报”“定位”时取一次位置，从不在后台取。', install: '像应用一样使用', installHint: '在浏览器菜单里选“添加到主屏幕”，没有信号也能打开。',
  },
  problem: { 'field.full': '手机存储空间满了，没有存下新读取的内容。请清理手机空间。', 'field.bytes_gone': '这部手机上的附件丢失了，无法发送。', 'act.action_not_now': '这一件的状态变了，这一步现在不能办。', 'case.not_found': '没有找到这一件，或它不在您的辖区内。' },
}
