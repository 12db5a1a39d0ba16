import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '../../../src/base/duration.ts'
import type { IncomingRules } from '../../../src/campaign/campaign.ts'
import { NO_RECORDING } from '../../../src/campaign/rules/no-recording.ts'
import { unreached } from '../../../src/telephony/virtual/callee.ts'
import { START } from '../../support/campaigns.ts'
import { rigOf } from '../../support/rig.ts'
import { callIn } from './calling-in.ts'

const OWN = { text: 'Carillon called you about your order.', stopKey: '5' }
const TOLD: IncomingRules = { to: 'message', wait: 0, unknown: 'message', message: OWN }
const TAKEN: IncomingRules = {
  to: 'operators',
  wait: seconds(20),
  unknown: 'operators',
  message: OWN,
}
const WITHHELD = { from: null }
/** What only somebody with a number can be promised. */
const PROMISES: readonly (readonly [string, object])[] = [
  ['callback', { callback: { at: START + minutes(2), own: false } }],
  ['stop', {}],
]
const PRESSES = { announcement: { kind: 'pressesStop', after: 500 } } as const

/** Anna is free; contact 0 has been called and is busy. Now it is 2 s. */
async function atWork(incoming: IncomingRules) {
  const rig = await rigOf({
    campaigns: [{ incoming, recording: { ...NO_RECORDING, which: { kind: 'all' } } }],
    contacts: { demo: [0] },
    callee: () => unreached('busy', 0),
  })
  await rig.signIn('anna')
  await rig.until(2)
  return rig
}

/** Anna has talked to somebody who withholds their number, and has their card to close. */
async function talkedTo() {
  const rig = await atWork(TAKEN)
  expect(await callIn(rig, 0, { ...WITHHELD, habits: { talk: seconds(5) } })).toEqual([])
  await rig.until(10)
  expect(rig.stateOf('anna')).toBe('wrapUp')
  return rig
}

describe('a caller who withholds their number', () => {
  it('hears who called and why, with no key to press', async () => {
    const rig = await atWork(TOLD)
    expect(await callIn(rig, 0, { ...WITHHELD, habits: PRESSES })).toEqual([])
    await rig.until(20)
    const incoming = (await rig.records()).at(-1)!
    expect(incoming).toMatchObject({ mode: 'incoming', outcome: 'unserved', phone: '' })
    // To its end: nothing is listened for that would break it off after 0.5 s.
    expect(incoming.messageEndedAt! - incoming.messageStartedAt!).toBeGreaterThan(2000)
    expect(rig.counts()).toEqual([0, 0])
  })

  it('cannot press a key that is heard by mistake', async () => {
    const rig = await atWork(TOLD)
    await callIn(rig, 0, WITHHELD)
    const { id } = rig.commands.find(({ name }) => name === 'announce')!
    rig.tell({ kind: 'digit', attempt: id!, digit: '5' })
    await rig.until(20)
    expect((await rig.records()).at(-1)!.messageEndedAt).toBeDefined()
    expect(rig.core.stopped.size).toBe(0)
  })

  it('is given to an operator where strangers are, and is recorded like them', async () => {
    const rig = await talkedTo()
    expect(rig.desk.shown('anna', 'card').at(-1)!.card).toMatchObject({ phone: '', data: {} })
    const { id } = rig.commands.find(({ name }) => name === 'record')!
    await rig.closeCard('anna', 'done')
    await rig.until(20)
    expect((await rig.records()).at(-1)).toMatchObject({
      id,
      outcome: 'served',
      operator: 'anna',
      disposition: 'done',
      phone: '',
      key: null,
    })
    expect(rig.counts()).toEqual([0, 0])
  })

  it('can be promised neither a call nor none, and the operator is told so', async () => {
    const rig = await talkedTo()
    for (const [disposition, more] of PROMISES) {
      await rig.closeCard('anna', disposition, more)
      expect(rig.stateOf('anna')).toBe('wrapUp')
      const [problem] = rig.desk.shown('anna', 'cardRefused').at(-1)!.problems
      expect(problem).toMatchObject({ field: 'disposition' })
      expect(problem!.problem).toContain('withheld')
    }
    await rig.closeCard('anna', 'done')
    expect(rig.stateOf('anna')).toBe('free')
    await rig.until(minutes(10) / 1000)
    expect(rig.dialed()).toEqual(['0 0'])
  })

  it('can be promised nothing by a supervisor either', async () => {
    const rig = await talkedTo()
    const { attempt } = rig.desk.shown('anna', 'card').at(-1)!
    const closing = { attempt, answers: {}, disposition: 'stop', callback: null }
    const { problems } = rig.engine.cards.close('demo', closing)
    expect(problems).toEqual([expect.stringContaining('withheld')])
    const done = { ...closing, disposition: 'done' }
    expect(rig.engine.cards.close('demo', done).problems).toEqual([])
  })

  it('may be two at once, of whom neither is in the other’s way', async () => {
    const rig = await atWork(TOLD)
    expect(await callIn(rig, 0, WITHHELD)).toEqual([])
    expect(await callIn(rig, 0, WITHHELD)).toEqual([])
    await rig.until(20)
    expect((await rig.outcomes()).slice(1).map(one => one.split(' ')[1])).toEqual([
      'unserved',
      'unserved',
    ])
  })

  it('is turned away like anybody where nobody is served', async () => {
    const rig = await atWork({ ...TOLD, to: 'nobody' })
    expect(await callIn(rig, 0, WITHHELD)).toEqual(['busy'])
    expect(await callIn(rig, 0, { ...WITHHELD, to: '+12125550198' })).toEqual(['unknownNumber'])
    expect(await rig.records()).toHaveLength(1)
  })

  it('has their card again after a crash, and cannot be promised a call then either', async () => {
    const rig = await talkedTo()
    const store = rig.crash()
    const again = await rigOf({
      campaigns: [{ incoming: TAKEN }],
      callee: () => unreached('busy', 0),
      store,
      start: rig.timeline.wall() + minutes(1),
    })
    await again.signIn('anna')
    expect(again.stateOf('anna')).toBe('wrapUp')
    await again.closeCard('anna', 'stop')
    expect(again.stateOf('anna')).toBe('wrapUp')
    await again.closeCard('anna', 'done')
    await again.until(400)
    expect(again.dialed()).toEqual([])
  })
})

it('A stranger is not called, whatever their card says, unless a callback was agreed.', async () => {
  const rig = await atWork(TAKEN)
  const callback = { callback: { at: START + minutes(2), own: false } }
  const said = [
    [7, 'later', {}],
    [8, 'callback', callback],
    [9, 'machine', {}],
  ] as const
  for (const [i, [caller, disposition, more]] of said.entries()) {
    await callIn(rig, caller, { habits: { talk: seconds(1) } })
    await rig.until(10 + i * 5)
    await rig.closeCard('anna', disposition, more)
  }
  await rig.until(minutes(10) / 1000)
  expect(rig.dialed()).toEqual(['0 0', '120 8'])
})
