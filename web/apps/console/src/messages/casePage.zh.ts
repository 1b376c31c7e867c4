/** Words of the case page, its printed record, and the desk's paste. */
export const casePage = {
  nearby: '附近 {m} 米内', sameKind: '只看同类', nothingNear: '附近没有其他事项', away: '相距 {m} 米', allNear: '在列表中全部打开',
  record: '打印全卷', recordTitle: '事项全卷', printedAt: '打印于 {at}，打印人 {name}', chainHead: '存证链末条', entries: '共 {n} 条办理记录', receiptOf: '受理回执校验码', verifyHint: '凭编号和校验码可在市民网站核验登记内容未被改动。', sign: '经办人', seal: '单位（盖章）', tasksTable: '工单', unit: '单位', role: '主协办', state: '状态', sent: '派发', signed: '签收', finished: '反馈', due: '时限', step: '环节', who: '办理人', at: '时间', words: '内容', hash: '存证', masked: '反映人信息按规定隐去。', orders: '督办单',
  qr: '扫码查询进度', qrHint: '手机扫一扫即可查询进度',
}
export const draft = {
  seen: '像是一段消息，识别到：', read: '填入各栏', cancel: '不用', found: '已填入，请核对：', place: '地点“{v}”', phone: '电话', name: '姓名“{v}”', number: '外部编号 {v}', category: '分类“{v}”', area: '区域“{v}”', areas: '可能在：',
}
