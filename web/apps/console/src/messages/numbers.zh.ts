/** Words of the page of numbers. */
export const numbers = {
  title: '数据概览', note: '每个数字都能点开，看到它背后的事项。', all: '全域', area: '区域', range: '时段', from: '自', to: '至', own: '自选日期',
  p: { month: '本月', last: '上月', quarter: '近三个月', year: '今年', twelve: '近十二个月' },
  now: '当前', open: '当前在办', late: '当前超期', dueSoon: '将到期', byPhase: '各环节在办', nowNote: '当前在办只按区域统计，不受分类、单位、来源筛选影响。',
  behind: '还有 {n} 条记录未计入，数字稍后更新。', nothing: '此时段没有数据。', narrowed: '已限定', remove: '取消限定“{name}”',
  measures: '主要指标', moreMeasures: '另外 {n} 项指标', measure: '指标', this: '本期', before: '上期', year: '去年同期', change: '增减', beside: '并列区域', besideAdd: '与另一区域并列', points: '{n} 个百分点', hoursBy: '{n} 小时',
  define: '{name}：统计口径', definition: '口径', numerator: '分子', denominator: '分母', noList: '列表还没有对应的筛选条件，暂不能点开。', few: '不足 {n} 件，比率仅供参考', pale: '浅色：不足 {n} 件，比率仅供参考', fewMark: '少', of: '{n} / {of}', cases: '{n} 件', wholeMonths: '按整月', hoursSpan: '按整月统计：{from} 至 {to}', noValue: '—',
  breakdown: '分解', by: '分解方式', dim: { area: '按区域', category: '按分类', unit: '按责任单位', channel: '按来源', day: '按日', month: '按月' }, head: { area: '区域', category: '分类', unit: '责任单位', channel: '来源', day: '日', month: '月' },
  none: { area: '未定区域', category: '尚未分类', unit: '尚未派定', channel: '未注明', day: '', month: '' }, ownLevel: '{name}（本级）', openN: '当前在办', lateN: '当前超期', total: '合计', inOrder: '按编码排列，不按数量排名',
  against: '对照', noAgainst: '不对照', chartCut: '图中为前 {n} 行，共 {all} 行', chartOf: '{measure}，{by}', fewer: '收起', allOf: '显示全部 {n} 行', pivot: '逐月', pivotOf: '{by}逐月', pivotNote: '颜色越深，数量越多。',
  export: '导出', csv: 'CSV', xlsx: 'XLSX', png: '图片 PNG', exported: '已导出 {file}', code: '编码', sheetData: '数据', sheetMeaning: '口径', columnN: '{name}（分子）', columnOf: '{name}（分母）', exportedAt: '导出时间', tooFew: '此时段没有可以导出的数据。',
  short: {
    reported: '登记', accepted: '受理', answered: '首次答复', closed: '办结', open_change: '在办增减', on_time: '按时办结率', on_time_without_carried: '按时办结率（剔除挂账）', late: '超期办结', returned: '被退回', reopened: '重新办理', satisfied: '满意率', dissatisfied: '不满意',
    answer_median: '答复用时·中位', answer_p90: '答复用时·九成', close_median: '办结用时·中位', close_p90: '办结用时·九成', settled: '当场办结', carried: '挂账办结', transferred: '移送外部', not_accepted: '不予受理', joined: '并案', voided: '作废',
  },
  mean: {
    reported: '时段内登记的全部事项，不论来源；按登记日计。', accepted: '时段内首次受理的事项；按受理日计。', answered: '时段内首次答复反映人的事项；按答复日计。',
    closed: '时段内结束的事项，不论如何结束（办结、答复、移送、不予受理、并案、作废）；按结束日计。重新办理的，到再次结束才计。',
    open_change: '时段内登记数减结束数；正数表示在办增加。', on_time: '结束的事项中，没有任何一个时限（承诺、签收、办理）被错过的占比。', on_time_without_carried: '同上，分子、分母都不含挂账过的事项。',
    late: '结束的事项中，错过过至少一个时限的；按结束日计。', returned: '时段内登记的事项中，被责任单位退回过至少一次的；按登记日计。', reopened: '时段内登记的事项中，重新办理过至少一次的；按登记日计。',
    satisfied: '结束的事项中，反映人评价为满意或非常满意的，占有评价的比例；未评价的不计入分母。', dissatisfied: '结束的事项中，反映人评价为一般或不满意的。',
    answer_median: '登记到首次答复的小时数的中位数：一半事项不超过它。自然时间，按整月统计，误差不超过 3.2%。', answer_p90: '登记到首次答复的小时数：九成事项不超过它。自然时间，按整月统计，误差不超过 3.2%。',
    close_median: '登记到结束的小时数的中位数：一半事项不超过它。自然时间，按整月统计，误差不超过 3.2%。', close_p90: '登记到结束的小时数：九成事项不超过它。自然时间，按整月统计，误差不超过 3.2%。',
    settled: '结束的事项中，一步当场办完的。', carried: '结束的事项中，曾经挂账的。', transferred: '结束的事项中，移送公安、法院、信访等外部机关的。', not_accepted: '结束的事项中，说明理由和救济途径后不予受理的。', joined: '结束的事项中，并入其他事项的。', voided: '结束的事项中，作废的。',
  },
  nOf: {
    on_time: '未错过时限的结束事项', on_time_without_carried: '未挂账且未错过时限的结束事项', late: '错过时限的结束事项', returned: '被退回过的登记事项', reopened: '重新办理过的登记事项', satisfied: '评价为 3、4 分的事项', dissatisfied: '评价为 1、2 分的事项',
  },
  ofOf: {
    on_time: '全部结束事项', on_time_without_carried: '未挂账的结束事项', late: '全部结束事项', returned: '全部登记事项', reopened: '全部登记事项', satisfied: '有评价的结束事项', dissatisfied: '有评价的结束事项', settled: '全部结束事项', carried: '全部结束事项', transferred: '全部结束事项', not_accepted: '全部结束事项', joined: '全部结束事项', voided: '全部结束事项',
  },
}
