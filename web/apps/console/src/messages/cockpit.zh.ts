/** Words of the cockpit. */
export const cockpit = {
  title: '领导驾驶舱', back: '返回工作台', full: '全屏', exit: '退出全屏', asOf: '截至 {at}', lost: '与服务器失去联系，正在重连；显示的是 {at} 的情况', map: '在办事项分布', mapLate: '超期', mapNew: '刚有进展', mapOpen: '在办',
  now: '当前', open: '在办', late: '已超期', dueSoon: '将到期', ofOpen: '占在办 {rate}', phases: '各环节',
  today: '今天与往常', usual: '往常 {n}', usualRange: '（{low}–{high}）', usualNote: '往常：前 {n} 个{weekday}全天的中位数，阴影为最低到最高。今天截至 {at}。', noUsual: '还没有可比的往日',
  trend: '近八周登记与办结',
  ratings: '近 30 天评价', rated: '{n} 件有评价', satisfiedOf: '满意 {n} / {of}', noRatings: '近 30 天没有评价',
  areas: '各区域在办', areaLate: '超期 {n}', openArea: '看{name}', units: '欠办超期事项的单位', unitsNote: '按编码排列', unitsMore: '全部单位', unitOpen: '在办 {n}', none: '没有超期的事项', noneNext: '所有在办事项都在时限内。',
  longest: '超期最久', more: '全部 {n} 件', happening: '刚刚发生', happeningNone: '还没有事项', justNow: '刚刚', nobody: '尚未派定', measures: { reported: '登记', closed: '办结', late: '超期办结' },
}
