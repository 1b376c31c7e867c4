/** Words of the shell around every page. */
export const shell = {
  everywhere: '全部辖区', wholeArea: '看全部辖区', area: '选择区域', findArea: '按名称或编码查找', fold: '收起{name}', unfold: '展开{name}', others: '其他环节', duty: '职责内', watch: '督查',
  search: '全局搜索', searchHint: '编号、内容、外部编号，或地名、页面名', group: { cases: '事项', areas: '区域', pages: '页面', acts: '操作' }, allFound: '查看全部结果', found: '{n} 条，↑↓ 选择，回车打开', nothing: '没有找到',
}
