import type { Instant } from '../../base/duration.ts'
import { CarillonError } from '../../base/errors.ts'
import type { ContactId } from '../../base/id.ts'
import type { Campaign } from '../../campaign/campaign.ts'
import type { FinishReason } from '../../campaign/contact.ts'
import { OUTCOMES } from '../../campaign/outcome.ts'
import { UNCOUNTED } from '../../campaign/rules/tally.ts'
import { nextOpen, windowAt } from '../../compliance/calling-hours.ts'
import { OUTCOME_WORDS } from '../../reports/outcome-words.ts'
import type { ContactView, Store } from '../../store/port.ts'

/** Why one contact is not being called now, and when it will be. */
export interface ContactExplanation {
  readonly contact: ContactId
  readonly state: ContactView['state']
  readonly attempts: number
  /** When it may be called next: now or later; null when it will not be, or is being called. */
  readonly nextAt: Instant | null
  readonly text: string
}

const FINISHED: Readonly<Record<FinishReason, string>> = {
  disposition: 'finished by what the operator said came of the call',
  attemptsMax: 'finished: the retry plan allows no more attempts',
  ruleMax: 'finished: the retry plan allows no more attempts after this outcome',
  noUsablePhone: 'finished: none of its phones can be called any more',
  stopList: 'finished: it asked not to be called',
  noCallableHours: 'finished: it may not be called at any hour within a year',
  calledIn: 'finished: it called by itself and stands on no list',
}

/** @throws CarillonError NOT_FOUND when the campaign has no such contact. */
export async function explainContact(
  campaign: Campaign,
  store: Store,
  id: ContactId,
  now: Instant,
): Promise<ContactExplanation> {
  const view = await store.contactView(campaign.id, id)
  if (view === null) {
    throw new CarillonError(
      'NOT_FOUND',
      `Campaign "${campaign.id}" has no contact ${id}. The column "contact" of "carillon results" has their numbers.`,
    )
  }
  const { contact, person, state } = view
  const { why, nextAt } = reason(campaign, view, now)
  const lines = [
    `Contact ${id}${person.key === null ? '' : ` (${person.key})`}: ${why}`,
    `  attempts  ${contact.attempts} of at most ${campaign.retry.attemptsMax}${countsOf(view, campaign)}`,
    `  phones    ${phoneWords(view)}`,
    `  zone      ${contact.zone}`,
  ]
  return { contact: id, state, attempts: contact.attempts, nextAt, text: lines.join('\n') }
}

/** Of a contact that is finished no phone is next. */
function phoneWords({ contact, state, stopped }: ContactView): string {
  const { phones, position } = contact
  const usable = phones.filter(phone => phone.usable && !stopped.includes(phone.position))
  const words = `${usable.length} of ${phones.length} can be called`
  return state === 'finished' ? words : `${words}; next is phone ${position + 1}`
}

/** `(2 no answer, 1 "Sold"; not counted: 10 congestion)`. */
function countsOf({ contact }: ContactView, { dispositions }: Campaign): string {
  const labels = new Map(dispositions.map(({ id, label }) => [`disposition:${id}`, `"${label}"`]))
  const counted: string[] = []
  const others: string[] = []
  for (const [what, count] of Object.entries(contact.counts)) {
    const outcome = OUTCOMES.find(one => one === what)
    const list = outcome !== undefined && UNCOUNTED.has(outcome) ? others : counted
    list.push(
      `${count} ${outcome === undefined ? (labels.get(what) ?? what) : OUTCOME_WORDS[outcome]}`,
    )
  }
  const parts = [counted.join(', '), others.length > 0 ? `not counted: ${others.join(', ')}` : '']
  const words = parts.filter(part => part !== '')
  return words.length === 0 ? '' : ` (${words.join('; ')})`
}

function reason(
  campaign: Campaign,
  view: ContactView,
  now: Instant,
): { readonly why: string; readonly nextAt: Instant | null } {
  const { contact, state, finished } = view
  if (state === 'finished') return { why: FINISHED[finished ?? 'disposition'], nextAt: null }
  if (state === 'atOperator')
    return { why: 'with an operator: in a call or on an open card', nextAt: null }
  if (state === 'leased')
    return { why: 'at hand: it is being called, or among the next', nextAt: now }
  const due = Math.max(now, view.nextAt ?? now)
  const at = nextOpen(campaign.hours, contact.zone, due)
  const when = `it may be called from ${stamp(at)}`
  if (view.nextAt !== null && view.nextAt > now) {
    const what =
      contact.demand?.why === 'callback' ? 'a callback was promised' : 'the retry plan lets it wait'
    return { why: `waiting: ${what}; ${when}`, nextAt: at }
  }
  if (!windowAt(campaign.hours, contact.zone, now).open) {
    return {
      why: `waiting: it is outside the calling hours in ${contact.zone}; ${when}`,
      nextAt: at,
    }
  }
  return { why: 'ready: it is called as soon as an operator and a line are free', nextAt: now }
}

const stamp = (at: Instant): string => `${new Date(at).toISOString().slice(0, 19)}Z`
