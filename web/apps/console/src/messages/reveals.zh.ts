/** Who read what in clear. */
export const reveals = {
  title: '明文查看', lead: '谁、为什么用途、查看了哪些明文。每次查看都是一条不可更改的记录，可由此打开。', from: '从', to: '到', look: '查看', none: '这段时间没有明文查看', total: '共 {n} 次', more: '条目过多，只显示最近的部分，请缩短时间。',
  by: { purpose: '按用途', actor: '按人员', kind: '按内容', day: '按日期' }, inWords: '以文字说明', form: '部门采集内容', case: '事项中的个人信息', count: '次数', day: '日期', who: '人员', what: '内容', purpose: '用途', facts: '打开记录', detail: '明细', kinds: '各类别的法定职责', roles: '主管、受托、文号、用途与期限见“类别与代码表”。', of: '{field}（{kind}）',
}
