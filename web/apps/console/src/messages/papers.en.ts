import type { papers as zh } from './papers.zh'

export const papers: typeof zh = {
  title: 'Papers', none: 'No paper has been issued', noneNext: 'Sending, supervising, not accepting, transferring and answering issue one, numbered.', open: 'Open the PDF', print: 'Print', savePdf: 'Download PDF', view: 'Paper {no}', gone: 'There is no such paper', noViewer: 'This browser shows no PDF: download it and print it from there.', save: 'Download DOCX',
  record: 'Record as PDF', recordDocx: 'Record as DOCX',
  replied: 'answered', waiting: 'not answered', late: 'late, not answered', listed: 'listed publicly', reply: 'Reply', cancel: 'Cancel', list: 'List publicly', unlist: 'Unlist', at: 'issued {at}',
}
