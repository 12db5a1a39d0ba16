import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '../../../src/base/duration.ts'
import { unreached } from '../../../src/telephony/virtual/callee.ts'
import type { Provisional } from '../../../src/telephony/virtual/script.ts'
import { retryAfter, START } from '../../support/campaigns.ts'
import { type Rig, type RigOptions, rigOf } from '../../support/rig.ts'

const CONTACTS = { demo: Array.from({ length: 99 }, (_, n) => n) }
const NAMES = Array.from({ length: 8 }, (_, n) => `operator-${n}`)
const OPERATORS = Object.fromEntries(NAMES.map(name => [name, ['demo']]))

/**
 * Eight operators and calls that nobody takes, over a trunk that refuses this share for a while.
 */
const refusing = (share: number, from: number, to: number) =>
  rigOf({
    operators: OPERATORS,
    contacts: CONTACTS,
    campaigns: [{ retry: retryAfter(seconds(1), ['congestion', 'noAnswer']) }],
    trunks: [
      {
        id: 'main',
        lines: 50,
        callsPerSecond: 4,
        faults: [{ from: START + from, to: START + to, share }],
      },
    ],
    callee: () => unreached('unanswered', seconds(3)),
  })

const trunkOf = (rig: Rig) => rig.engine.snapshot().trunks[0]!

/** Calls placed between two seconds. */
const between = (rig: Rig, from: number, to: number) =>
  rig.dialed().filter(call => {
    const at = Number(call.split(' ')[0])
    return at >= from && at < to
  }).length

describe('a burst of 503', () => {
  it('slows dialing down, and dialing is as fast as before when it is over', async () => {
    const rig = await refusing(1, seconds(60), seconds(90))
    await rig.signIn()
    await rig.until(80)
    const before = between(rig, 30, 40)
    expect(trunkOf(rig).slowed).toBe(true)
    expect(between(rig, 70, 80)).toBeLessThan(before / 4)
    await rig.until(minutes(5) / 1000)
    expect(trunkOf(rig)).toMatchObject({ slowed: false, pace: 1 })
    expect(between(rig, 280, 290)).toBeGreaterThan(before * 0.8)
    expect(trunkOf(rig).congested).toBeGreaterThan(4)
  })

  it('counts no attempt against anybody', async () => {
    const rig = await refusing(1, 0, seconds(20))
    await rig.signIn()
    await rig.until(20)
    const { contact } = await rig.contact(0)
    expect(contact).toMatchObject({ attempts: 0, counts: { congestion: 1 } })
  })
})

describe('what the carrier says', () => {
  const said = async (callee: RigOptions['callee']) => {
    const rig = await rigOf({ contacts: CONTACTS, callee })
    await rig.signIn()
    await rig.until(10)
    return trunkOf(rig)
  }

  it('counts as a refusal when it is its first word only', async () => {
    expect((await said(() => unreached('congestion', seconds(2)))).congested).toBe(5)
    expect((await said(() => unreached('busy', seconds(2)))).congested).toBe(0)
    const heardBefore = (provisional: Partial<Provisional>) => ({
      ...unreached('congestion', seconds(2)),
      provisional: { trying: 20, ringing: null, earlyMedia: null, ...provisional },
    })
    expect((await said(() => heardBefore({}))).congested).toBe(5)
    expect((await said(() => heardBefore({ ringing: 100 }))).congested).toBe(0)
    expect((await said(() => heardBefore({ earlyMedia: 100 }))).congested).toBe(0)
  })

  it('is heard once for each call', async () => {
    // A call that rings and ends is one sound call, not two that outweigh the refusals.
    const every = (n: number) => unreached(n % 2 === 0 ? 'congestion' : 'refused', seconds(1))
    const trunk = await said(every)
    expect(trunk.congested).toBe(5)
    expect(trunk.pace).toBeLessThan(1)
  })
})

describe('single refusals', () => {
  it('do not slow dialing down', async () => {
    const rig = await refusing(0.08, 0, minutes(5))
    await rig.signIn()
    await rig.until(200)
    expect(trunkOf(rig).congested).toBeGreaterThan(5)
    expect(trunkOf(rig).pace).toBe(1)
  })
})

describe('the calls per second of a trunk', () => {
  it('are kept, however many operators wait', async () => {
    const rig = await refusing(0, 0, 1)
    await rig.signIn()
    await rig.until(1)
    expect(between(rig, 0, 1)).toBe(4)
    await rig.until(10)
    for (let sec = 1; sec < 9; sec++) expect(between(rig, sec, sec + 1)).toBeLessThanOrEqual(8)
    expect(rig.commands.filter(one => one.name === 'originate').length).toBeLessThanOrEqual(44)
  })
})
