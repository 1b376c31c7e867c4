/** Words of the grid editor. */
export const gridPage = {
  title: '网格编辑', choose: '选择村（社区）或上级区域', empty: '先选择要编辑的区域', emptyNext: '输入村（社区）名称或编码。其下的网格会画在地图上，可拆分、合并、移动边界或新画。', noGrids: '这里还没有网格', noGridsNext: '用“新画网格”在图上画出第一个。',
  map: '网格地图。方向键移动，加减号缩放，回车在准星处选网格或加点，退格退一步。', noWebgl: '这台设备不能显示地图。划线和新画可在右侧逐行填写坐标。',
  tools: '编辑工具', tool: { split: '拆分', merge: '合并', move: '移动边界', draw: '新画网格' }, undo: '撤销', redo: '重做', cancel: '放弃修改', history: '历史', import: '导入', export: '导出 GeoJSON',
  exportShp: '导出 Shapefile', held: '已拿起一个拐点：再点一处放下，Esc 放弃', removeCorner: '删除拐点',
  hint: { none: '选择一个工具开始。', split: '先选一个网格，再划一条穿过它的线，两端都画到边界外或边界上。', merge: '选择两个以上相邻的网格。', move: '拖动拐点，相邻网格的边界一起移动；点在边上可增加拐点。', draw: '逐点画出新网格；靠近已有边界会自动吸附。' },
  grids: '网格（{n} 个）', kind: { exclusive: '专属', ordinary: '' }, size: '{n} 公顷', points: '坐标', pointsHint: '每行一个点：经度, 纬度', pointsBad: '有一行不是“经度, 纬度”。', edits: '已改动 {n} 处', trim: '自动裁掉超出区域和与他人重叠的部分', exclusive: '专属网格（可与普通网格重叠）',
  names: '新网格', nameOf: '第 {n} 块的名称', nameZh: '名称', nameEn: '英文名称（选填）', when: '生效', now: '立即生效', onDay: '指定日期', day: '生效日期', moveNow: '移动边界立即生效。',
  problems: '核对', checking: '核对中…', none: '没有发现问题', severity: { error: '错误', warning: '提示' }, zoom: '看位置', fixed: '可提交', errors: '{n} 处错误，改正后才能提交', undoHint: '按“撤销”回到上一步。',
  problem: {
    overlap: '{code} 与 {other} 重叠 {area}', gap: '{code} 内有 {area} 没有网格', outside_parent: '{code} 有 {area} 超出 {other}', ring_crosses: '{code} 的边界自相交', ring_touches: '{code} 的边界自接触', ring_open: '{code} 的边界未闭合', ring_short: '{code} 的边界少于三点', hole_outside: '{code} 的空洞在外边界之外', parts_overlap: '{code} 的几部分互相重叠',
    no_area: '没有可用的地块：面积为零，或全部已属其他网格', too_small: '{code} 只有 {area}，过小', not_cut: '划线没有把 {code} 分成两块', not_neighbours: '所选网格互不相邻，不能合并', validity: '{code} 已定于 {value} 终止或生效，不能再改', code_malformed: '编码“{value}”不符合编码规则', other: '{code}：{kind}',
  },
  before: '改动前就有', summary: '将要改变', fate: { added: '新增', changed: '调整', retired: '停用' }, was: '原 {n}', by: '由 {codes} 接替', posts: '停用网格上的岗位', postsHint: '{n} 个岗位将失去负责的网格，请改授新网格；系统不会自动移动。', noPosts: '停用的网格上没有岗位。', commit: '提交修改', committed: '地图已更新（第 {n} 版）', reload: '按最新地图重做',
  m2: '{n} 平方米', km2: '{n} 平方公里',
  relocate: '事项改属', relocateLead: '地图已改。下面这些网格的事项可以按坐标改属到现在所在的网格；不改也不会丢失。', open: '未办结', all: '全部', move: '{from} → {to}', none2: '没有需要改属的事项。', staying: '留在原处 {n} 件', first: '前 {n} 件', undecided: '没有坐标、原网格一分为多，需人工指定：{n} 件', closed: '已办结的也改属', run: '开始改属 {n} 件', running: '正在改属：{moved} / {total}', ran: '改属完成：{moved} 件', later: '稍后再说', more: '事项很多，只统计了前 20,000 件；执行时全部处理。', waits: '有网格尚未停用，停用之后再来改属。',
  past: '{name} 的历史', pastNone: '没有更早的版本', until: '至 {at}', show: '在图上看', hide: '收起', current: '现状', successors: '接替：{codes}',
  importTitle: '导入网格或区划', importLead: 'GeoJSON、CSV 或 Shapefile（zip）。先核对，再导入；有错误时不写入任何内容。', file: '文件', what: '内容', kinds: { grids: '网格', divisions: '行政区划' }, mapping: '字段映射（YAML，选填）', preview: '核对', apply: '导入', checked: '新增 {added}，调整 {changed}，停用 {retired}，不变 {unchanged}', done: '导入完成', tooBig: '文件超过 40 MB，请用命令行导入。', record: '第 {n} 条', moreProblems: '另有 {n} 处',
}
