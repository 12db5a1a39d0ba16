import { assert } from '../../base/assert.ts'
import type { Contact } from '../../campaign/contact.ts'
import type { ContactView } from '../port.ts'
import type { AttemptRecord, LiveAttempt, OpenCard } from '../records.ts'
import type { AttemptRow } from './attempt-table.ts'
import type { ContactRow } from './contact-row.ts'
import type { NumberTable } from './number-table.ts'

/** @returns the contact as the engine is to see it: phones on the stop list are of no use. */
export function contactOf({ contact }: ContactRow, numbers: NumberTable): Contact {
  if (!numbers.anyStopped) return contact
  if (!contact.phones.some(phone => phone.usable && numbers.isStopped(phone.number))) return contact
  const phones = contact.phones.map(phone => ({
    ...phone,
    usable: phone.usable && !numbers.isStopped(phone.number),
  }))
  return { ...contact, phones }
}

/** @returns the contact as `explain` shows it. */
export function contactViewOf(row: ContactRow, numbers: NumberTable): ContactView {
  const waits = row.place === 'queued' && row.due > 0
  return {
    contact: contactOf(row, numbers),
    person: row.person,
    state: row.place === 'queued' ? (waits ? 'waiting' : 'ready') : row.place,
    nextAt: waits ? row.due : null,
    finished: row.finished,
    stopped: row.contact.phones.flatMap(phone =>
      numbers.isStopped(phone.number) ? [phone.position] : [],
    ),
  }
}

/** @returns a live attempt as an engine finds it when it starts. */
export function liveAttemptOf(
  { start, marks }: AttemptRow,
  contact: ContactRow,
  numbers: NumberTable,
): LiveAttempt {
  return { start, marks, contact: contactOf(contact, numbers) }
}

/** @returns a card that was opened and not closed. */
export function openCardOf(
  { start, marks, card }: AttemptRow,
  contact: ContactRow,
  numbers: NumberTable,
): OpenCard {
  assert(card !== null, `attempt ${start.id} has a card`)
  const counts = marks.outcome === 'connected'
  return {
    attempt: start.id,
    contact: contactOf(contact, numbers),
    campaign: start.campaign,
    operator: card.operator,
    answers: card.answers,
    openedAt: card.openedAt,
    position: start.position,
    counted: counts ? (marks.answeredAt ?? start.begunAt) : null,
  }
}

/** @returns an attempt as results read it. */
export function attemptRecordOf(
  { start, marks, card, machine }: AttemptRow,
  contact: ContactRow,
  numbers: NumberTable,
): AttemptRecord {
  return {
    ...start,
    ...marks,
    key: contact.person.key,
    phone: numbers.text(start.number),
    disposition: card?.disposition ?? null,
    ...(card?.closedAt != null && { closedAt: card.closedAt }),
    machine,
    callback: card?.callback ?? null,
    answers: card?.answers ?? null,
    data: contact.person.data,
  }
}
