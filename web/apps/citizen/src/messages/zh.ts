/** Words of the citizen site. */
export const zh = {
  home: {
    title: '身边的事，报给我们', lead: '一分钟说清楚，全程可查询。不用注册账号。', report: '我要反映', track: '查询进度', mine: '我的反映', map: '身边的事项',
    how: '之后会怎样', step1: '登记编号', step1d: '当场得到编号和查询密码', step2: '派到责任单位', step2d: '谁来办、何时办完，都会告诉您', step3: '办理并核查', step3d: '由没有经手的人核查', step4: '答复与评价', step4d: '不满意可以申请重新办理',
    urgent: '遇到人身危险请先拨打 110、119 或 120。', demo: '演示城市，数据均为虚构', staff: '工作人员入口', saved: '本机保存了 {n} 件',
  },
  nav: { home: '首页', report: '反映', track: '查询', mine: '我的', map: '地图', label: '主导航' },
  report: {
    title: '我要反映', what: '什么事？', whatHint: '例如：幸福路 18 号门前路灯不亮，晚上很黑', photo: '拍照或选照片', photoHint: '最多 6 张，照片里的位置只用来帮您定位', where: '在哪里？', mapHint: '点地图选位置，或点右侧按钮用手机定位',
    address: '写明地点（选填）', addressHint: '小区、路名、门牌、参照物', category: '哪一类？', categoryNone: '不清楚，由工作人员判断', categoryPick: '选择分类', contact: '怎么联系您？（选填）', contactHint: '只用于办理这件事，不会公开。不填也可以反映。',
    name: '称呼', phone: '手机号', hidden: '对办理单位隐去我的身份', submit: '提交', sending: '正在提交…', needText: '请写下是什么事。', needPlace: '请在地图上选位置，或写明地点。', located: '位置：{path}', outside: '这里不在本地范围内，最近的网格在 {m} 米外。仍可提交，工作人员会核对。',
    similar: '附近已有同类事项，是这一件吗？', follow: '就是这件，我来关注', notIt: '都不是，继续提交', photoPlace: '已按照片里的位置标在地图上', uploading: '照片还在上传，请稍候。', removePhoto: '移除第 {i} 张照片', photoFailed: '照片没有传上：{why}', more: '更多', draft: '已恢复您上次没有提交的内容',
    submitFailed: '没有提交成功：{why}', back: '上一级', keyHint: '也可按 Tab 到地图，用方向键移动，按回车选定',
  },
  receipt: {
    title: '已收到', lead: '我们会尽快处理。请保存编号和查询密码。', number: '编号', token: '查询密码', copy: '复制编号和密码', copied: '已复制', saved: '已保存在这台手机上', track: '查看进度', another: '再反映一件', receipt: '回执校验码', receiptHint: '内容的指纹，可核对登记内容没有被改动。', where: '所属',
  },
  track: {
    title: '查询进度', number: '编号', token: '查询密码', go: '查询', need: '请填写编号和查询密码。', numberHint: '如 350304-20261121-000123', wrong: '没有查到。请核对编号和查询密码，注意字母大小写。',
    due: '承诺答复时间', overdue: '已超过承诺时间，已提醒上级督促。', closed: '办结时间', registered: '登记时间', what: '反映内容', photos: '照片', updated: '有新的进展，已更新', progress: '进度', by: '{unit}', forget: '从本机移除', current: '目前',
    steps: { intake: '已登记', dispatch: '已派遣', work: '处理中', check: '核查中', end: '已办结' },
  },
  rate: { title: '办得怎么样？', comment: '想说的话（选填）', submit: '提交评价', done: '谢谢您的评价', yours: '您的评价', need: '请选择一项评价。' },
  reopen: { title: '问题没有解决？', lead: '说明哪里没有解决，我们会重新核查。', reason: '哪里没有解决？', submit: '申请重新办理', done: '已收到您的申请，会有人重新核查。', need: '请说明哪里没有解决。', open: '申请重新办理' },
  mine: { title: '我的反映', lead: '只保存在这台设备上', empty: '还没有反映过', emptyNext: '反映之后，编号和查询密码会自动存在这里。', add: '用编号查询', forget: '移除', forgetSure: '移除后，要凭编号和查询密码才能再查到。确定移除？' },
  map: { title: '身边的事项', lead: '已受理并公开的事项', none: '这一片没有公开的事项', list: '列表', count: '共 {n} 件', details: '详情' },
  action: { report: '已登记', register: '已登记', import: '已登记', rate: '您已评价', ask_reopen: '您申请了重新办理', 'system.late': '已超过承诺时间' },
  input: { text: '内容', place: '地点', phone: '手机号', name: '称呼', reason: '理由', grade: '评价', category: '分类', token: '查询密码', number: '编号', comment: '评语', lon: '经度', lat: '纬度' },
}
