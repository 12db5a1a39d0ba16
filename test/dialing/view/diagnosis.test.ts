import { describe, expect, it } from 'vitest'
import { hours, minutes, seconds } from '../../../src/base/duration.ts'
import { windowAt } from '../../../src/compliance/calling-hours.ts'
import { type Diagnosis, diagnose } from '../../../src/dialing/view/diagnosis.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { daily, retryAfterMinute, START } from '../../support/campaigns.ts'
import { type Rig, type RigOptions, rigOf } from '../../support/rig.ts'

const answers = person(seconds(3), { talk: minutes(5) })
const rings = unreached('unanswered', seconds(24))

/** What a campaign's page would say of the only campaign. */
async function diagnosisOf(rig: Rig): Promise<Diagnosis> {
  const { campaigns, operators, trunks, storeTrouble } = rig.engine.snapshot()
  const { campaign } = rig.core.campaigns.get('demo')!
  const now = rig.timeline.wall()
  return diagnose({
    now,
    funnel: await rig.store.funnel('demo', now),
    stopped: false,
    hours: zone => windowAt(campaign.hours, zone, now),
    live: { campaign: campaigns[0]!, operators, trunks, storeTrouble },
  })
}

const rigWith = (more: Partial<RigOptions> = {}) => rigOf({ callee: () => rings, ...more })

/** The state, and the first reason with its count. */
async function told(rig: Rig): Promise<readonly unknown[]> {
  const { state, reasons } = await diagnosisOf(rig)
  return [state, reasons[0]?.code ?? null, reasons[0]?.count ?? null]
}

describe('why a campaign is not dialing', () => {
  it('is nothing while its lines ring', async () => {
    const rig = await rigWith()
    await rig.signIn()
    await rig.until(5)
    expect(await told(rig)).toEqual(['dialing', null, null])
  })

  it('is that it has no contacts', async () => {
    expect(await told(await rigWith({ contacts: {} }))).toEqual(['noContacts', 'noContacts', 0])
  })

  it('is that all its contacts are finished', async () => {
    const rig = await rigWith({ callee: () => unreached('busy', seconds(1)) })
    await rig.signIn()
    await rig.until(10)
    expect(await told(rig)).toEqual(['finished', 'finished', 3])
  })

  it('is that nobody is at work', async () => {
    const rig = await rigWith()
    await rig.until(2)
    expect(await told(rig)).toEqual(['noOperators', 'noOperators', 1])
    await rig.signIn()
    await rig.until(3)
    rig.desk.act({ operator: 'anna', kind: 'break', reason: 'tea' })
    await rig.until(30)
    expect((await told(rig))[0]).toBe('noOperators')
    expect((await diagnosisOf(rig)).reasons.map(one => one.code)).toContain('operatorsOnBreak')
  })

  it('is that everybody talks or wraps up', async () => {
    const rig = await rigWith({ callee: () => answers })
    await rig.signIn()
    await rig.until(5)
    expect(await told(rig)).toEqual(['operatorsBusy', 'operatorsBusy', 1])
  })

  it('is that phones are not registered, until one is', async () => {
    const rig = await rigWith({ legOf: () => 'callback' })
    const know = (isThere: boolean) =>
      rig.desk.act({ operator: 'anna', kind: 'phoneKnown', isThere })
    know(false)
    await rig.signIn()
    await rig.until(5)
    expect(await told(rig)).toEqual(['phonesMissing', 'phonesMissing', 1])
    expect(rig.dialed()).toEqual([])
    know(true)
    await rig.until(10)
    expect(await told(rig)).toEqual(['dialing', null, null])
    expect(rig.dialed()).not.toEqual([])
  })

  it('is that callbacks wait for operators who are not free', async () => {
    const rig = await rigWith({
      operators: { anna: ['demo'], boris: ['demo'] },
      contacts: { demo: [0] },
      callee: () => person(seconds(3), { talk: seconds(5) }),
    })
    await rig.signIn('anna')
    await rig.until(10)
    const callback = { at: START + seconds(30), own: true }
    await rig.closeCard('anna', 'callback', { callback })
    rig.desk.act({ operator: 'anna', kind: 'break', reason: 'tea' })
    await rig.signIn('boris')
    await rig.until(40)
    expect(await told(rig)).toEqual(['promised', 'promised', 1])
  })

  it('is the hour, and when that will change', async () => {
    const rig = await rigWith({ campaigns: [{ hours: daily(660, 1440) }] })
    await rig.signIn()
    await rig.until(10)
    expect(await told(rig)).toEqual(['outsideHours', 'outsideHours', 3])
    expect((await diagnosisOf(rig)).funnel.nextCallableAt).toBe(START + hours(1))
  })

  it('is that everybody waits for another attempt, and when the first one is due', async () => {
    const rig = await rigWith({
      contacts: { demo: [0] },
      campaigns: [{ retry: retryAfterMinute('busy') }],
      callee: () => unreached('busy', seconds(1)),
    })
    await rig.signIn()
    await rig.until(10)
    expect(await told(rig)).toEqual(['waitingForRetry', 'waitingForRetry', 1])
    expect((await diagnosisOf(rig)).funnel.nextCallableAt).toBe(START + seconds(61))
  })

  it('is that no line is free', async () => {
    const rig = await rigWith({ trunks: [{ id: 'main', lines: 0, callsPerSecond: 10 }] })
    await rig.signIn()
    await rig.until(5)
    expect(await told(rig)).toEqual(['linesBusy', 'linesBusy', 0])
  })

  it('is that the carrier refuses calls', async () => {
    const faults = [{ from: START, to: START + hours(1), share: 1 }]
    const rig = await rigWith({
      contacts: { demo: Array.from({ length: 60 }, (_, n) => n) },
      trunks: [{ id: 'main', lines: 10, callsPerSecond: 10, faults }],
    })
    await rig.signIn()
    await rig.until(35)
    expect((await told(rig))[0]).toBe('carrierRefuses')
  })

  it('is that the store fails', async () => {
    const rig = await rigWith()
    rig.faults.add('beginAttempts')
    await rig.signIn()
    await rig.until(3)
    expect(await told(rig)).toEqual(['storeFailing', 'storeFailing', 3])
  })

  it('is that it was stopped', async () => {
    const rig = await rigWith({ callee: () => answers })
    await rig.signIn()
    await rig.until(5)
    rig.engine.control({ kind: 'stop', campaign: 'demo' })
    await rig.until(6)
    expect((await told(rig))[0]).toBe('stopping')
    await rig.hangUp('anna')
    await rig.until(7)
    await rig.closeCard('anna')
    await rig.until(8)
    expect(await told(rig)).toEqual(['stopped', 'stopped', 2])
  })

  it('is that no engine runs it', async () => {
    const rig = await rigWith()
    const funnel = await rig.store.funnel('demo', START)
    const open = () => ({ open: true, until: Infinity })
    const { state } = diagnose({ now: START, funnel, hours: open, stopped: false, live: null })
    expect(state).toBe('notRunning')
  })
})

describe('the funnel of contacts', () => {
  it('tells everybody once: all its parts add up to the whole', async () => {
    const rig = await rigWith({
      operators: { anna: ['demo'], boris: ['demo'] },
      contacts: { demo: Array.from({ length: 40 }, (_, n) => n) },
      campaigns: [{ retry: retryAfterMinute('busy') }],
      callee: n => [answers, unreached('busy', seconds(1)), unreached('invalid', 900)][n % 3]!,
    })
    await rig.signIn()
    await rig.until(12)
    const { total, nextCallableAt, ...parts } = (await diagnosisOf(rig)).funnel
    expect(Object.values(parts).reduce((a, b) => a + b, 0)).toBe(total)
    expect(parts).toMatchObject({ atOperator: 2, inFlight: 0, exhausted: 1, waitingForRetry: 1 })
    expect(nextCallableAt).toBe(rig.timeline.wall())
  })
})

describe('besides', () => {
  it('people on the stop list and a budget that is used up are named', async () => {
    const rig = await rigWith({
      contacts: { demo: [0, 1, 2] },
      callee: n => person(seconds(3), n === 0 ? { talk: seconds(2) } : { patience: 0 }),
    })
    await rig.signIn()
    await rig.until(6)
    await rig.closeCard('anna', 'stop')
    await rig.until(7)
    rig.desk.act({ operator: 'anna', kind: 'gone' })
    await rig.until(20)
    const { reasons } = await diagnosisOf(rig)
    const named = Object.fromEntries(reasons.map(one => [one.code, one.count]))
    expect(named).toMatchObject({ stopList: 1, overBudget: 1, attemptsUsedUp: 1 })
  })
})
