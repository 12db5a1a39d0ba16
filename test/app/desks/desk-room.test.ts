import { describe, expect, it } from 'vitest'
import { DeskRoom } from '../../../src/app/desks/desk-room.ts'
import type { DeskMessage } from '../../../src/app/desks/protocol.ts'
import { readAct } from '../../../src/app/desks/read-act.ts'
import { seconds } from '../../../src/base/duration.ts'
import { VirtualTimeline } from '../../../src/base/virtual-timeline.ts'
import type { Campaign } from '../../../src/campaign/campaign.ts'
import type { DeskAction } from '../../../src/desk/port.ts'
import type { Snapshot } from '../../../src/dialing/view/snapshot.ts'

function room() {
  const timeline = new VirtualTimeline(0)
  let placed = 3
  const phones = { bilal: true }
  const snapshot = () =>
    ({
      operators: [{ id: 'anna', state: 'signedOut' }],
      campaigns: [{ id: 'calls', lines: { placed } }],
    }) as unknown as Snapshot
  const desks = new DeskRoom({
    trouble: null,
    timeline,
    site: {
      title: 'Site',
      trunks: [],
      budgets: [],
      operators: [
        { id: 'anna', name: 'Anna', campaigns: ['calls', 'other'] },
        { id: 'bilal', name: 'Bilal', campaigns: ['calls'] },
      ],
    },
    campaigns: [{ id: 'calls', title: 'Calls' } as Campaign],
    hasPhone: operator => operator !== 'bilal' || phones.bilal,
    phoneAt: operator =>
      operator === 'bilal' ? { server: '10.0.0.1:9022', isDrained: true } : null,
    snapshot,
  })
  const acts: DeskAction[] = []
  desks.actions$.subscribe(act => acts.push(act))
  const told: DeskMessage[] = []
  const sit = (id: string) => desks.sit(id, message => told.push(message))
  const ring = (lines: number): void => {
    placed = lines
  }
  return { phones, timeline, desks, acts, told, sit, ring }
}

describe('A room of desks', () => {
  it('says which operators have a phone as that changes, and to who comes without one', () => {
    const { phones, desks, acts, sit } = room()
    desks.lookAtPhones()
    expect(acts).toEqual([])
    phones.bilal = false
    desks.lookAtPhones()
    desks.lookAtPhones()
    const gone = { operator: 'bilal', kind: 'phoneKnown', isThere: false }
    expect(acts).toEqual([gone])
    sit('bilal')?.take('{"kind":"signIn"}')
    expect(acts.slice(1)).toMatchObject([gone, { kind: 'signIn' }])
    phones.bilal = true
    desks.lookAtPhones()
    expect(acts.slice(3)).toEqual([{ ...gone, isThere: true }])
  })

  it('says who sits down, and tells only them what is theirs', () => {
    const { desks, told, sit } = room()
    sit('anna')
    const campaigns = [{ id: 'calls', title: 'Calls' }]
    const desk = { operator: 'anna', name: 'Anna', campaigns, state: 'signedOut' }
    expect(told).toEqual([{ desk }])
    desks.show('bilal', { kind: 'released' })
    expect(told).toHaveLength(1)
  })

  it('has one desk for each operator, and none for others', () => {
    const { told, sit, acts } = room()
    const seat = sit('anna')
    expect(sit('anna')).toBeNull()
    expect(sit('eve')).toBeNull()
    expect(told.slice(1)).toEqual([
      {
        problem: 'Anna sits at another desk. Leave that one first.',
        why: { kind: 'taken', name: 'Anna' },
      },
      {
        problem: 'There is no operator "eve" here. There are: anna, bilal.',
        why: { kind: 'unknown', operator: 'eve', known: ['anna', 'bilal'] },
      },
    ])
    seat?.leave()
    expect(acts).toEqual([{ operator: 'anna', kind: 'gone' }])
    expect(sit('anna')).not.toBeNull()
  })

  it('does not take whoever has come back for gone', () => {
    const { sit, acts } = room()
    const seat = sit('anna')
    seat?.leave()
    sit('anna')
    seat?.leave()
    expect(acts).toHaveLength(1)
  })

  it('hands acts on under the name of who sits there, whatever they say', () => {
    const { sit, acts, told } = room()
    const seat = sit('anna')
    seat?.take('{"kind":"ready","operator":"bilal"}')
    seat?.take('{"kind":"signIn"}')
    seat?.take('{"kind":"signIn","campaigns":["other"]}')
    expect(acts).toEqual([
      { operator: 'anna', kind: 'ready' },
      { operator: 'anna', kind: 'signIn', campaigns: ['calls'] },
    ])
    expect(told.at(-1)).toEqual({ refused: 'You do not serve "other", or it is not run now.' })
  })

  it('adds where a phone is registered that is told as away, to that alone', () => {
    const { desks, told, sit } = room()
    sit('anna')
    sit('bilal')
    told.length = 0
    const away = { kind: 'phone', phone: 'unregistered' } as const
    const why = 'your phone is not registered'
    const stays = { kind: 'state', state: 'signedOut', why } as const
    const rings = { kind: 'phone', phone: 'rings' } as const
    for (const notice of [away, stays, rings]) desks.show('bilal', notice)
    desks.show('anna', away)
    const phoneAt = { server: '10.0.0.1:9022', isDrained: true }
    expect(told).toEqual([
      { notice: away, phoneAt },
      { notice: stays, phoneAt },
      { notice: rings },
      { notice: away },
    ])
  })

  it('counts the lines for whoever is reserved for a campaign, when they change', () => {
    const { timeline, desks, told, sit, ring } = room()
    sit('anna')
    desks.show('anna', { kind: 'reserved', campaign: 'calls', attempt: 'a1' })
    expect(timeline.nextAt()).toBeUndefined()
    desks.show('anna', { kind: 'reserved', campaign: 'calls', attempt: null })
    timeline.step()
    ring(5)
    timeline.step()
    timeline.step()
    const counts = told.flatMap(one => ('ringing' in one ? one.ringing.lines : []))
    expect(counts).toEqual([3, 5])
    desks.show('anna', { kind: 'state', state: 'talking', why: null })
    timeline.step()
    expect(timeline.nextAt()).toBeUndefined()
    expect(timeline.monotonic()).toBe(seconds(4))
  })

  it('signs in when there is a network, unless that is taken back', () => {
    const { desks, acts, told, sit } = room()
    desks.setTrouble('It is down.')
    const seat = sit('anna')
    const other = sit('bilal')
    told.length = 0
    seat?.take('{"kind":"signIn"}')
    expect(told).toEqual([{ network: { trouble: 'It is down.' } }])
    other?.take('{"kind":"signIn"}')
    other?.take('{"kind":"signOut"}')
    expect(acts).toEqual([{ operator: 'bilal', kind: 'signOut' }])
    desks.setTrouble(null)
    desks.setTrouble('It is down again.')
    desks.setTrouble(null)
    expect(acts.slice(1)).toEqual([{ operator: 'anna', kind: 'signIn', campaigns: ['calls'] }])
  })

  it('says whether there is a network, and when it is over', () => {
    const { desks, told, sit } = room()
    desks.setTrouble('It is down.')
    sit('anna')
    expect(told.at(-1)).toEqual({ network: { trouble: 'It is down.' } })
    // Each of them is tried again and again, and nobody's card is pushed away by that.
    desks.setTrouble('The other one is down, too.')
    desks.setTrouble(null)
    desks.setTrouble(null)
    desks.close()
    expect(told.slice(2)).toEqual([{ network: { trouble: null } }, { over: true }])
  })
})

describe('What a desk sends', () => {
  const read = (sent: unknown) => readAct(JSON.stringify(sent), ['calls'])

  it.each([
    { kind: 'signOut' },
    { kind: 'break', reason: 'tea' },
    { kind: 'leaveAt', at: null },
    { kind: 'hangUp', attempt: 'a1' },
    { kind: 'saveCard', attempt: 'a1', answers: { a: 'b', c: 1, d: true, e: ['f'] } },
    { kind: 'closeCard', attempt: 'a1', answers: {}, disposition: 'done' },
    {
      kind: 'closeCard',
      attempt: 'a1',
      answers: {},
      disposition: 'done',
      callback: { at: 5, own: true },
    },
  ])('is understood: %j', act => expect(read(act)).toEqual(act))

  it.each([
    null,
    {},
    { kind: 'dance' },
    { kind: 'break' },
    { kind: 'signIn', campaigns: 'calls' },
    { kind: 'leaveAt', at: 'noon' },
    { kind: 'hangUp', attempt: 5 },
    { kind: 'saveCard', attempt: 'a1', answers: [] },
    { kind: 'saveCard', attempt: 'a1', answers: { a: { b: 1 } } },
    { kind: 'closeCard', attempt: 'a1', answers: {} },
    { kind: 'closeCard', attempt: 'a1', answers: {}, disposition: 'done', callback: { at: 5 } },
  ])('is refused: %j', sent => expect(read(sent)).toBeTypeOf('string'))
})
