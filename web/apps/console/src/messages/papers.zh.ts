/** Words of papers, records as files, and supervision orders. */
export const papers = {
  title: '文书', none: '还没有签发过文书', noneNext: '派遣、督办、不予受理、移交和答复时自动编号签发。', open: '打开 PDF', print: '打印', savePdf: '下载 PDF', view: '文书 {no}', gone: '没有这份文书', noViewer: '这个浏览器不能显示 PDF：请下载后打印。', save: '下载 DOCX',
  record: '全卷 PDF', recordDocx: '全卷 DOCX',
  replied: '已回复', waiting: '未回复', late: '逾期未回复', listed: '已挂牌公示', reply: '回复', cancel: '销号', list: '挂牌', unlist: '撤下公示', at: '{at} 签发',
}
