import { BrokenRule } from '../../base/assert.ts'
import { CarillonError, type ErrorCode } from '../../base/errors.ts'
import type { ConnectionOptions } from './db/connection.ts'
import type { Durability } from './db/transactions.ts'
import type { Verbs } from './verbs.ts'

/** What the thread is started with. */
export type WorkerStart = ConnectionOptions

/** One call from the client to the thread. */
export interface Call {
  readonly verb: keyof Verbs | 'close'
  readonly given: readonly unknown[]
}

/** The answer to one call. Answers come in the order of the calls, several in one message. */
export type Reply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly failure: Failure }

/** An error on its way between threads, which copy messages and not classes. */
export interface Failure {
  /** Of a `CarillonError`; null for a bug. */
  readonly code: ErrorCode | null
  readonly message: string
  readonly stack: string | undefined
}

/** @returns an error in a form that can be copied to another thread. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CarillonError) {
    return { code: error.code, message: error.message, stack: error.stack }
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  return { code: null, message, stack }
}

/** @returns the error that was copied: a `CarillonError`, or a `BrokenRule` for whatever else. */
export function errorOf({ code, message, stack }: Failure): Error {
  if (code !== null) return new CarillonError(code, message)
  const error = new BrokenRule(message)
  error.message = message
  if (stack !== undefined) error.stack = stack
  return error
}

/** What each verb asks of the disk; null for those that only read. */
export const DURABILITY: Readonly<Record<keyof Verbs, Durability | null>> = {
  putCampaign: 'normal',
  addContacts: 'normal',
  markImported: 'normal',
  wasImported: null,
  startOver: 'normal',
  setStopped: 'full',
  isStopped: null,
  keepLearned: 'normal',
  learned: null,
  run: null,
  zones: null,
  leaseContacts: 'normal',
  returnContacts: 'normal',
  takeCaller: 'normal',
  people: null,
  beginAttempts: 'full',
  beginOutside: 'full',
  record: 'normal',
  closeCard: 'full',
  stopNumbers: 'full',
  restore: 'normal',
  budgetCounts: null,
  lastAt: null,
  funnel: null,
  contactView: null,
  openCards: null,
  findContacts: null,
  attempts: null,
}
