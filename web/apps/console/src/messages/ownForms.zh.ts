/** 部门自己的表单，以及手机上的 ODK Collect。 */
export const ownForms = {
  title: '部门表单', back: '采集模块', all: '全部表单', lead: '各部门自己的 XLSForm 表单：发布后，所在区域的网格员在 ODK Collect 里就能看到。能并入一表通的内容请申请模块，不必另发一张表。',
  form: '表单', version: '版本', where: '填报区域', since: '发布时间', state: '状态', everywhere: '全部区域', empty: '还没有部门表单', emptyNext: '有发布权限的部门可以上传 XLSForm 工作簿。',
  states: { open: '填报中', closing: '收尾', closed: '已关闭' }, to: { open: '重新开放', closing: '收尾', closed: '关闭' }, moved: { open: '已开放', closing: '已转为收尾', closed: '已关闭' },
  means: { open: '重新列出，继续填报。', closing: '不再列出；手机里已填的还收。', closed: '不再列出，也不再收；没交上来的会被退回。' },
  publish: '发布表单', publishIt: '发布', publishLead: '工作簿有错时一次列出全部错误，不会发布。同一版本号只能发布一次；改了题目请在 settings 里换 version。', workbook: '工作簿', media: '随表文件', mediaHint: '表里用到的名单（CSV）、图片等，可多选', areaHint: '不填则为本人岗位的区域', published: '已发布',
  mistakes: '工作簿有 {n} 处错误，未发布', sheet: '工作表', row: '行', column: '列', wrong: '错在哪里',
  submissions: '交回的表', submissionsLead: '何时、从哪个区域交回，照片等附件是否齐全，有没有更正。答案加密保存；本单位的表可以按用途查看明文，每次查看都有记录。', at: '收到时间', files: '附件', missing: '还缺 {n} 个', complete: '齐全', edition: '版次', editions: { first: '首次', edited: '更正', replaced: '已被更正', voided: '已作废' },
  nothing: '还没有交回的表', nothingNext: '网格员在手机上交表后自动出现。', void: '作废', voidNote: '作废后不再计入，同一份再交也不收。这个操作记录在案，不能撤销。', voidDone: '已作废',
}
export const phoneKeys = {
  title: '手机采集（ODK Collect）', lead: '用手机上的 ODK Collect 扫一次码，本人区域的合成表和部门表单就都在手机里了。访问码等同于本人，请勿转发；手机丢失或换人，立即撤销。',
  make: '生成访问码', made: '已生成', once: '二维码只显示这一次', scan: '给 ODK Collect 扫的二维码', step1: '手机上打开 ODK Collect，选“扫描二维码”。', step2: '对准这张码。', step3: '点“开始新表单”，选走访对象，开始填报。', byHand: '没有摄像头？手动输入', address: '地址', login: '用户名', password: '密码', hide: '收起',
  none: '还没有访问码', since: '{at} 生成', end: '撤销', endTitle: '撤销访问码 {login}', endNote: '几秒钟后，用这个访问码的手机就不能再取表、交表。手机里还没交的表不会丢，换新码后可以继续交。', ended: '已撤销',
}
