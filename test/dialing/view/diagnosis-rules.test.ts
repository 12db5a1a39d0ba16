import { describe, expect, it } from 'vitest'
import { type DiagnosisFacts, diagnose } from '../../../src/dialing/view/diagnosis.ts'
import type { CampaignView, OperatorView, TrunkView } from '../../../src/dialing/view/snapshot.ts'
import type { Funnel } from '../../../src/store/records.ts'
import { START } from '../../support/campaigns.ts'

/** Where twelve contacts stand. */
const funnelOf = (more: Partial<Funnel> = {}): Funnel => ({
  total: 12,
  ready: {},
  waiting: {},
  leased: 0,
  atOperator: 0,
  finished: {},
  nextDueAt: null,
  callbacks: 0,
  ...more,
})

const CAMPAIGN: CampaignView = {
  id: 'demo',
  title: 'demo',
  mode: 'progressive',
  state: 'running',
  lines: {},
  tally: { placed: 0, answered: 0, connected: 0, abandoned: 0, ended: 0 },
  budget: {
    rule: { id: 'budget', limit: 0.03, window: { kind: 'day', zone: 'UTC' } },
    from: 0,
    to: 0,
    connected: 0,
    abandoned: 0,
  },
  because: null,
  funnel: null,
  atHand: 0,
  promised: 0,
  openCards: 0,
  waitingCards: 0,
  leftCards: 0,
}

const operator = (state: OperatorView['state']): OperatorView => ({
  id: state,
  state,
  why: null,
  phone: 'up',
  campaign: 'demo',
  campaigns: ['demo'],
})

const trunk = (more: Partial<TrunkView> = {}): TrunkView => ({
  id: 'main',
  lines: 4,
  used: 0,
  pace: 1,
  slowed: false,
  congested: 0,
  ...more,
})

interface Given {
  readonly funnel: Partial<Funnel>
  readonly campaign?: Partial<CampaignView>
  readonly operators?: readonly OperatorView[]
  readonly trunks?: readonly TrunkView[]
  readonly storeTrouble?: string
}

/** A diagnosis of a campaign whose zone `open` may be called now, and `shut` an hour from now. */
function of({ funnel, campaign = {}, ...given }: Given) {
  const { operators = [operator('free')], trunks = [trunk()], storeTrouble = null } = given
  const facts: DiagnosisFacts = {
    now: START,
    funnel: funnelOf(funnel),
    stopped: false,
    hours: zone => ({ open: zone === 'open', until: START + 3_600_000 }),
    live: { campaign: { ...CAMPAIGN, ...campaign }, operators, trunks, storeTrouble },
  }
  return diagnose(facts)
}

const callable = { ready: { open: 12 } }

describe('the state of a campaign', () => {
  const CASES: readonly (readonly [string, string, Given])[] = [
    ['dialing when everything is there to dial', 'dialing', { funnel: callable }],
    [
      'dialing while lines ring, though everybody has left meanwhile',
      'dialing',
      { funnel: { leased: 12 }, campaign: { lines: { placed: 2 } }, operators: [] },
    ],
    [
      'dialing while attempts are written down',
      'dialing',
      { funnel: callable, campaign: { lines: { placed: 1, beginning: 1 } }, operators: [] },
    ],
    [
      'not finished while contacts are only outside their hours',
      'outsideHours',
      {
        funnel: { ready: { open: 0, shut: 12 } },
      },
    ],
    [
      'not finished though as many may be called as may not',
      'dialing',
      {
        funnel: { ready: { open: 6, shut: 6 } },
      },
    ],
    [
      'not finished though as many may be called as wait',
      'dialing',
      {
        funnel: { ready: { open: 6 }, waiting: { open: 6 } },
      },
    ],
    [
      'not finished though as many are in calls as may be called',
      'dialing',
      {
        funnel: { ready: { open: 6 }, leased: 6 },
      },
    ],
    ['not finished while cards are open', 'dialing', { funnel: { leased: 6, atOperator: 6 } }],
    [
      'without operators, whatever the hour',
      'noOperators',
      {
        funnel: { ready: { shut: 12 } },
        operators: [operator('signedOut')],
      },
    ],
    [
      'without operators when all are on a break',
      'noOperators',
      {
        funnel: callable,
        operators: [operator('break'), operator('signedOut')],
      },
    ],
    [
      'waiting for phones while those of all who are free ring, or are about to',
      'phonesRinging',
      {
        funnel: callable,
        operators: [
          { ...operator('free'), phone: 'rings' },
          { ...operator('reserved'), phone: 'lost' },
          operator('talking'),
        ],
      },
    ],
    [
      'waiting for the phone of whoever signs in',
      'phonesRinging',
      { funnel: callable, operators: [{ ...operator('signedOut'), phone: 'rings' }] },
    ],
    [
      'dialing when one phone is up',
      'dialing',
      { funnel: callable, operators: [operator('free'), { ...operator('free'), phone: 'rings' }] },
    ],
    [
      'waiting for phones to register while nobody at work has one',
      'phonesMissing',
      {
        funnel: callable,
        operators: [
          { ...operator('free'), phone: 'unregistered' },
          { ...operator('wrapUp'), phone: 'unregistered' },
          operator('break'),
          operator('signedOut'),
        ],
      },
    ],
    [
      'busy while those who have a phone talk',
      'operatorsBusy',
      {
        funnel: callable,
        operators: [{ ...operator('free'), phone: 'unregistered' }, operator('talking')],
      },
    ],
    [
      'dialing for those who have a phone',
      'dialing',
      {
        funnel: callable,
        operators: [{ ...operator('free'), phone: 'unregistered' }, operator('free')],
      },
    ],
    [
      'busy when some are on a break and the others talk',
      'operatorsBusy',
      {
        funnel: callable,
        operators: [operator('break'), operator('talking')],
      },
    ],
    [
      'short of lines only when every trunk is',
      'dialing',
      {
        funnel: callable,
        trunks: [trunk({ used: 4 }), trunk({ used: 3 })],
      },
    ],
    [
      'refused by the carrier only when every trunk is slowed',
      'dialing',
      {
        funnel: callable,
        trunks: [trunk({ slowed: true }), trunk()],
      },
    ],
    [
      'dialing when some callbacks wait for their operator and others may be called',
      'dialing',
      {
        funnel: { leased: 3, ready: { open: 9 } },
        campaign: { atHand: 3, promised: 3 },
      },
    ],
  ]

  it.each(CASES)('is %s', (_, state, given) => {
    expect(of(given).state).toBe(state)
  })

  it('with no line free tells how many are in use', () => {
    const trunks = [trunk({ used: 4 }), trunk({ used: 5 })]
    expect(of({ funnel: callable, trunks }).reasons[0]).toMatchObject({
      code: 'linesBusy',
      count: 9,
    })
  })
})

describe('phones that are not registered', () => {
  const named = (operators: readonly OperatorView[]) => {
    const { state, reasons } = of({ funnel: callable, operators })
    return [state, ...reasons.map(one => `${one.code} ${one.count}`)]
  }
  const without = (state: OperatorView['state']): OperatorView => ({
    ...operator(state),
    phone: 'unregistered',
  })

  it('are counted of those at work, whether or not anybody else can be called for', () => {
    expect(named([without('free'), without('free'), without('signedOut')])).toEqual([
      'phonesMissing',
      'phonesMissing 2',
    ])
    expect(named([operator('free'), without('free')])).toEqual(['dialing', 'phonesMissing 1'])
  })

  it('are what may keep everybody from coming when nobody is at work', () => {
    const nobody = [without('signedOut'), operator('signedOut')]
    expect(named(nobody)).toEqual(['noOperators', 'noOperators 2', 'phonesMissing 1'])
  })
})

describe('a campaign that is finished', () => {
  it('tells how many are, for whatever reason', () => {
    const { reasons } = of({
      funnel: { finished: { disposition: 5, attemptsMax: 4, stopList: 3 } },
    })
    expect(reasons[0]).toMatchObject({ code: 'finished', count: 12 })
  })
})

describe('a budget', () => {
  const codes = (connected: number, abandoned: number) =>
    of({
      funnel: callable,
      campaign: { budget: { ...CAMPAIGN.budget, connected, abandoned } },
    }).reasons.map(one => one.code)

  it('is named when more people than it allows were left without an operator', () => {
    expect(codes(97, 3)).toEqual([])
    expect(codes(96, 3)).toEqual(['overBudget'])
  })
})

describe('the next contact', () => {
  it('may be called now when one is at hand', () => {
    const { funnel } = of({ funnel: { leased: 4 }, campaign: { atHand: 4 } })
    expect(funnel).toMatchObject({ callableNow: 4, inFlight: 0, nextCallableAt: START })
  })

  it('may be called when its hours open or it is due, whichever comes first', () => {
    const shut = { ready: { shut: 1 }, waiting: { open: 1 } }
    const next = (nextDueAt: number) => of({ funnel: { ...shut, nextDueAt } }).funnel.nextCallableAt
    expect(next(START + 60_000)).toBe(START + 60_000)
    expect(next(START + 7_200_000)).toBe(START + 3_600_000)
  })

  it('is nobody when all are finished', () => {
    expect(of({ funnel: { finished: { disposition: 12 } } }).funnel.nextCallableAt).toBeNull()
  })
})

describe('a store that refuses', () => {
  const textOf = (storeTrouble: string, campaign: Partial<CampaignView> = {}) =>
    of({ funnel: callable, storeTrouble, campaign }).reasons[0]?.text

  it('is named by what is wrong with it, as far as that is known', () => {
    expect(textOf('STORE_FULL')).toMatch(/^The database is full, or the disk it is on, so nothing/)
    expect(textOf('STORE_BUSY')).toMatch(/^Another process holds the database, so nothing/)
    expect(textOf('STORE_UNWRITABLE')).toMatch(/^Nothing can be written to the database, so/)
  })

  it('is why a campaign that was told to stop has not', () => {
    expect(textOf('STORE_FULL', { state: 'stopping' })).toMatch(/^The database is full/)
    expect(textOf('STORE_FULL', { state: 'stopped' })).toBe('The campaign was stopped.')
  })
})

describe('open cards', () => {
  it('are all that is left when nobody is to be called any more', () => {
    const { state, reasons } = of({
      funnel: { atOperator: 2, finished: { disposition: 10 } },
      campaign: { openCards: 2, waitingCards: 1 },
    })
    expect(state).toBe('cardsOpen')
    expect(reasons.map(one => [one.code, one.count])).toEqual([
      ['cardsOpen', 2],
      ['cardsWaiting', 1],
    ])
    expect(reasons[1]?.todo).toContain('carillon cards hand')
  })

  it('are no reason while a call is on, or others may be called', () => {
    const spoken = { atOperator: 1, finished: { disposition: 11 } }
    expect(of({ funnel: spoken, campaign: { lines: { talking: 1 } } }).state).toBe('dialing')
    const others = { atOperator: 1, ready: { open: 11 } }
    expect(of({ funnel: others }).state).toBe('dialing')
    expect(of({ funnel: others }).reasons).toEqual([])
  })

  it('wait for their operators, all of them, where no engine runs', () => {
    const facts = { now: START, hours: () => ({ open: true, until: START }), live: null }
    const funnel = funnelOf({ atOperator: 3, ready: { open: 9 } })
    const { state, reasons } = diagnose({ ...facts, funnel, stopped: false })
    expect(state).toBe('notRunning')
    expect(reasons.map(one => [one.code, one.count])).toEqual([
      ['notRunning', 9],
      ['cardsWaiting', 3],
    ])
    expect(diagnose({ ...facts, funnel, stopped: true }).state).toBe('stopped')
  })

  it('is that it was stopped, which for all it knows is only until the next run', () => {
    const { state, reasons } = of({
      funnel: { ready: { open: 9 } },
      campaign: { state: 'stopped' },
    })
    expect(state).toBe('stopped')
    expect(reasons[0]?.text).toBe('The campaign was stopped.')
  })
})
