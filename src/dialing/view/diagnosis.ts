import type { Instant } from '../../base/duration.ts'
import type { Funnel } from '../../store/records.ts'
import type { CampaignView, OperatorView, TrunkView } from './snapshot.ts'

/** Why a campaign is or is not dialing, in one word. */
export type DiagnosisState =
  | 'dialing'
  | 'notRunning'
  | 'stopping'
  | 'stopped'
  | 'noContacts'
  | 'finished'
  | 'storeFailing'
  | 'networkDown'
  | 'noOperators'
  | 'operatorsBusy'
  | 'phonesRinging'
  | 'phonesMissing'
  | 'promised'
  | 'outsideHours'
  | 'waitingForRetry'
  | 'cardsOpen'
  | 'linesBusy'
  | 'carrierRefuses'

/** One thing that keeps contacts or operators from being used, and what to do about it. */
export interface Reason {
  readonly code:
    | DiagnosisState
    | 'stopList'
    | 'attemptsUsedUp'
    | 'cardsWaiting'
    | 'operatorsOnBreak'
    | 'serversMissing'
    | 'overBudget'
  /** How many contacts, operators or lines it concerns. */
  readonly count: number
  readonly text: string
  readonly todo: string
}

/** Contacts by what stands between them and a call. All but `total` add up to `total`. */
export interface CallFunnel {
  readonly total: number
  readonly callableNow: number
  readonly outsideHours: number
  readonly waitingForRetry: number
  readonly inFlight: number
  /** On an open card. */
  readonly atOperator: number
  readonly onStopList: number
  /** Done: by a disposition. */
  readonly done: number
  /** Done: no attempts, phones or permitted hours are left. */
  readonly exhausted: number
  /** When the next contact may be called, or null when none is waiting. */
  readonly nextCallableAt: Instant | null
}

/** The answer to: why is it not dialing? */
export interface Diagnosis {
  readonly state: DiagnosisState
  readonly reasons: readonly Reason[]
  readonly funnel: CallFunnel
}

/**
 * What a diagnosis looks at. `live` null: no engine runs the campaign; `stopped` then says whether
 * the next one will.
 */
export interface DiagnosisFacts {
  readonly now: Instant
  readonly funnel: Funnel
  readonly stopped: boolean
  /** Whether the zone's hours are open, and until when that holds. */
  readonly hours: (zone: string) => { readonly open: boolean; readonly until: Instant }
  readonly live: {
    readonly campaign: CampaignView
    readonly operators: readonly OperatorView[]
    readonly trunks: readonly TrunkView[]
    readonly storeTrouble: string | null
    /** Why there is no telephone network, in words for people; null: it is there. */
    readonly networkTrouble?: string | null
    /** What is wrong with servers while others carry the calls, in words for people. */
    readonly serversMissing?: readonly string[]
  } | null
}

/** Says why a campaign is or is not dialing. Pure. */
export function diagnose(facts: DiagnosisFacts): Diagnosis {
  const funnel = callFunnel(facts)
  const reasons = [
    ...contactReasons(funnel),
    ...cardReasons(facts, funnel),
    ...(facts.live === null ? [] : liveReasons(facts.live)),
  ]
  const state = stateOf(facts, funnel)
  const main = mainOf(state, facts)
  const first: Reason[] =
    main === undefined ? [] : [{ code: state, count: countOf(state, facts, funnel), ...main }]
  return { state, reasons: [...first, ...reasons.filter(reason => reason.code !== state)], funnel }
}

/** The contacts of a store, seen with the clock and the calling hours. */
export function callFunnel({ funnel, hours, live, now }: DiagnosisFacts): CallFunnel {
  let callableNow = 0
  let outsideHours = 0
  let opensAt = Infinity
  for (const [zone, count] of Object.entries(funnel.ready)) {
    const { open, until } = hours(zone)
    if (open) callableNow += count
    else {
      outsideHours += count
      opensAt = Math.min(opensAt, until)
    }
  }
  const waiting = Object.values(funnel.waiting).reduce((a, b) => a + b, 0)
  const { stopList = 0, disposition = 0, ...spent } = funnel.finished
  // What an engine had at hand when it ended is ready again for the next one.
  const atHand = live === null ? funnel.leased : Math.min(live.campaign.atHand, funnel.leased)
  const next = callableNow + atHand > 0 ? now : Math.min(opensAt, funnel.nextDueAt ?? Infinity)
  return {
    total: funnel.total,
    callableNow: callableNow + atHand,
    outsideHours,
    waitingForRetry: waiting,
    inFlight: funnel.leased - atHand,
    atOperator: funnel.atOperator,
    onStopList: stopList,
    done: disposition,
    exhausted: Object.values(spent).reduce((a, b) => a + b, 0),
    nextCallableAt: next === Infinity ? null : next,
  }
}

function stateOf({ live, stopped }: DiagnosisFacts, funnel: CallFunnel): DiagnosisState {
  if (funnel.total === 0) return 'noContacts'
  const open = funnel.callableNow + funnel.outsideHours + funnel.waitingForRetry
  const under = funnel.inFlight + funnel.atOperator
  if (open + under === 0) return 'finished'
  if (live === null) return stopped ? 'stopped' : 'notRunning'
  const { state } = live.campaign
  if (live.storeTrouble !== null && state !== 'stopped') return 'storeFailing'
  if (state !== 'running') return state
  if ((live.networkTrouble ?? null) !== null) return 'networkDown'
  const { lines } = live.campaign
  if ((lines.placed ?? 0) + (lines.beginning ?? 0) > 0) return 'dialing'
  if (open + funnel.inFlight === 0 && Object.keys(lines).length === 0) return 'cardsOpen'
  const signedIn = live.operators.filter(one => one.state !== 'signedOut')
  if (signedIn.length === 0) return ringing(live.operators) > 0 ? 'phonesRinging' : 'noOperators'
  if (funnel.callableNow === 0) {
    if (funnel.outsideHours > 0) return 'outsideHours'
    return funnel.waitingForRetry > 0 ? 'waitingForRetry' : 'dialing'
  }
  const working = signedIn.filter(one => one.state !== 'break')
  if (working.length === 0) return 'noOperators'
  if (working.every(hasNoPhone)) return 'phonesMissing'
  const idle = working.filter(
    one => (one.state === 'free' || one.state === 'reserved') && !hasNoPhone(one),
  )
  if (idle.length === 0) return 'operatorsBusy'
  if (!idle.some(one => one.phone === 'up') && ringing(idle) > 0) return 'phonesRinging'
  if (funnel.callableNow <= live.campaign.promised) return 'promised'
  if (live.trunks.every(trunk => trunk.slowed)) return 'carrierRefuses'
  if (live.trunks.every(trunk => trunk.used >= trunk.lines)) return 'linesBusy'
  return 'dialing'
}

/** How many phones ring, or are about to: those that dropped are called again within a second. */
function ringing(operators: readonly OperatorView[]): number {
  const soon = ({ state, phone }: OperatorView): boolean =>
    state !== 'signedOut' && state !== 'break' && (phone === 'lost' || phone === 'hungUp')
  return operators.filter(one => one.phone === 'rings' || soon(one)).length
}

const hasNoPhone = ({ phone }: OperatorView): boolean => phone === 'unregistered'

/** Whose phones cannot be rung, of those at work; where nobody is, of those who could come. */
function phoneless(operators: readonly OperatorView[]): number {
  const signedIn = operators.filter(one => one.state !== 'signedOut')
  return (signedIn.length === 0 ? operators : signedIn).filter(hasNoPhone).length
}

/**
 * Why there is no network is known only to whoever connects to it; why nothing is written, to the
 * store.
 */
function mainOf(state: DiagnosisState, { live }: DiagnosisFacts) {
  const main = MAIN[state]
  const trouble = STORE_TROUBLES[live?.storeTrouble ?? '']
  if (state === 'storeFailing' && trouble !== undefined && main !== undefined)
    return { ...main, text: `${trouble}, so nothing is dialed.` }
  if (state !== 'networkDown' || main === undefined) return main
  return { ...main, text: `Nothing is dialed: ${live?.networkTrouble ?? main.text}` }
}

/** By the code of the store's error. */
const STORE_TROUBLES: Readonly<Record<string, string>> = {
  STORE_FULL: 'The database is full, or the disk it is on',
  STORE_BUSY: 'Another process holds the database',
}

const MAIN: Partial<Record<DiagnosisState, Pick<Reason, 'text' | 'todo'>>> = {
  notRunning: {
    text: 'No engine is running this campaign.',
    todo: 'Start it with "carillon run".',
  },
  stopping: {
    text: 'The campaign was stopped; calls in flight are ending.',
    todo: 'Wait for them.',
  },
  stopped: {
    text: 'The campaign was stopped.',
    todo: 'Start it with "carillon campaign start".',
  },
  noContacts: {
    text: 'The campaign has no contacts.',
    todo: 'Import a list: "carillon lists import".',
  },
  finished: {
    text: 'Every contact is finished.',
    todo: 'Import more contacts, or start over with "carillon run --fresh".',
  },
  storeFailing: {
    text: 'Nothing can be written to the database, so nothing is dialed.',
    todo: 'Look at the disk and at what else holds the database file; dialing resumes by itself.',
  },
  networkDown: {
    text: 'there is no telephone network.',
    todo: 'Bring the server back: dialing resumes by itself.',
  },
  noOperators: {
    text: 'No operator is at work for this campaign.',
    todo: 'Have operators sign in, or come back from their breaks.',
  },
  operatorsBusy: {
    text: 'Every operator is talking or wrapping up.',
    todo: 'Nothing: dialing goes on when one is free. More operators would dial more.',
  },
  phonesRinging: {
    text: "Operators' phones are being rung: nobody is called for whoever has not picked up.",
    todo: 'Have them pick up. A phone that does not answer in 15 s takes its operator out of rotation.',
  },
  phonesMissing: {
    text: "Operators' phones are not registered: nobody is called for whoever cannot be rung.",
    todo: 'Have them switched on. "carillon servers" names those that fail to prove their password.',
  },
  promised: {
    text: 'Callbacks wait for the operators they were promised to, who are not free.',
    todo: 'Nothing: when their grace is over, any operator makes them.',
  },
  outsideHours: {
    text: 'It is outside the calling hours where the contacts are.',
    todo: 'Wait for the hours to open, or change "hours" in the campaign file if the law allows it.',
  },
  waitingForRetry: {
    text: 'Every contact that is left waits for its next attempt.',
    todo: 'Wait, or shorten the delays of the retry plan.',
  },
  cardsOpen: {
    text: 'Contacts were spoken to and their cards are still open; nobody else is left to call.',
    todo: 'Have them closed: "carillon cards list" says whose they are.',
  },
  linesBusy: {
    text: 'Every line of the trunks is in use, or the trunks are down.',
    todo: 'Wait, or raise "lines" in the site file if the carrier gives you more.',
  },
  carrierRefuses: {
    text: 'The carrier refuses calls for want of room, so the trunk is slowed down.',
    todo: 'Wait: it recovers by itself. If it lasts, ask the carrier.',
  },
}

function countOf(state: DiagnosisState, { live }: DiagnosisFacts, funnel: CallFunnel): number {
  switch (state) {
    case 'outsideHours':
      return funnel.outsideHours
    case 'waitingForRetry':
      return funnel.waitingForRetry
    case 'promised':
      return live?.campaign.promised ?? 0
    case 'operatorsBusy':
    case 'noOperators':
      return live?.operators.length ?? 0
    case 'phonesRinging':
      return ringing(live?.operators ?? [])
    case 'phonesMissing':
      return phoneless(live?.operators ?? [])
    case 'linesBusy':
    case 'carrierRefuses':
      return live?.trunks.reduce((sum, trunk) => sum + trunk.used, 0) ?? 0
    case 'finished':
      return funnel.done + funnel.exhausted + funnel.onStopList
    case 'stopping':
      return funnel.inFlight
    case 'cardsOpen':
      return funnel.atOperator
    default:
      return funnel.callableNow
  }
}

function contactReasons(funnel: CallFunnel): Reason[] {
  const all: Reason[] = [
    { code: 'outsideHours', count: funnel.outsideHours, ...MAIN.outsideHours! },
    {
      code: 'waitingForRetry',
      count: funnel.waitingForRetry,
      text: 'Contacts wait for their next attempt or a promised callback.',
      todo: 'Nothing: they are called when they are due.',
    },
    {
      code: 'stopList',
      count: funnel.onStopList,
      text: 'Contacts are on the stop list and are not called.',
      todo: 'Nothing: they asked for it.',
    },
    {
      code: 'attemptsUsedUp',
      count: funnel.exhausted,
      text: 'Contacts have no attempt, phone or permitted hour left.',
      todo: 'Nothing: the retry plan is done with them. "carillon run --fresh" begins with everybody again.',
    },
  ]
  return all.filter(reason => reason.count > 0)
}

/** Without an engine nobody has any card in hand. */
function cardReasons({ live }: DiagnosisFacts, funnel: CallFunnel): Reason[] {
  const count = live === null ? funnel.atOperator : live.campaign.waitingCards
  const text = 'Open cards wait for operators who are away; their contacts are not finished.'
  const todo =
    'Have the operators come back, or give the cards to others: "carillon cards list", "carillon cards hand".'
  return count === 0 ? [] : [{ code: 'cardsWaiting', count, text, todo }]
}

function liveReasons(live: NonNullable<DiagnosisFacts['live']>): Reason[] {
  const away = live.operators.filter(one => one.state === 'break').length
  const slowed = live.trunks.filter(trunk => trunk.slowed).length
  const { connected, abandoned, rule } = live.campaign.budget
  const over = abandoned > rule.limit * (connected + abandoned)
  const missing = live.serversMissing ?? []
  const all: Reason[] = [
    {
      code: 'operatorsOnBreak',
      count: away,
      text: 'Operators are on a break.',
      todo: 'Nothing, unless they should be working.',
    },
    { code: 'phonesRinging', count: ringing(live.operators), ...MAIN.phonesRinging! },
    { code: 'phonesMissing', count: phoneless(live.operators), ...MAIN.phonesMissing! },
    {
      code: 'serversMissing',
      count: missing.length,
      text: missing.join(' '),
      todo: 'Bring them back; until then the other servers carry the calls.',
    },
    { code: 'carrierRefuses', count: slowed, ...MAIN.carrierRefuses! },
    {
      code: 'overBudget',
      count: over ? abandoned : 0,
      text: `More people than the budget "${rule.id}" allows answered and found no operator.`,
      todo: 'Nothing: one line for each operator is dialed until the share is below the limit.',
    },
  ]
  return all.filter(reason => reason.count > 0)
}
