import fc from 'fast-check'
import type { Contact, Demand } from '../../../src/campaign/contact.ts'
import { OUTCOMES } from '../../../src/campaign/outcome.ts'
import type { Store } from '../../../src/store/port.ts'
import type {
  AttemptStart,
  CardClosing,
  ContactProgress,
  JournalEntry,
  NewContact,
} from '../../../src/store/records.ts'
import { LONDON, phone, ROME } from '../fixtures.ts'

/** One call of the port with everything it is given, so that it can be made on several stores. */
export interface Act {
  readonly name: string
  readonly run: (store: Store) => Promise<unknown>
}

export const CAMPAIGNS = ['demo', 'other'] as const
export const CONTACTS = 8
export const BUDGETS = ['day', 'night'] as const

const campaign = fc.constantFrom(...CAMPAIGNS)
const contactId = fc.constantFrom(1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6, CONTACTS)
const attemptId = fc.integer({ min: 1, max: 5 }).map(n => `a${n}`)
const instant = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(2.5, 7.25))
const answers = fc.dictionary(fc.constantFrom('x', 'y'), fc.integer(), { maxKeys: 2 })

const newContact: fc.Arbitrary<NewContact> = fc.record({
  key: fc.constantFrom(null, 'K'),
  zone: fc.constantFrom(ROME, LONDON),
  priority: fc.constantFrom(1, 5, 5, 9),
  phones: fc.uniqueArray(fc.integer({ min: 0, max: 5 }).map(phone), { minLength: 1, maxLength: 2 }),
  data: fc.constantFrom({}, { name: 'Ada' }),
})

const demand: fc.Arbitrary<Demand> = fc.record({
  why: fc.constantFrom('callback', 'afterAbandoned', 'preview'),
  operator: fc.constantFrom(null, 'anna'),
  graceUntil: instant,
})

const next: fc.Arbitrary<ContactProgress['next']> = fc.oneof(
  fc.record({
    kind: fc.constant('wait' as const),
    at: instant,
    position: fc.constantFrom(0, 0, 0, 0, 1),
    demand: fc.option(demand),
  }),
  fc.constantFrom({ kind: 'finished', reason: 'disposition' } as const),
  fc.constantFrom({ kind: 'finished', reason: 'stopList' } as const),
  fc.constant(null),
)

/** States that fit what is next, so that most of the progress is taken. */
const progress: fc.Arbitrary<ContactProgress> = next.chain(next =>
  fc.record({
    contact: contactId,
    state:
      next === null
        ? fc.constantFrom('ready', 'atOperator')
        : next.kind === 'finished'
          ? fc.constantFrom('finished', 'finished', 'finished', 'atOperator')
          : fc.constantFrom('waiting', 'waiting', 'ready', 'atOperator'),
    attempts: fc.integer({ min: 0, max: 2 }),
    counts: fc.constantFrom<Contact['counts'][]>({}, { busy: 1 }, { congestion: 1, noAnswer: 2 }),
    phones: fc.uniqueArray(
      fc.record({
        position: fc.constantFrom(0, 0, 0, 0, 0, 1),
        attempts: fc.integer({ min: 0, max: 3 }),
        usable: fc.boolean(),
      }),
      { selector: one => one.position, maxLength: 2 },
    ),
    next: fc.constant(next),
  }),
)

const start: fc.Arbitrary<AttemptStart> = fc.record({
  id: attemptId,
  contact: contactId,
  campaign,
  position: fc.constant(0),
  number: fc.integer({ min: 1, max: 5 }),
  trunk: fc.constant('main'),
  callerId: fc.constant('+442079460999'),
  budget: fc.constantFrom(...BUDGETS),
  mode: fc.constantFrom('progressive', 'progressive', 'preview', 'power'),
  reservedFor: fc.constantFrom(null, 'anna'),
  begunAt: instant,
  rules: fc.constant('uk'),
})

const marked = fc.record(
  {
    placedAt: instant,
    answeredAt: instant,
    connectedAt: instant,
    operator: fc.constantFrom('anna', 'bert'),
    sip: fc.constantFrom(200, 486),
    outcome: fc.constantFrom(...OUTCOMES),
  },
  { requiredKeys: [] },
)

const entry: fc.Arbitrary<JournalEntry> = fc.oneof(
  fc.record({ kind: fc.constant('attempt'), at: instant, attempt: attemptId, marks: marked }),
  fc.record({ kind: fc.constant('contact'), at: instant, progress }),
  fc.record({
    kind: fc.constant('card'),
    at: instant,
    attempt: attemptId,
    contact: contactId,
    campaign,
    operator: fc.constantFrom('anna', 'bert'),
    answers,
  }),
)

const closing = fc.record({
  at: instant,
  attempt: attemptId,
  contact: contactId,
  operator: fc.constantFrom('anna', 'bert'),
  disposition: fc.constantFrom('sold', 'later'),
  machine: fc.boolean(),
  answers,
  progress,
  stop: fc.constantFrom(null, null, 1, 7),
})

const lease = fc.record({
  campaign,
  limit: fc.integer({ min: 1, max: 4 }),
  now: instant,
  zones: fc.subarray([ROME, LONDON, 'Asia/Omsk']),
  which: fc.constantFrom('general', 'demanded'),
  order: fc.constantFrom('fresh', 'retries'),
})

/**
 * What the store knows, to make most calls such as fit it: what does not is refused at once and
 * tries little else.
 */
async function known(store: Store) {
  const attempts: AttemptStart[] = []
  const contacts: Contact[] = []
  for (const name of CAMPAIGNS) {
    attempts.push(...(await store.attempts(name, null, 99)))
    for (let id = 1; id <= CONTACTS; id++) {
      const view = await store.contactView(name, id)
      if (view !== null) contacts.push(view.contact)
    }
  }
  return { attempts, contacts }
}

async function begin(store: Store, starts: readonly AttemptStart[]): Promise<unknown> {
  const { contacts } = await known(store)
  const fitting = starts.flatMap(start => {
    const contact = contacts.find(({ id }) => id === start.contact)
    if (contact === undefined) return []
    return { ...start, campaign: contact.campaign, number: contact.phones[0]!.number }
  })
  return store.beginAttempts(starts[0]?.mode === 'power' ? starts : fitting)
}

async function record(store: Store, entries: readonly JournalEntry[]): Promise<unknown> {
  const { attempts, contacts } = await known(store)
  const fitting = entries.filter(entry => {
    if (entry.kind === 'contact') return fits(entry.progress, contacts)
    return 'attempt' in entry && attempts.some(({ id }) => id === entry.attempt)
  })
  return store.record(entries[0]?.at === 7.25 ? entries : fitting)
}

function fits({ contact, phones, next }: ContactProgress, contacts: readonly Contact[]): boolean {
  const has = contacts.find(({ id }) => id === contact)?.phones.length ?? 0
  const positions = [...phones, ...(next?.kind === 'wait' ? [next] : [])]
  return has > 0 && positions.every(({ position }) => position < has)
}

async function close(store: Store, card: CardClosing): Promise<unknown> {
  const { attempts } = await known(store)
  const called = attempts[attempts.findIndex(({ id }) => id === card.attempt)] ?? attempts[0]
  if (called === undefined || card.stop === 7) return store.closeCard(card)
  const { id: attempt, contact } = called
  return store.closeCard({ ...card, attempt, contact, progress: { ...card.progress, contact } })
}

function act<T>(name: string, given: fc.Arbitrary<T>, run: (store: Store, given: T) => unknown) {
  return given.map((value): Act => {
    const shown = `${name} ${fc.stringify(value)}`
    return { name: shown, run: async store => run(store, value) }
  })
}

/** Any call, those an engine makes most often more often. */
export const anyAct: fc.Arbitrary<Act> = fc.oneof(
  act('put', campaign, (store, name) => store.putCampaign(name, name)),
  act('add', fc.tuple(campaign, fc.array(newContact, { maxLength: 4 })), (store, [name, batch]) =>
    store.addContacts(name, batch, 1),
  ),
  { weight: 3, arbitrary: act('lease', lease, (store, query) => store.leaseContacts(query)) },
  act('return', fc.array(contactId, { maxLength: 3 }), (store, ids) => store.returnContacts(ids)),
  {
    weight: 3,
    arbitrary: act('begin', fc.array(start, { minLength: 1, maxLength: 3 }), begin),
  },
  {
    weight: 5,
    arbitrary: act('record', fc.array(entry, { minLength: 1, maxLength: 3 }), record),
  },
  { weight: 3, arbitrary: act('close', closing, close) },
  act('stop', fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 2 }), (store, numbers) =>
    store.stopNumbers(numbers, 'asked', 1),
  ),
  act('setStopped', fc.tuple(campaign, fc.boolean()), (store, [name, stopped]) =>
    store.setStopped(name, stopped, 1),
  ),
  act('keepLearned', fc.tuple(campaign, fc.string()), (store, [name, learned]) =>
    store.keepLearned(name, learned, 1),
  ),
  act('call in', fc.tuple(campaign, fc.integer({ min: -1, max: 5 })), (store, [name, n]) =>
    store.takeCaller({
      from: n < 0 ? null : phone(n),
      to: '+442079460999',
      campaigns: CAMPAIGNS,
      showing: CAMPAIGNS,
      admit: { campaign: name, zone: ROME },
      at: 1,
    }),
  ),
  act('startOver', campaign, (store, name) => store.startOver(name, 1)),
  act('restore', fc.constant(null), store => store.restore()),
)

/** What came of an act: its answer, or that it was refused. */
export async function fate(act: Act, store: Store): Promise<unknown> {
  try {
    return { answer: await act.run(store) }
  } catch (error) {
    return { refused: error instanceof Error && 'code' in error ? error.code : 'a broken rule' }
  }
}
