import { describe, expect, it } from 'vitest'
import { areaNames, readMessage, spot } from './draft'

describe('a pasted message becomes a draft', () => {
  it('reads a message of a chat', () => {
    const draft = readMessage('幸福里业主群 2026年11月22日 08:31\n张女士 139 0000 1111 反映：龙潭社区青年路12号门口路灯不亮，已经三天了，晚上老人摔了一跤。')
    expect(draft.phone).toBe('13900001111')
    expect(draft.name).toBe('张女士')
    expect(draft.text).toContain('路灯不亮')
    expect(draft.text).not.toMatch(/139/)
    expect(draft.address).toContain('青年路12号门口')
    expect(draft.areas[0]).toBe('龙潭社区')
    expect(draft.channel).toBeUndefined()
  })

  it('reads a form of the hotline by its labels', () => {
    const draft = readMessage('【工单编号】：12345-20261122-0031\n来电人：李某\n联系电话：19900005678\n事发地址：枫岭县金坡乡金坡农贸市场南门\n诉求内容：夜市摊贩占道经营，油烟很大。\n希望尽快处理。')
    expect(draft.external).toEqual({ system: '12345', number: '12345-20261122-0031' })
    expect(draft.name).toBe('李某')
    expect(draft.phone).toBe('19900005678')
    expect(draft.address).toBe('枫岭县金坡乡金坡农贸市场南门')
    expect(draft.text).toBe('夜市摊贩占道经营，油烟很大。\n希望尽快处理。')
    expect(draft.channel).toBe('hotline')
    expect(draft.areas).toContain('金坡乡')
  })

  it('reads labels in English', () => {
    const draft = readMessage('Name: Wang\nPhone: 13800000000\nPlace: by the bus stop\nText: the lamp is dark')
    expect(draft).toMatchObject({ name: 'Wang', phone: '13800000000', address: 'by the bus stop', text: 'the lamp is dark' })
  })

  it('keeps what it does not understand as the text, whole', () => {
    expect(readMessage('修路').text).toBe('修路')
    expect(readMessage('修路').areas).toEqual([])
  })

  it('takes neither a ticket for a phone nor a phone for a ticket', () => {
    const draft = readMessage('工单号 20261122000031，市民来电 13912345678：垃圾没人收')
    expect(draft.external?.number).toBe('20261122000031')
    expect(draft.phone).toBe('13912345678')
  })

  it('names areas by their endings, the finest first', () => {
    expect(areaNames('苇川县龙潭街道龙潭社区的路')[0]).toBe('龙潭社区')
    expect(spot('就在和平路与中山路交叉口，红绿灯坏了')).toBe('和平路与中山路交叉口')
  })
})
