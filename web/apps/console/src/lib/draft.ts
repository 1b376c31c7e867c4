import type { Channel } from '@jingwei/api'

/** What a pasted message says, as far as can be told without asking anybody; a person checks all of it. */
export interface Draft {
  text: string
  phone?: string
  name?: string
  address?: string
  external?: { system: string; number: string }
  channel?: Channel
  /** Names of areas that the text mentions, the most exact first. */
  areas: string[]
}

const PHONE = /(?<![\d-])(?:\+?86[- ]?)?(1[3-9]\d(?:[ -]?\d{4}){2}|0\d{2,3}[- ]\d{7,8})(?![\d-])/
/** A field of a hotline form or a message: its label, a colon, its value up to the end of the line. */
const FIELDS: [keyof Labelled, RegExp][] = [
  ['number', /^(?:热线)?(?:工单|受理|事件|案件)(?:编号|单号|号|编码)|^(?:ticket|order)(?: (?:no|number|id))?/i],
  ['name', /^(?:来电人|反映人|联系人|诉求人|报告人|市民)?(?:姓名|称呼)|^(?:来电人|反映人|联系人|诉求人)$|^(?:name|caller)$/i],
  ['phone', /^(?:来电|联系|手机|反映人)?(?:电话|号码|手机号|手机)(?:号码)?|^(?:联系方式)$|^(?:phone|tel|mobile)$/i],
  ['address', /^(?:事发|诉求|发生|详细|问题|事件|所在)?(?:地址|地点|位置)|^(?:address|place|location)$/i],
  ['text', /^(?:诉求|反映|事项|问题|工单|主要|来电|投诉)?(?:内容|描述|详情|诉求)|^(?:text|content|description|details?)$/i],
]
interface Labelled { number?: string; name?: string; phone?: string; address?: string; text?: string }

/** Chat apps put who and when before a message: that is no part of it. */
const CHAT = /^\s*(?:[^\s:：]{1,20}\s+)?(?:\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?\s+)?(?:上午|下午|晚上|早上)?\s*\d{1,2}:\d{2}(?::\d{2})?\s*$/
const TICKET = /(?:12345[-–]?)?\b(?:[A-Z]{1,4})?\d{8}[-–]?\d{3,10}\b|\b12345-[\w-]{6,}/

function labelled(lines: string[]): { fields: Labelled; rest: string[] } {
  const fields: Labelled = {}
  const rest: string[] = []
  let open: keyof Labelled | undefined
  for (const line of lines) {
    const [, label = '', value = ''] = /^\s*[【[]?([^：:\]】]{2,12})[】\]]?\s*[：:]\s*(.*)$/.exec(line) ?? []
    const key = FIELDS.find(([, pattern]) => label && pattern.test(label.trim()))?.[0]
    if (key && !fields[key]) {
      fields[key] = value.trim()
      open = key
    } else if (open === 'text' && line.trim()) fields.text = `${fields.text ?? ''}\n${line.trim()}`.trim()
    else {
      rest.push(line)
      open = undefined
    }
  }
  return { fields, rest }
}

/** Names of areas end in what they are; the shorter ones inside a long one are tried too. */
export function areaNames(text: string): string[] {
  const found = [...text.matchAll(/[\u4e00-\u9fa5]{2,12}?(?:第?[一二三四五六七八九十\d]+网格|社区|街道|[村镇乡县区市])/g)].flatMap(([words]) => {
    const ending = /(?:网格|社区|街道|[村镇乡县区市])$/.exec(words)![0]
    const stem = words.slice(0, words.length - ending.length)
    return [4, 3, 2].filter((n) => stem.length >= n).map((n) => stem.slice(-n) + ending).concat(stem.length < 2 ? [] : [])
  })
  const rank = (name: string) => ['网格', '社区', '村', '街道', '镇', '乡', '县', '区', '市'].findIndex((end) => name.endsWith(end))
  return [...new Set(found)].sort((a, b) => rank(a) - rank(b) || b.length - a.length).slice(0, 8)
}

/** The words that name a spot: a road with a number, a gate, a junction, a building. */
export function spot(text: string): string | undefined {
  const road = /[\u4e00-\u9fa5]{0,10}?[\u4e00-\u9fa5]{2,6}(?:大道|大街|路|街|巷|弄|胡同)(?:与[\u4e00-\u9fa5]{2,6}(?:大道|路|街|巷)(?:交叉口|路口)?)?(?:\s?\d+\s?(?:号|弄)(?:院|楼)?(?:\d+(?:单元|栋|幢|室))?)?(?:[\u4e00-\u9fa5]{0,8}?(?:门口|对面|旁边|旁|路口|附近|公交站|桥头|门前|北侧|南侧|东侧|西侧))?/.exec(text)?.[0]
  const estate = /[\u4e00-\u9fa5]{2,8}(?:小区|花园|家园|新村|公寓|大厦|广场|市场|学校|小学|中学|公园|医院)(?:\d+\s?(?:号楼|栋|幢|单元|期))*(?:[东南西北]?门|门口|对面|旁边|附近)?/.exec(text)?.[0]
  const words = road ?? estate
  return words?.replace(/^(?:反映|位于|地址|我是|我们|你好|您好|请问|住在|就在|在|的|是|说|称)+/, '').trim() || undefined
}

export function readMessage(pasted: string): Draft {
  const lines = pasted.replace(/\r/g, '').split('\n').filter((line) => !CHAT.test(line))
  const { fields, rest } = labelled(lines)
  const whole = lines.join('\n')
  const phone = (fields.phone ? PHONE.exec(fields.phone)?.[1] ?? fields.phone : PHONE.exec(whole)?.[1])?.replace(/(?<=^1[\d -]*)[ -]/g, '')
  const ticket = fields.number ?? TICKET.exec(whole.replace(PHONE, ''))?.[0]
  const name = fields.name ?? /([\u4e00-\u9fa5])(?:先生|女士|大爷|大妈|阿姨|同志|师傅|老师)/.exec(whole)?.[0]
  const hotline = /12345|热线|工单|来电/.test(whole)
  // what was taken out as a name or a phone does not stay in the free text
  const words = (fields.text ?? rest.join('\n')).replace(PHONE, '').replace(/(?:联系)?(?:电话|手机)[：:]?\s*(?=[，。,；\s]|$)/g, '')
    .replace(ticket ?? /(?!)/, '').replace(/(?:工单|受理)(?:编号|单号|号)[：:]?\s*(?=[，。,；\s]|$)/g, '')
  const text = words.replace(/[ \t]{2,}/g, ' ').replace(/^[\s，。,；:：]+|[\s，,；:：]+$/g, '').trim()
  return {
    text: text || pasted.trim(),
    phone,
    name: name?.trim() || undefined,
    address: fields.address || spot(text),
    external: ticket ? { system: '12345', number: ticket.replace(/–/g, '-').trim() } : undefined,
    channel: ticket || hotline ? 'hotline' : undefined,
    areas: areaNames(`${fields.address ?? ''}，${text}`),
  }
}
