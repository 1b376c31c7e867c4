/** Words of the citizen site. */
export const zh = {
  home: {
    title: '身边的事，报给我们', lead: '一分钟说清楚，全程可查询。不用注册账号。', report: '我要反映',
    how: '之后会怎样', step1: '登记编号', step1d: '当场得到编号和查询密码', step2: '派到责任单位', step2d: '谁来办、何时答复，都会告诉您', step3: '办理并核查', step3d: '由没有经手的人核查', step4: '答复与评价', step4d: '不满意可以申请重新办理',
    urgent: '遇到人身危险请先拨打', or: '或', demo: '演示城市，数据均为虚构', staff: '工作人员入口', mine: '我反映的事', all: '全部 {n} 件', done: '最近办结的事', doneMore: '看身边的事项', place: '我在哪个网格',
  },
  orders: {
    title: '挂牌督办', lead: '领导督办、公开挂牌的事项：谁来办、什么时候办好、办到哪一步，都在这里。不含个人信息。', link: '看挂牌督办的事项', none: '现在没有挂牌督办的事项', noneNext: '有新的督办时会出现在这里。', more: '再看一些',
    unit: '责任单位', deadline: '限期', at: '督办时间', standing: '办理中', late: '已超期限', replied: '已回复', cancelled: '已销号', see: '看这件事',
  },
  papers: { title: '告知书', pdf: '查看 PDF', docx: '下载 DOCX' },
  state: { notFound: '没有查到', notFoundNext: '请核对编号。它也可能没有公开，或已经并入别的事项。', forbidden: '看不到这一件', forbiddenNext: '请用编号和查询密码查询。' },
  problem: { 'http.401': '请用编号和查询密码查询。', 'http.403': '这里不能这样办。请刷新后再看看。', 'http.409': '这一件刚有新的进展，请刷新后再办。' },
  going: { lost: '网络不通，没有打开。', again: '再试一次' },
  nav: { home: '首页', report: '反映', track: '查询', mine: '我的', map: '身边', place: '网格', label: '主导航', skip: '跳到正文' },
  elder: { on: '大字', off: '标准', onLabel: '换成大字版：字更大，内容更简单', offLabel: '换回标准版' },
  report: {
    title: '我要反映', what: '什么事？', whatHint: '例如：幸福路 18 号门前路灯不亮，晚上很黑', photo: '拍照或选照片', photoHint: '最多 6 张，照片里的位置只用来帮您定位', where: '在哪里？',
    locate: '定位到我这里', openMap: '在地图上选', closeMap: '收起地图', mapHint: '点一下地图，就是那里；可以拖动和放大', keyHint: '也可按 Tab 到地图，用方向键移动，按回车选定', accuracy: '误差约 {m} 米', clearPoint: '不用这个位置',
    address: '写明地点', addressHint: '小区、路名、门牌、参照物', area: '哪个社区或村？', areaHint: '输入名称，从下面选', areaNone: '没有叫这个名字的社区或村',
    category: '哪一类？', categoryNone: '不清楚，由工作人员判断', categoryPick: '选择分类', contact: '怎么联系您？', contactHint: '只用于办理这件事，不会公开。不填也可以反映。',
    name: '称呼', phone: '手机号', hidden: '对办理单位隐去我的身份', submit: '提交', sending: '正在提交…', needText: '请写下是什么事。', needPlace: '请定位、在地图上选，或写明地点。', located: '位置：{path}', outside: '这里不在本地范围内，最近的网格在 {m} 米外。仍可提交，工作人员会核对。',
    similar: '附近已有同类事项，是这一件吗？', follow: '是这件，我来关注', notIt: '都不是，继续提交', photoPlace: '已按照片里的位置定位', uploading: '照片还在上传，请稍候。', photoWait: '正在上传', removePhoto: '移除第 {i} 张照片', photoFailed: '照片没有传上：{why}', photoAgain: '重新上传', draft: '已恢复您上次没有提交的内容', draftDrop: '清空重写',
    submitFailed: '没有提交成功：{why}', back: '上一级', missing: '还差：{what}', missingText: '什么事', missingPlace: '在哪里', ready: '可以提交了',
  },
  receipt: {
    title: '已收到', lead: '凭编号和查询密码，随时可以查进度。', number: '编号', token: '查询密码', copy: '复制编号和密码', copied: '已复制', saved: '已存在这台设备的“我的”里，不用抄写', track: '查看进度', another: '再反映一件', receipt: '回执校验码', receiptHint: '内容的指纹。任何人凭编号和它可以核对：登记的内容没有被改过。',
    qr: '扫码看进度', qrHint: '换一台手机，扫这个码就能接着查。这个码等于查询密码，请不要给别人。', print: '打印回执', elsewhere: '这台设备上没有这一件的查询密码。',
  },
  track: {
    title: '查询进度', number: '编号', token: '查询密码', go: '查询', need: '请填写编号和查询密码。', numberHint: '如 350304-20261121-000123', wrong: '没有查到。请核对编号和查询密码，注意字母大小写。', lead: '编号和查询密码在回执上；有二维码的，扫一下就行。',
    due: '承诺答复时间', dueLeft: '还有 {span}', overdue: '已超过承诺时间，已提醒上级督促。', closed: '办结时间', registered: '登记时间', what: '反映内容', updated: '有新的进展，已更新', progress: '办理进度', who: '办理单位', followed: '您在关注', joined: '已并入 {number}，一起办理', road: '走到哪一步', elsewhere: '在别的手机上看', share: '复制查询地址', number2: '编号 {number}', more: '更多进度',
    now: { intake: '已登记，正在安排', verify: '正在核实情况', dispatch: '正在派给责任单位', arbitrate: '正在确定由谁来办', work: '责任单位正在处理', rest: '暂时等待', check: '已处理，正在核查', feedback: '正在听取您的意见', end: '' },
    steps: { intake: '已登记', dispatch: '已派遣', work: '处理中', check: '核查中', end: '已办结' },
  },
  rate: { title: '办得怎么样？', comment: '想说的话（选填）', submit: '提交评价', done: '谢谢您的评价', yours: '您的评价', need: '请选择一项评价。' },
  reopen: { title: '问题没有解决？', lead: '说明哪里没有解决，我们会重新核查。', reason: '哪里没有解决？', submit: '申请重新办理', done: '已收到您的申请，会有人重新核查。', need: '请说明哪里没有解决。', open: '申请重新办理' },
  offer: { lead: '已有的记录不会改动，您写的会加在后面，办理的人都能看到。', need: '请填写{what}。', optional: '（不写也可以）', send: '提交：{what}', leave: '先不提交', done: '已提交：{what}' },
  mine: { title: '我的反映', lead: '只保存在这台设备上，不用账号', empty: '还没有反映过', emptyNext: '反映之后，编号和查询密码会自动存在这里。', add: '用编号查询', forget: '从本机移除', gone: '已从本机移除', undo: '撤销', failed: '这一件暂时查不到', follow: '关注', open: '在办', ended: '已办结' },
  around: {
    title: '身边的事项', lead: '已受理并公开的事项，不含个人信息', none: '这一片没有公开的事项', noneNext: '移动地图，或换一个筛选条件。', count: '{n} 件', more: '再看一些', map: '地图', list: '列表', state: '进展', any: '全部', open: '在办', closed: '已办结', category: '分类', anyCategory: '全部分类', view: '看法', where: '只看地图这一片', one: '公开事项', reply: '答复', unit: '办理单位', place: '地点', follow: '关注这件事', followed: '已关注，在“我的”里可以看进展', back: '回到列表', feed: '订阅更新（Atom）', mapOf: '地图：{n} 件事项的位置', openMap: '打开地图',
  },
  alerts: {
    title: '这里的事告诉我', here: '有新进展时告诉我', lead: '有事项受理、答复或办结时，给您发一条消息。只说已经公开的内容，随时可以取消。', area: '关注哪里？', areaHint: '输入社区、村或网格的名称', locate: '就是我这里', other: '换一个地方', categories: '关注哪些事？', all: '全部', pace: '多久告诉一次？', paces: { now: '有进展就告诉我', day: '每天早上', week: '每周一早上' },
    address: '发到哪里？', addressOf: { email: '邮箱', mobile: '手机号', both: '邮箱或手机号' }, addressNote: '只用来登录和发消息，不会公开，不给办理单位看。', next: '获取验证码', save: '开始提醒', needArea: '请先选一个地方。', needAddress: '请填写接收消息的地址。', code: '六位验证码', codeSent: '验证码已发到 {address}，15 分钟内有效。没有收到时，请看看垃圾邮件。', codeNeed: '请填写六位验证码。', confirm: '确认', again: '换一个地址', done: '好了：{area}有新进展时会告诉您。', toAccount: '看我的提醒', none: '本站没有开通邮件和短信提醒，可以用阅读器订阅（Atom）：', feed: '订阅更新（Atom）',
    endTitle: '不再提醒', endAsk: '不再接收这个提醒？', endButton: '不再接收', ended: '已经取消，不会再收到这个提醒。', endNo: '这个链接已经失效。', endReport: '事项 {number} 的进展',
  },
  account: {
    title: '我的账号', lead: '不是必须的。用邮箱或手机号收一个验证码就能登录，不设密码。登录后，换一台设备也能看到您的反映和提醒。', signIn: '用验证码登录', you: '已登录：{address}', alerts: '我的提醒', noAlerts: '还没有提醒。', add: '关注一个地方', pause: '暂停', resume: '恢复', paused: '已暂停', end: '取消提醒', gone: '这个地方已经调整，不再有新进展', reports: '账号里的反映', noReports: '还没有放进来的反映。', onDevice: '这台设备上的反映', put: '放进账号', drop: '从账号移出', told: '有进展时告诉我', language: '消息用什么语言', signOut: '退出登录', signOutNote: '账号里的反映会从这台设备上移除。', leave: '注销账号', leaveNote: '地址、提醒和账号里的清单都会删除，不能恢复。反映过的事照常办理。', leaveYes: '确定注销', left: '账号已注销。', of: '{number} 的进展',
  },
  place: {
    title: '我的网格', lead: '看看这里属于哪个网格、由谁管，附近在办哪些事', locate: '定位到我这里', search: '按名称找社区、村或网格', above: '所属', layers: '这里还属于', area: '面积', km2: '{n} 平方公里', ha: '{n} 公顷', exclusive: '专属网格', grids: '下面的网格', parts: '下面的区域', outside: '这里不在本地范围内，最近的网格在 {m} 米外。', cases: '这里公开的事项', noCases: '这里近期没有公开的事项', report: '反映这里的事', here: '您在这里', board: '这里由谁负责', vacant: '暂缺', deputy: '替班 {name}', phone: '工作电话', line: '{unit}电话', pick: '换一个地方',
  },
  /** Plainer words of the elder mode, by the key whose place they take. */
  plain: {
    home: { title: '有事告诉我们', lead: '说一句话、拍张照就行，不用注册。', report: '我要反映', mine: '我反映的事' },
    report: { what: '有什么事？', whatHint: '写一句话，也可以用键盘上的话筒说出来', photo: '拍照片', photoHint: '不拍也可以', where: '在什么地方？', locate: '我就在这里', address: '写出地点', addressHint: '例如：幸福小区 3 号楼', contact: '留个电话吗？', contactHint: '不留也可以。只有工作人员能看到。', submit: '交上去', needText: '请先写一句：什么事。', needPlace: '请点“我就在这里”，或写出地点。' },
    receipt: { title: '收到了', lead: '以后点“我的”就能看到办得怎么样。', track: '看办得怎么样', another: '再说一件' },
    track: { title: '看办得怎么样', due: '答应这个时间答复', what: '您说的事', progress: '办到哪一步了' },
    rate: { title: '您满意吗？', comment: '想说的话（不写也可以）', submit: '交上去' },
    reopen: { title: '还没弄好？', lead: '告诉我们哪里没弄好，会有人再去看。', open: '还没弄好，请再办' },
    mine: { title: '我反映的事', lead: '都存在这台手机里', empty: '还没有反映过', emptyNext: '点下面的按钮，告诉我们有什么事。' },
  },
  action: { report: '已登记', register: '已登记', import: '已登记', rate: '您已评价', ask_reopen: '您申请了重新办理', 'system.late': '已超过承诺时间' },
  input: { text: '内容', place: '地点', phone: '手机号', name: '称呼', reason: '理由', grade: '评价', category: '分类', token: '查询密码', number: '编号', comment: '评语', lon: '经度', lat: '纬度' },
}
