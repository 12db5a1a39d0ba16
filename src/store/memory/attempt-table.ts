import { assert } from '../../base/assert.ts'
import type { Instant } from '../../base/duration.ts'
import type {
  AttemptId,
  BudgetId,
  CampaignId,
  ContactId,
  NumberId,
  OperatorId,
} from '../../base/id.ts'
import type { CardAnswers } from '../../campaign/card.ts'
import type { BudgetCounts } from '../port.ts'
import type {
  AttemptMarks,
  AttemptStart,
  CardClosing,
  JournalEntry,
  PromisedCallback,
} from '../records.ts'
import { callbackOf, countedAs } from '../standing.ts'
import { BudgetLedger } from './budget-ledger.ts'

/** A card and its draft; it is open until it has a closing instant. */
export interface CardRow {
  /** Whose it is now. */
  operator: OperatorId
  readonly openedAt: Instant
  answers: CardAnswers
  closedAt: Instant | null
  disposition: string | null
  callback: PromisedCallback | null
}

/** An attempt as the memory store keeps it. */
export interface AttemptRow {
  readonly start: AttemptStart
  /** Of which run of its campaign it is. */
  readonly run: number
  marks: AttemptMarks
  card: CardRow | null
  machine: boolean
}

/** Attempts, which of them are live, their cards, and how they count in the budgets. */
export class AttemptTable {
  private readonly rows = new Map<AttemptId, AttemptRow>()
  private readonly liveByContact = new Map<ContactId, AttemptRow>()
  private readonly liveByNumber = new Map<NumberId, AttemptRow>()
  private readonly ledgers = new Map<BudgetId, BudgetLedger>()
  private readonly resolution: number

  /** @param resolution of the budget counts, in ms; 0 keeps every moment. */
  constructor(resolution: number) {
    this.resolution = resolution
  }

  get(id: AttemptId): AttemptRow | undefined {
    return this.rows.get(id)
  }

  contactIsBusy(contact: ContactId): boolean {
    return this.liveByContact.has(contact)
  }

  numberIsBusy(number: NumberId): boolean {
    return this.liveByNumber.has(number)
  }

  /** Live attempts in order of id. */
  live(): AttemptRow[] {
    return inOrder([...this.liveByContact.values()])
  }

  /** Attempts with an open card, in order of id. */
  withOpenCard(): AttemptRow[] {
    return inOrder([...this.rows.values()].filter(hasOpenCard))
  }

  /** The latest attempt of these campaigns, of any run, that showed `callerId` to a number. */
  latestShown(
    number: NumberId,
    callerId: string,
    campaigns: readonly CampaignId[],
  ): AttemptRow | null {
    let latest: AttemptRow | null = null
    for (const row of this.rows.values()) {
      const { start } = row
      if (start.number !== number || start.callerId !== callerId) continue
      if (start.mode === 'incoming' || !campaigns.includes(start.campaign)) continue
      if (latest === null || start.id > latest.start.id) latest = row
    }
    return latest
  }

  begin(start: AttemptStart, run: number): AttemptRow {
    const row: AttemptRow = { start, run, marks: {}, card: null, machine: false }
    this.rows.set(start.id, row)
    this.liveByContact.set(start.contact, row)
    this.liveByNumber.set(start.number, row)
    return row
  }

  /** Adds what became known; with an outcome the attempt is over. */
  mark(row: AttemptRow, marks: AttemptMarks): void {
    this.recount(row, () => {
      row.marks = { ...row.marks, ...marks }
    })
    if (marks.outcome === undefined) return
    this.liveByContact.delete(row.start.contact)
    this.liveByNumber.delete(row.start.number)
  }

  /**
   * Opens the attempt's card or replaces its draft and its operator; a draft that comes after the
   * closing is late and dropped.
   */
  draft(row: AttemptRow, entry: Extract<JournalEntry, { kind: 'card' }>): void {
    row.card ??= newCard(entry.operator, entry.at)
    if (row.card.closedAt !== null) return
    row.card.answers = entry.answers
    row.card.operator = entry.operator
  }

  closeCard(row: AttemptRow, closing: CardClosing): void {
    row.card ??= newCard(closing.operator, closing.at)
    assert(row.card.closedAt === null, `the card of ${row.start.id} is closed once`)
    row.card.closedAt = closing.at
    row.card.operator = closing.operator
    row.card.answers = closing.answers
    row.card.disposition = closing.disposition
    row.card.callback = callbackOf(closing)
    this.recount(row, () => {
      row.machine = closing.machine
    })
  }

  forget(row: AttemptRow): void {
    this.rows.delete(row.start.id)
  }

  budgetCounts(budget: BudgetId, from: Instant, to: Instant): BudgetCounts {
    return this.ledgers.get(budget)?.count(from, to) ?? { connected: 0, abandoned: 0 }
  }

  private recount(row: AttemptRow, change: () => void): void {
    this.count(row, -1)
    change()
    this.count(row, 1)
  }

  private count({ start, marks, machine }: AttemptRow, by: 1 | -1): void {
    const as = countedAs(marks.outcome, machine)
    if (as === null) return
    let ledger = this.ledgers.get(start.budget)
    if (ledger === undefined) {
      ledger = new BudgetLedger(this.resolution)
      this.ledgers.set(start.budget, ledger)
    }
    ledger.add(as, marks.answeredAt ?? start.begunAt, by)
  }
}

/** Whether the attempt's card was opened and not closed. */
export function hasOpenCard({ card }: AttemptRow): boolean {
  return card !== null && card.closedAt === null
}

function newCard(operator: OperatorId, openedAt: Instant): CardRow {
  return { operator, openedAt, answers: {}, closedAt: null, disposition: null, callback: null }
}

/** Ids of version 7 sort by the moment they were made. */
function inOrder(rows: AttemptRow[]): AttemptRow[] {
  return rows.sort((a, b) => (a.start.id < b.start.id ? -1 : 1))
}
