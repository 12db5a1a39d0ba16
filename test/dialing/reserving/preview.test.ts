import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '../../../src/base/duration.ts'
import { NOT_RESPONDING } from '../../../src/desk/operator.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { daily, START } from '../../support/campaigns.ts'
import { type RigOptions, rigOf } from '../../support/rig.ts'

const answers = person(seconds(3))

const previewOf = (more: Partial<RigOptions> = {}) =>
  rigOf({ campaigns: [{ mode: 'preview' }], callee: () => answers, ...more })

/** The attempt whose card an operator reads. */
const readBy = (rig: Awaited<ReturnType<typeof rigOf>>, operator: string) =>
  rig.desk.shown(operator, 'card').at(-1)!.attempt

describe('a campaign in mode preview', () => {
  it('shows the card first and calls when the operator says so', async () => {
    const rig = await previewOf()
    await rig.signIn()
    expect(rig.desk.story('anna').slice(-2)).toEqual(['0 reserved', '0 card preview'])
    await rig.until(20)
    expect(rig.dialed()).toEqual([])
    expect(await rig.records()).toEqual([])
    rig.desk.act({ operator: 'anna', kind: 'startCall', attempt: readBy(rig, 'anna') })
    await rig.until(24)
    expect(rig.dialed()).toEqual(['20 0'])
    expect(rig.stateOf('anna')).toBe('talking')
  })

  it('puts an operator who reads past the limit on a break, and the next one reads', async () => {
    const rig = await previewOf({ operators: { anna: ['demo'], boris: ['demo'] } })
    await rig.signIn('anna')
    await rig.until(59)
    expect(rig.stateOf('anna')).toBe('reserved')
    await rig.until(60)
    expect(rig.stateOf('anna')).toBe('break')
    expect(rig.desk.shown('anna', 'state').at(-1)!.why).toBe(NOT_RESPONDING)
    await rig.signIn('boris')
    await rig.until(62)
    const read = rig.desk.shown('boris', 'card').map(({ card }) => card.data.name)
    expect(read).toEqual(['Contact 1'])
    expect((await rig.contact(0)).contact.attempts).toBe(0)
  })

  it('does not take an operator who has started the call to be away', async () => {
    const rig = await previewOf({ callee: () => unreached('unanswered', seconds(24)) })
    await rig.signIn()
    await rig.until(50)
    rig.desk.act({ operator: 'anna', kind: 'startCall', attempt: readBy(rig, 'anna') })
    await rig.until(70)
    expect(rig.stateOf('anna')).toBe('reserved')
  })

  it.each(['break', 'signOut', 'gone'] as const)(
    'gives the contact back untouched when the operator leaves by %s',
    async kind => {
      const rig = await previewOf({ contacts: { demo: [0] } })
      await rig.signIn()
      rig.desk.act({ operator: 'anna', kind, reason: 'tea' })
      await rig.until(1)
      expect(rig.engine.snapshot().calls).toEqual([])
      expect(await rig.records()).toEqual([])
      expect((await rig.contact(0)).contact).toMatchObject({ attempts: 0, counts: {} })
      rig.desk.act({
        operator: 'anna',
        kind: kind === 'break' ? 'ready' : 'signIn',
        campaigns: ['demo'],
      })
      await rig.until(4)
      expect(rig.desk.shown('anna', 'card')).toHaveLength(2)
    },
  )

  it('takes "call" for a sign of life', async () => {
    const wrapUp = { limit: 0, extension: 0, extensionsMax: 0, disposition: 'done' }
    const rig = await previewOf({
      campaigns: [{ mode: 'preview', wrapUp }],
      callee: () => person(seconds(1), { talk: seconds(2) }),
    })
    await rig.signIn()
    for (const second of [0, 10, 20]) {
      await rig.until(second)
      rig.desk.act({ operator: 'anna', kind: 'startCall', attempt: readBy(rig, 'anna') })
    }
    await rig.until(30)
    expect(rig.stateOf('anna')).toBe('free')
    expect(rig.dialed()).toHaveLength(3)
  })

  it('calls nobody whose hours have closed while the card was read', async () => {
    const rig = await previewOf({
      campaigns: [{ mode: 'preview', hours: daily(0, 601), previewLimit: minutes(10) }],
      contacts: { demo: [0] },
    })
    await rig.signIn()
    await rig.until(70)
    rig.desk.act({ operator: 'anna', kind: 'startCall', attempt: readBy(rig, 'anna') })
    await rig.until(80)
    expect(rig.dialed()).toEqual([])
    expect(await rig.outcomes()).toEqual(['0 notPlaced'])
    expect(rig.stateOf('anna')).toBe('free')
  })

  it('waits for a line where the operator has said "call" and there is none', async () => {
    const rig = await previewOf({
      operators: { anna: ['demo'], boris: ['demo'] },
      trunks: [{ id: 'main', lines: 1, callsPerSecond: 10 }],
      callee: () => unreached('unanswered', seconds(10)),
      contacts: { demo: [0, 1] },
    })
    await rig.signIn()
    for (const operator of ['anna', 'boris'])
      rig.desk.act({ operator, kind: 'startCall', attempt: readBy(rig, operator) })
    await rig.until(9)
    expect(rig.dialed()).toEqual(['0 0'])
    await rig.until(10)
    expect(rig.dialed()).toEqual(['0 0', '10 1'])
  })

  it('gives up waiting for a line when the campaign is stopped', async () => {
    const rig = await previewOf({ trunks: [{ id: 'main', lines: 1, callsPerSecond: 10 }] })
    rig.exchange.setLines('main', 0)
    await rig.signIn()
    rig.desk.act({ operator: 'anna', kind: 'startCall', attempt: readBy(rig, 'anna') })
    await rig.until(1)
    rig.engine.control({ kind: 'stop', campaign: 'demo' })
    await rig.until(2)
    expect(rig.stateOf('anna')).toBe('free')
    rig.exchange.setLines('main', 1)
    rig.engine.control({ kind: 'start', campaign: 'demo' })
    await rig.until(3)
    expect([rig.dialed(), rig.stateOf('anna')]).toEqual([[], 'reserved'])
  })

  it('takes "call" once: a second one does not disarm the guard of the ring limit', async () => {
    const rig = await previewOf({ callee: () => answers })
    await rig.signIn()
    const attempt = readBy(rig, 'anna')
    rig.desk.act({ operator: 'anna', kind: 'startCall', attempt })
    await rig.until(1)
    rig.desk.act({ operator: 'anna', kind: 'startCall', attempt })
    expect(rig.core.attempts.get(attempt)!.timer).not.toBeNull()
    expect(rig.dialed()).toHaveLength(1)
  })

  it('ends what is being read when the campaign is stopped', async () => {
    const rig = await previewOf({ start: START })
    await rig.signIn()
    rig.engine.control({ kind: 'stop', campaign: 'demo' })
    await rig.settle()
    expect(rig.engine.snapshot().campaigns[0]!.state).toBe('stopped')
    expect(rig.desk.story('anna').slice(-2)).toEqual(['0 state free', '0 released'])
  })
})
