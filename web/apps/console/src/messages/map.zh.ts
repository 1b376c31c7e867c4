/** Words of the map desk. */
export const mapPage = {
  title: '事项地图', shown: '视野内 {n} 件，其中超期 {late} 件', list: '视野内的事项', none: '视野内没有符合条件的事项', queue: '范围', narrow: '放大地图以列出更多', more: '在列表中查看', all: '列出 {n} 件',
  keys: '方向键移动，+ − 缩放，回车打开准星下的事项或区域', map: '事项地图。方向键移动，加减号缩放，回车打开准星下的事项或区域。',
  layers: '图层', hide: '收起图层', show: '展开图层', tree: { ground: '底图', base: '底图影像', areas: '行政区划', grids: '网格', names: '名称', matters: '事项', cases: '点位与聚合', heat: '热力' },
  legendLate: '已超期', legendOpen: '在办', legendClosed: '已办结', legendCluster: '多件聚在一起，点开放大',
  time: '按登记时间', timeOff: '当前', timeNow: '当前在办', timeFrom: '起始日', span: '窗口', days: '{n} 天', window: '{from} 至 {to} 登记的全部事项', cut: '超过 {n} 件，只画出最近的；请缩短窗口或限定分类。',
  tools: '工具', draw: '画区域', measure: '测距', stop: '完成', clear: '清除', undo: '退一步', png: '导出 PNG', drawHint: '点击逐个加点，双击或按“完成”结束；键盘：回车加点，退格退一步，Ctrl + 回车完成。', measureHint: '点击加点测量距离；键盘：回车加点，退格退一步。',
  shape: '所画区域', shapeList: '区域内的事项', size: '面积', around: '周长', far: '距离', inside: '区域内', lateIn: '其中超期', density: '每平方公里', byCategory: '按分类', byPhase: '按环节', csv: '导出 CSV', km2: '{n} 平方公里', m2: '{n} 平方米', km: '{n} 公里', m: '{n} 米', corners: '还需 {n} 个点',
  area: '区域', close: '关闭', team: '上岗人员', others: '另有 {n} 个岗位', noTeam: '没有登记上岗人员', deputy: '代理 {name}', openNow: '当前在办', lateNow: '当前超期', numbers: '看数据', zoom: '缩放到此', parts: '下辖 {n} 个区域', areaCases: '在办事项', noCases: '没有在办事项', exclusive: '专属网格', code: '编码', until: '起自 {day}',
  pictureOf: '{what}，{when}', number: '编号', category: '分类', phase: '环节', late: '超期', lon: '经度', lat: '纬度', yes: '是', no: '否',
  resources: '资源', resourcesOf: '{name}及以下', resourcesMine: '我的全部区域', resourceOther: '未分类型', resourceNone: '还没有登记记录', resourceTypes: '{name}的类型', resourceList: '视野内的资源 {n} 条', resourceEmpty: '视野内没有所选资源', resourceMore: '只列出前 {n} 条，放大地图以列出更多', resourceOff: '不上图，查看列表', record: '登记记录', openRecord: '打开记录', recordArea: '所在区域', legendRecord: '登记的场所与部件',
}
