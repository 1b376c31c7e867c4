/** Words of the supervision desk. */
export const supervision = {
  title: '督办台', lead: '问责到单位和事，不到人。每一条都能点开，答复之前不会消失。',
  tab: { late: '已超期', due_soon: '将到期', returned: '退过单', repeated: '重办过', silent: '久无动静', rest: '挂起与挂账', orders: '督办单' },
  hint: {
    late: '时限已过、仍未办结的。', due_soon: '时限将到的。', returned: '在办、且被单位退回过的。', repeated: '在办、且办结后又重新办理的。', silent: '登记超过 {n} 天，且最近 {n} 天没有任何进展的。',
    rest: '挂起、缓办和挂账的，照样要有人过问。', orders: '没有销号的督办单，按期限排列；回复、核实、销号之前一直在这里。',
  },
  group: '分组', by: { unit: '按责任单位', category: '按事项分类', area: '按区域' }, nobody: '尚未派定', noCategory: '尚未分类', order: '分组按编码排列，不按数量排名', n: '{n} 件', oldest: '最久：{span}',
  pick: '全选这一组', urge: '催办', supervise: '督办', other: '其他操作', chosen: '已选 {n} 件', clear: '取消选择', more: '再看 {n} 件', loadAll: '已看 {n} 件，还有更多', load: '继续载入', read: '共 {n} 件',
  empty: '没有这样的事项', emptyNext: '换一类看看，或放宽区域。', days: '多少天没有动静', last: '最近变动', list: '在列表中打开', back: '单位', select: '选择 {number}', tabs: '督查类别',
}
