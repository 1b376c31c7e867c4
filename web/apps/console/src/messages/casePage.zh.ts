/** Words of the case page, its printed record, and the desk's paste. */
export const casePage = {
  nearby: '附近 {m} 米内', sameKind: '只看同类', nothingNear: '附近没有其他事项', away: '相距 {m} 米', allNear: '在列表中全部打开',
  record: '打印全卷', recordTitle: '事项全卷', printedAt: '打印于 {at}，打印人 {name}', chainHead: '存证链末条', entries: '共 {n} 条办理记录', receiptOf: '受理回执校验码', verifyHint: '凭编号和校验码可在市民网站核验登记内容未被改动。', sign: '经办人', seal: '单位（盖章）', tasksTable: '工单', unit: '单位', role: '主协办', state: '状态', sent: '派发', signed: '签收', finished: '反馈', due: '时限', step: '环节', who: '办理人', at: '时间', words: '内容', hash: '存证', masked: '反映人信息按规定隐去。', orders: '督办单',
  qr: '扫码查询进度', qrHint: '手机扫一扫即可查询进度',
}
export const draft = {
  title: '粘贴微信消息或热线工单', hint: '把原文粘进来，系统只作建议，由您核对后登记。', open: '粘贴文本', read: '识别并填入', cancel: '取消', placeholder: '例：张女士 13900001111 反映：龙潭社区青年路 12 号门口路灯不亮，已经三天。工单号 12345-20261122-0031',
  found: '已填入，请核对：', nothing: '没有认出地点、电话或编号，已作为内容填入。', place: '地点“{v}”', phone: '电话', name: '姓名“{v}”', number: '外部编号 {v}', category: '分类“{v}”（待您确认）', area: '区域“{v}”（待您确认）', channel: '来源“{v}”', areas: '可能的区域', take: '选用',
}
