/** Standard addresses. */
export const standard = {
  title: '标准地址', lead: '共 {n} 条门楼址。按区域逐级查看，或像群众那样说地址：旧名、俗称、中文数字、漏字都可以。', search: '如：翠竹苑三栋二单元五零一', hint: '同名小区须带上乡镇（街道），或先选区域再查找。认不出的地址会如实告知，不会猜测。', path: '所在层级', all: '全部',
  address: '地址', level: '层级', grid: '网格', below: '下级', onMap: '地图', show: '地图', showOf: '在地图上查看{name}', several: '跨多个网格', also: '又名：{names}', aliases: '别名', point: '经纬度', record: '来源与历史', choose: '选择一条地址，在地图上查看。', absent: '无', before: '上一页', after: '下一页',
  parts: { road: '路（组）', number: '门牌号', estate: '小区', place: '场所', building: '楼栋', unit: '单元', room: '室' },
  byWords: { placed: '按文字定位到{level}：{address}', coarse: '文字只说到大致位置，请人工定位', ambiguous: '文字所指有几处同名，请人工定位', unknown: '文字所说的地址没有登记，请人工定位', elsewhere: '文字所说的地址不在本市，请人工核对' },
  none: '没有认出这个地址', noneNext: '核对小区名或门牌号；同名的地方请带上乡镇（街道）。', nothing: '这里没有下级地址', nothingNext: '换一个区域，或在上面直接查找。', noList: '还没有标准地址', noListNext: '导入公安或民政的门楼址清单后，就能按群众的说法定位。',
}
