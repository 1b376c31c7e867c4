import type { casePage as zh, draft as zhDraft } from './casePage.zh'

export const casePage: typeof zh = {
  nearby: 'Within {m} m', sameKind: 'same kind only', nothingNear: 'Nothing else nearby', away: '{m} m away', allNear: 'Open all as a list',
  record: 'Print the full record', recordTitle: 'Full record of a case', printedAt: 'Printed {at} by {name}', chainHead: 'Last entry of the chain', entries: '{n} entries', receiptOf: 'Check code of the receipt', verifyHint: 'With number and code anybody can check on the citizen site that what was registered still stands.', sign: 'Person in charge', seal: 'Unit (seal)', tasksTable: 'Tasks', unit: 'Unit', role: 'Role', state: 'State', sent: 'Sent', signed: 'Signed', finished: 'Done', due: 'Due', step: 'Step', who: 'By', at: 'When', words: 'Words', hash: 'Chain', masked: 'What would name the reporter is left out.', orders: 'Orders',
  qr: 'Scan to follow this case', qrHint: 'Scan with a phone to follow',
}
export const draft: typeof zhDraft = {
  seen: 'This looks like a message. Recognised: ', read: 'Fill in', cancel: 'No', found: 'Filled in, please check: ', place: 'place “{v}”', phone: 'phone', name: 'name “{v}”', number: 'outside number {v}', category: 'category “{v}”', area: 'area “{v}”', areas: 'Perhaps in: ',
}
