/** 明文查看采集内容。 */
export const answers = {
  read: '查看内容', readOf: '查看内容：{what}', readTitle: '查看“{what}”的明文', filesNote: '照片和文件逐个打开，每个另记一次。', close: '关闭', none: '没有内容', empty: '未填写', group: '以下各题', computed: '自动记录', entity: '实体', encrypted: '手机端已加密，只有持有私钥的人能读。', more: '内容太长，只显示前 20000 行。',
  show: '显示', showOf: '显示 {name}', save: '下载 {name}', missing: '还没有传到', size: '{n} KB',
  records: '采集记录', recordsOf: '查看采集记录', module: '模块', recordsLead: '一次走访后，本部门的模块收到的记录：走访对象、地点、日期。内容加密保存，按用途查看或导出，每次都有记录；其他部门的记录不在这里。', area: '区域', anyArea: '本岗位全部区域', day: '走访日期', subject: '对象编号', state: '状态', states: { counts: '有效', corrected: '已更正', voided: '已作废' },
  noRecords: '这些日子还没有记录', noRecordsNext: '走访提交后自动出现；可以换日期或区域再看。', export: '导出', exportTitle: '导出 {from} 至 {to} 的记录', exportNote: '导出有效记录的全部内容，最多 20000 条；计为一次明文查看，并占用本小时 10 次查看额度。', format: '格式', formats: { csv: '表格（CSV）', jsonl: '每行一条（JSON）' },
}
