import { describe, expect, it } from 'vitest'
import { type Duration, minutes, seconds } from '../../../src/base/duration.ts'
import { ratio } from '../../../src/pacing/policies/ratio.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { type OperatorPhones, SOUND_PHONES } from '../../../src/telephony/virtual/legs.ts'
import { retryAfterMinute } from '../../support/campaigns.ts'
import { type Rig, type RigOptions, rigOf } from '../../support/rig.ts'

const BOTH = { anna: ['demo'], boris: ['demo'] }
const ANNA = { anna: ['demo'] }
const talks = () => person(seconds(3), { talk: seconds(10) })

/** Phones that are picked up after this long; null: never. */
const pickedUp = (after: Readonly<Record<string, Duration | null>>): OperatorPhones => ({
  ...SOUND_PHONES,
  ring: operator => ({ result: 'up', after: after[operator] ?? Infinity }),
})

/** Everybody's phone is rung when there is work; it is picked up after 2 s, or as said. */
function callbackRig(options: Partial<RigOptions> = {}): Promise<Rig> {
  return rigOf({
    operators: ANNA,
    contacts: { demo: [0] },
    callee: talks,
    legOf: () => 'callback',
    phones: pickedUp({ anna: seconds(2), boris: seconds(2) }),
    ...options,
  })
}

const phonesOf = (rig: Rig, operator = 'anna') =>
  rig.events.flatMap(event =>
    event.kind === 'operator.phone' && event.operator === operator ? [event.phone] : [],
  )
const rung = (rig: Rig) =>
  rig.commands.filter(one => one.name === 'operatorUp').map(one => `${one.sec} ${one.id}`)
const letGo = (rig: Rig) =>
  rig.commands.filter(one => one.name === 'operatorDown').map(one => `${one.sec} ${one.id}`)

describe('an operator with a leg "callback"', () => {
  it('is at work without a call, and is told of the reservation as their phone rings', async () => {
    const rig = await callbackRig({ contacts: { demo: [] } })
    await rig.signIn()
    expect([rig.stateOf('anna'), rung(rig)]).toEqual(['free', []])
    const busy = await callbackRig()
    await busy.signIn()
    expect(busy.desk.story('anna')).toEqual([
      '0 state free',
      '0 state reserved',
      '0 reserved for demo',
      '0 phone rings',
    ])
    expect(busy.commands.at(-1)).toMatchObject({ call: { answersItself: true, ringLimit: 15_000 } })
  })

  it('has nobody called for them before their phone has answered', async () => {
    const rig = await callbackRig()
    await rig.signIn()
    await rig.until(1.9)
    expect([rig.dialed(), await rig.records()]).toEqual([[], []])
    await rig.until(2)
    expect(rig.dialed()).toEqual(['2 0'])
    expect(await rig.records()).toMatchObject([{ reservedFor: 'anna' }])
    await rig.until(5)
    expect([rig.stateOf('anna'), rig.counts()]).toEqual(['talking', [1, 0]])
  })

  it('who does not answer is passed over: the next phone rings, and a break says why', async () => {
    const rig = await callbackRig({
      operators: BOTH,
      phones: pickedUp({ anna: null, boris: seconds(2) }),
    })
    await rig.signIn()
    expect(rung(rig)).toEqual(['0 anna'])
    await rig.until(14)
    expect(rig.dialed()).toEqual([])
    await rig.until(17)
    expect(rung(rig)).toEqual(['0 anna', '15 boris'])
    expect([rig.stateOf('anna'), rig.dialed()]).toEqual(['break', ['17 0']])
    expect(rig.desk.story('anna').slice(-2)).toEqual(['15 phone noAnswer', '15 state break'])
    expect(rig.desk.shown('anna', 'state').at(-1)).toMatchObject({ why: 'not responding' })
    expect(rig.events).toContainEqual(
      expect.objectContaining({ kind: 'operator.notResponding', operator: 'anna' }),
    )
    const [anna] = rig.engine.snapshot().operators
    expect(anna).toMatchObject({ state: 'break', why: 'not responding', phone: 'noAnswer' })
  })

  it('of whose phone nothing is heard at all is given up a little later', async () => {
    const rig = await callbackRig()
    rig.deaf.add('operatorUp')
    await rig.signIn()
    await rig.until(20)
    expect(rig.stateOf('anna')).toBe('reserved')
    await rig.until(21)
    expect([rig.stateOf('anna'), letGo(rig)]).toEqual(['break', ['21 anna', '21 anna']])
  })

  it('says "ready" and is rung again', async () => {
    let alive = false
    const ring = () => ({ result: 'up', after: alive ? 0 : Infinity }) as const
    const rig = await callbackRig({ phones: { ...SOUND_PHONES, ring } })
    await rig.signIn()
    await rig.until(16)
    alive = true
    rig.desk.act({ operator: 'anna', kind: 'ready' })
    await rig.until(17)
    expect([rig.stateOf('anna'), rig.dialed()]).toEqual(['reserved', ['16 0']])
  })

  it('is rung only while there is somebody to call and a line to call them on', async () => {
    const lines = [{ id: 'main', lines: 1, callsPerSecond: 50 }]
    const rig = await callbackRig({
      operators: { ...BOTH, clara: ['demo'] },
      contacts: { demo: [0, 1, 2] },
      phones: pickedUp({ anna: 0, boris: 0, clara: 0 }),
      trunks: lines,
    })
    await rig.signIn()
    await rig.until(2)
    expect(rung(rig)).toEqual(['0 anna'])
  })
})

describe('a leg "callback" that is up', () => {
  it('stays for the call, its card and a grace, and is then let go', async () => {
    const rig = await callbackRig()
    await rig.signIn()
    await rig.until(60)
    expect(rig.stateOf('anna')).toBe('wrapUp')
    await rig.closeCard('anna')
    await rig.until(89)
    expect(letGo(rig)).toEqual([])
    await rig.until(90)
    expect(letGo(rig)).toEqual(['90 anna'])
    expect([rig.stateOf('anna'), phonesOf(rig)]).toEqual(['free', ['rings', 'up', 'down']])
  })

  it('carries calls in a row without ringing again', async () => {
    const rig = await callbackRig({
      contacts: { demo: [0, 1, 2] },
      callee: () => unreached('busy', seconds(5)),
    })
    await rig.signIn()
    await rig.until(40)
    expect(rig.dialed()).toEqual(['2 0', '7 1', '12 2'])
    expect([rung(rig), letGo(rig)]).toEqual([['0 anna'], []])
    await rig.until(47)
    expect(letGo(rig)).toEqual(['47 anna'])
  })

  it('rings anew when contacts are due again after it was let go', async () => {
    const rig = await callbackRig({
      campaigns: [{ retry: retryAfterMinute('busy') }],
      callee: (_, time) => (time === 0 ? unreached('busy', seconds(1)) : talks()),
    })
    await rig.signIn()
    await rig.until(70)
    expect([rung(rig), letGo(rig)]).toEqual([['0 anna', '63 anna'], ['33 anna']])
    expect(rig.dialed()).toEqual(['2 0', '65 0'])
  })

  it('is let go at once when its operator takes a break or leaves', async () => {
    for (const kind of ['break', 'signOut'] as const) {
      const rig = await callbackRig({ campaigns: [{ mode: 'power' }], contacts: { demo: [0] } })
      await rig.signIn()
      await rig.until(2)
      rig.desk.act({ operator: 'anna', kind, reason: 'tea' })
      await rig.until(3)
      expect(letGo(rig)).toEqual(['2 anna'])
    }
  })

  it('is let go when its operator leaves while it rings, and comes up for nobody', async () => {
    const rig = await callbackRig()
    await rig.signIn()
    await rig.until(1)
    rig.desk.act({ operator: 'anna', kind: 'break', reason: 'tea' })
    rig.tell({ kind: 'operatorUp', operator: 'anna' })
    await rig.until(10)
    expect([rig.stateOf('anna'), rig.dialed()]).toEqual(['break', []])
    expect(letGo(rig)).toEqual(['1 anna', '1 anna'])
  })

  it('drops in talk: the person goes to whoever is there', async () => {
    const rig = await callbackRig({
      operators: BOTH,
      legOf: operator => (operator === 'boris' ? 'held' : 'callback'),
      phones: pickedUp({ anna: seconds(2), boris: 0 }),
    })
    await rig.signIn('anna')
    await rig.until(4)
    await rig.signIn('boris')
    await rig.until(6)
    rig.exchange.dropOperator('anna')
    await rig.until(10)
    expect(rig.desk.story('anna').slice(-2)).toEqual(['6 phone lost', '6 state free'])
    expect([rig.stateOf('boris'), rig.counts()]).toEqual(['talking', [1, 0]])
  })

  it('that has dropped is rung again when the phone has had time to notice', async () => {
    const rig = await callbackRig({ contacts: { demo: [0, 1] } })
    await rig.signIn()
    await rig.until(6)
    rig.exchange.dropOperator('anna')
    await rig.until(10)
    expect(rung(rig)).toEqual(['0 anna', '7 anna'])
    expect([rig.stateOf('anna'), rig.dialed().length]).toEqual(['reserved', 2])
  })

  it('stays for as long as there is work, whatever the policy makes of it', async () => {
    const policy = ratio(1)
    const none = {
      ...policy,
      decide: (...seen: Parameters<typeof policy.decide>) => ({
        ...policy.decide(...seen),
        launches: 0,
      }),
    }
    const rig = await callbackRig({ policyOf: () => none })
    await rig.signIn()
    await rig.until(100)
    expect([rung(rig), letGo(rig), rig.dialed()]).toEqual([['0 anna'], [], []])
  })

  it('is hung up between two calls without any harm', async () => {
    const rig = await callbackRig({ contacts: { demo: [0, 1] } })
    await rig.signIn()
    for (const at of [16, 34]) {
      await rig.until(at)
      expect(rig.stateOf('anna')).toBe('wrapUp')
      rig.exchange.dropOperator('anna')
      await rig.until(at + 1)
      await rig.closeCard('anna')
    }
    await rig.until(40)
    expect([rig.stateOf('anna'), rig.counts()]).toEqual(['free', [2, 0]])
  })
})

describe('campaigns whose operators have legs "callback"', () => {
  it.each(['power', 'progressive', 'preview'] as const)(
    'in mode %s dial when they are up',
    async mode => {
      const rig = await callbackRig({
        operators: BOTH,
        contacts: { demo: [0, 1, 2, 3] },
        campaigns: [{ mode, powerRatio: 2 }],
        phones: pickedUp({ anna: seconds(1), boris: seconds(4) }),
      })
      await rig.signIn()
      const lines = () => rig.core.attempts.size
      const counts = [lines()]
      for (const second of [1, 3, 4]) {
        await rig.until(second)
        counts.push(lines())
      }
      expect(counts).toEqual(mode === 'power' ? [0, 2, 2, 4] : [0, 1, 1, 2])
    },
  )

  it('have whoever waits given to the first phone that answers', async () => {
    const rig = await rigOf({
      operators: BOTH,
      contacts: { demo: [0] },
      callee: () => person(seconds(3), { talk: seconds(10) }),
      legOf: operator => (operator === 'boris' ? 'callback' : 'held'),
      phones: pickedUp({ anna: 0, boris: seconds(1) }),
    })
    await rig.signIn('anna')
    await rig.until(2.5)
    rig.desk.act({ operator: 'anna', kind: 'gone' })
    await rig.until(3.2)
    await rig.signIn('boris')
    expect([rung(rig), rig.stateOf('boris')]).toEqual([['0 anna', '3.2 boris'], 'reserved'])
    await rig.until(5)
    expect([rig.stateOf('boris'), rig.counts()]).toEqual(['talking', [1, 0]])
  })

  it('share an operator whose phone rings for the one of the better priority', async () => {
    const rig = await callbackRig({
      operators: { anna: ['low', 'high'] },
      campaigns: [
        { id: 'low', priority: 5 },
        { id: 'high', priority: 1 },
      ],
      contacts: { low: [0], high: [1] },
    })
    await rig.signIn()
    expect(rig.desk.story('anna').slice(-2)).toEqual(['0 reserved for high', '0 phone rings'])
    await rig.until(5)
    expect(rig.dialed()).toEqual(['2 1'])
  })

  it('ring whom a callback was promised, and nobody else', async () => {
    const rig = await callbackRig({ operators: BOTH, contacts: { demo: [0] } })
    await rig.signIn('anna')
    await rig.until(16)
    const callback = { at: rig.timeline.wall() + minutes(2), own: true }
    await rig.closeCard('anna', 'callback', { callback })
    await rig.until(60)
    await rig.signIn('boris')
    await rig.until(140)
    expect(rung(rig)).toEqual(['0 anna', '136 anna'])
    expect(rig.dialed()).toEqual(['2 0', '138 0'])
  })
})
