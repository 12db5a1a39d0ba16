import { describe, expect, it } from 'vitest'
import { hours } from '../../../src/base/duration.ts'
import { VirtualTimeline } from '../../../src/base/virtual-timeline.ts'
import type { Engine } from '../../../src/dialing/engine.ts'
import { reckon } from '../../../src/sim/faults/reckoning.ts'
import { drawStorm } from '../../../src/sim/faults/storm.ts'
import {
  campaignName,
  STORM_START,
  stormCampaign,
  stormSite,
} from '../../../src/sim/faults/storm-site.ts'
import { Witness, type Witnessed } from '../../../src/sim/faults/witness.ts'
import type { Store } from '../../../src/store/port.ts'
import type { AttemptRecord } from '../../../src/store/records.ts'

const CALM = { ...drawStorm(1), faults: { ...drawStorm(1).faults, eventsLate: 0 } }
const CONTACTS = 3

/** One attempt that went well, as the store has it and as it was seen. */
const attempt = (changes: Partial<AttemptRecord> = {}): AttemptRecord =>
  ({
    id: 'a1',
    contact: 1,
    campaign: campaignName(1),
    begunAt: STORM_START,
    answeredAt: STORM_START + 5000,
    connectedAt: STORM_START + 6000,
    endedAt: STORM_START + 30_000,
    outcome: 'connected',
    disposition: 'finish',
    machine: false,
    ...changes,
  }) as AttemptRecord

const seen = (changes: Partial<Witnessed> = {}): Witnessed => ({
  to: '+999100',
  answered: { by: 'person', at: 5000 },
  connectedAt: 6000,
  over: true,
  ...changes,
})

/** What is found wrong with a run that left this behind; the rest of it is in order. */
function found(
  left: {
    readonly attempts?: readonly AttemptRecord[]
    readonly calls?: Readonly<Record<string, Witnessed>>
    readonly budget?: { readonly connected: number; readonly abandoned: number }
    readonly finished?: number
    readonly operator?: string
  } = {},
): Promise<readonly string[]> {
  const { attempts = [attempt()], calls = { a1: seen() } } = left
  const { budget = { connected: 1, abandoned: 0 }, finished = CONTACTS, operator = 'free' } = left
  const site = stormSite(CALM)
  const campaigns = [stormCampaign(CALM.campaigns[0]!, 1, site)]
  const witness = new Witness(new VirtualTimeline(STORM_START), campaigns)
  for (const [id, call] of Object.entries(calls)) witness.calls.set(id, call)
  const store: Partial<Store> = {
    attempts: async () => attempts,
    funnel: async () => ({
      total: CONTACTS,
      ready: {},
      waiting: {},
      leased: CONTACTS - finished,
      atOperator: 0,
      finished: { disposition: finished },
      nextDueAt: null,
      callbacks: 0,
    }),
    budgetCounts: async () => budget,
  }
  const snapshot = () => ({
    calls: [],
    operators: [{ id: 'operator-1', state: operator, why: null, campaigns: [campaignName(1)] }],
    campaigns: [{ budget: { ...budget, from: STORM_START, to: STORM_START + hours(24) } }],
  })
  const engine = { snapshot } as unknown as Engine
  const wall = STORM_START + hours(1)
  return reckon({ storm: CALM, engine, store: store as Store, witness, campaigns, wall })
}

describe('the reckoning after a storm', () => {
  it('finds nothing where everything agrees', async () => {
    expect(await found()).toEqual([])
  })

  it.each([
    ['an attempt without an outcome', { outcome: undefined! }, 'a1 has no outcome'],
    ['a card left open', { disposition: null }, 'a1 was connected and its card was never closed'],
    ['a connection at no time', { connectedAt: undefined! }, 'a1 was connected at a time that'],
  ])('finds %s', async (_, changes, problem) => {
    expect((await found({ attempts: [attempt(changes)] })).join()).toContain(problem)
  })

  it.each([
    ['abandoned for connected', { connectedAt: 7001 }, 'a1 was abandoned and is written down as'],
    ['a machine for a person', { answered: { by: 'machine', at: 5000 } }, 'nobody answered'],
    ['nobody for a person', { answered: null, connectedAt: null }, 'nobody answered'],
    ['an end for a call that is up', { over: false }, 'a1 is connected and still up'],
  ])('finds %s', async (_, changes, problem) => {
    expect((await found({ calls: { a1: seen(changes) } })).join()).toContain(problem)
  })

  it('finds calls that nobody wrote down, and attempts that nobody placed', async () => {
    const problems = await found({ calls: { a2: seen() } })
    expect(problems).toContain('a1 is connected and was never placed')
    expect(problems).toContain('a2 was placed and is not in the store')
  })

  it('finds a contact called again too soon', async () => {
    const again = attempt({ id: 'a2', begunAt: STORM_START + 89_000, outcome: 'notPlaced' })
    expect(await found({ attempts: [attempt(), again] })).toEqual([])
    const called = attempt({ id: 'a2', begunAt: STORM_START + 89_000 })
    const problems = await found({
      attempts: [attempt(), called],
      calls: { a1: seen(), a2: seen() },
      budget: { connected: 2, abandoned: 0 },
    })
    expect(problems).toEqual(['a2 comes 59000 ms after a1 (connected)'])
  })

  it('finds a budget that does not add up, an unfinished contact, a stuck operator', async () => {
    expect(await found({ budget: { connected: 0, abandoned: 1 } })).toEqual([
      'budget: engine 0/1, store 0/1, attempts 1/0',
    ])
    expect((await found({ finished: 2 })).join()).toContain('campaign-1: 2 of 3')
    expect(await found({ operator: 'wrapUp' })).toEqual(['operator-1 is stuck in wrapUp (null)'])
  })
})
