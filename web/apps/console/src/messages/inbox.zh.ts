/** Words of the inbox as a place of work: keys, columns, several at once. */
export const triage = {
  fresh: '有 {n} 件新事项', takeIn: '并入列表', tidy: '有 {n} 件已离开此列表', tidyUp: '整理列表', gone: '已离开此列表',
  columns: '列', sort: '排序', sortBy: { none: '默认顺序', due: '时限近的在前', came: '新登记在前', old: '早登记在前', priority: '急的在前', unit: '按责任单位', area: '按区域' }, partial: '只在已载入的 {n} 件内排序',
  col: { due: '时限', where: '地点', who: '责任单位', state: '状态', came: '登记', category: '分类', priority: '缓急', channel: '来源', updated: '最近变动' },
  views: '常用筛选', save: '存为常用', saveName: '给这个筛选起个名字', saved: '已存在本机：{name}', drop: '删除“{name}”', viewsHint: '只存在这台设备上',
  pane: '预览', paneOn: '打开预览', paneOff: '关闭预览', select: '选择 {number}', selectAll: '全选', chosen: '已选 {n} 件', clear: '取消选择', rows: '事项列表', inView: '地图所选范围内',
  none: '选一件事项，在这里办理', noneHint: '用 j、k 或方向键移动', openFull: '打开全页',
  accept: '照建议办', acceptTo: '{action}给 {unit}', acceptOne: '{action}', assign: '指派', note: '备注', other: '其他操作',
  fate: { held: '稍后发出', sending: '正在发出…', done: '已办', stale: '已被他人更新', refused: '未获准', unsent: '没有送到' },
  what: '{action}', whatTo: '{action} → {unit}', undo: '撤销', undone: '已撤销：{number}', holding: '{n} 件稍后发出', now: '立即发出', nothingToUndo: '没有可撤销的',
  needsWord: '这一件没有可直接照办的建议，请选一项操作办理。', notOffered: '以您的岗位，这一件现在没有可办的操作。', noNote: '这一件现在不能备注。', noAssign: '这一件现在不能指派。', again: '再发一次',
  inDays: '{n} 天后 18:00',
  bulk: {
    title: '一并办理 {n} 件', checking: '正在逐件核对最新情况…', action: '操作', offeredBy: '{n} 件可办', plan: '逐件核对', go: '确认办理 {n} 件', nothing: '没有一件可以这样办。', per: '分类、协办单位等按各件自己的建议。',
    skip: '不办：此操作现在不可办', skipWord: '不办：要单独填写', skipChanged: '不办：情况已变，请单独看', skipUnread: '没有读到最新情况', changed: '与列表所示不同，请留意', ready: '可办',
    running: '正在办理：{done} / {n}', result: '已办 {n} 件', failed: '未办 {n} 件', retry: '重发没有送到的 {n} 件', recheck: '重新核对其余 {n} 件', allDone: '全部办妥', close: '关闭', each: '每件各自记录，各自生效。',
  },
  keys: {
    on: '单键快捷键已开启', off: '单键快捷键已关闭', turnOff: '关闭单键快捷键', turnOn: '开启单键快捷键', move: '移动', act: '办理', list: '列表', anywhere: '任何页面', inCase: '事项页', supervision: '督办台', desk: '登记受理', step: '上下移动', urge: '催办所选', supervise: '督办所选', register: '登记', draft: '把粘贴的消息填入各栏', again: '再登记一件', slip: '打印回执',
    j: '下一件', k: '上一件', first: '第一件 / 最后一件', enter: '打开全页', x: '选择 / 取消', reach: '连续选择', all: '全选 / 全不选', esc: '取消选择、关闭表单', a: '照系统建议办（5 秒内可撤销）', s: '指派单位', m: '备注', n: '选第几项操作', z: '撤销尚未发出的', send: '提交表单',
    dot: '并入新事项、整理列表', v: '开关预览', f: '筛选', slash: '在列表中搜索', r: '登记受理', help: '显示快捷键', search: '全局搜索', next: '下一件', previous: '上一件', back: '回到列表', print: '打印全卷',
  },
}
