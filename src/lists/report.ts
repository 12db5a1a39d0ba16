import type { CampaignId } from '../base/id.ts'
import type { Fault } from './contact-row.ts'
import type { EncodingChoice } from './file/encoding.ts'
import type { Separator } from './file/separator.ts'
import type { Rule } from './rules.ts'

/**
 * Rejected rows and left-out numbers are itemised up to this many each, and so are duplicates of
 * both kinds; their counts are complete.
 */
export const ITEMS_MAX = 1000
/** Characters of a raw value that are kept. */
export const VALUE_LENGTH_MAX = 80

/** One row that was not imported, or one number that was left out of a contact. */
export interface ReportItem extends Fault {
  /** As a spreadsheet counts: the header is row 1, blank rows count. */
  readonly row: number
  /** Line of the file, from 1, on which the row begins. */
  readonly line: number
}

/** One row that was not imported because its contact is there already. */
export interface DuplicateItem {
  /** Line of the file, from 1, on which the row begins. */
  readonly line: number
  /** The number that both have first, in E.164. */
  readonly number: string
  /** The line of the file that has the same number; null: a contact of the campaign has it. */
  readonly sameAs: number | null
}

/** One contact that was added although its key names another one of the list too. */
export interface SameKeyItem {
  /** Line of the file, from 1, on which the row begins. */
  readonly line: number
  readonly key: string
  /** The line that has had the key before. */
  readonly sameAs: number
}

/** How often rules were broken, and the first items. */
export interface FaultReport {
  readonly count: number
  readonly byRule: Readonly<Partial<Record<Rule, number>>>
  readonly items: readonly ReportItem[]
}

/**
 * How far an import has come. `rows` = `blank` + `added` + duplicates + `rejected` + those under
 * way.
 */
export interface ImportProgress {
  /** Data rows read, and how many there are. */
  readonly rows: number
  readonly of: number
  readonly added: number
  readonly duplicates: number
  readonly rejected: number
}

/** What an import came to. Plain data: it travels between threads. */
export interface ImportReport {
  readonly campaign: CampaignId
  readonly file: string
  /** SHA-256 of the file, in hexadecimal. */
  readonly digest: string
  readonly encoding: EncodingChoice
  readonly separator: Separator
  /**
   * `imported`: to the end. `interrupted`: what was read before is added; importing the file again
   * goes on. `known`: the same file was imported whole before, with the same settings, so nothing
   * was read again. `checked`: a dry run, nothing was written.
   */
  readonly result: 'imported' | 'interrupted' | 'known' | 'checked'
  /**
   * Data rows read; the header is none. `rows` = `blank` + `added` + both kinds of duplicates +
   * rejected.
   */
  readonly rows: number
  /** Rows without anything in them. */
  readonly blank: number
  /** Contacts added; in a dry run, contacts that the file itself says are good and different. */
  readonly added: number
  /** Numbers of those contacts and of duplicates. */
  readonly numbers: number
  /**
   * Rows whose first number stood earlier in the file, or belonged to a contact of the campaign
   * (null in a dry run: the campaign is not asked). In files of more than `NUMBERS_REMEMBERED_MAX`
   * contacts, some of the former count among the latter.
   */
  readonly duplicates: {
    readonly inFile: number
    readonly inCampaign: number | null
    /** The first of each kind, `ITEMS_MAX` at most, by line. */
    readonly items: readonly DuplicateItem[]
  }
  /**
   * Contacts that have another number and the key of one before them in the file: they are added,
   * since the number is what is called, and a key may be meant for a firm of several people.
   */
  readonly sameKeys: {
    readonly count: number
    /** The first of them, `ITEMS_MAX` at most. */
    readonly items: readonly SameKeyItem[]
  }
  readonly rejected: FaultReport
  /** Numbers left out of contacts that were good without them. */
  readonly leftOut: FaultReport
  /** Where all rejected rows were written, or null. */
  readonly rejectedFile: string | null
}

/** Counts duplicates completely and keeps the first of each kind. */
export class DuplicateTally {
  private readonly items: { inFile: DuplicateItem[]; inCampaign: DuplicateItem[] } = {
    inFile: [],
    inCampaign: [],
  }
  inFile = 0
  inCampaign = 0

  add(item: DuplicateItem): void {
    const kind = item.sameAs === null ? 'inCampaign' : 'inFile'
    this[kind]++
    if (this.items[kind].length < ITEMS_MAX) this.items[kind].push(item)
  }

  /** @param asked whether the campaign was asked. */
  report(asked: boolean): ImportReport['duplicates'] {
    const { inFile, inCampaign } = this.items
    const items = [...inFile, ...inCampaign].sort((a, b) => a.line - b.line)
    return { inFile: this.inFile, inCampaign: asked ? this.inCampaign : null, items }
  }
}

/** Counts contacts with the key of another completely and keeps the first of them, shortened. */
export class SameKeyTally {
  private readonly items: SameKeyItem[] = []
  private count = 0

  add({ line, key, sameAs }: SameKeyItem): void {
    this.count++
    if (this.items.length < ITEMS_MAX) this.items.push({ line, key: shorten(key), sameAs })
  }

  report(): ImportReport['sameKeys'] {
    return { count: this.count, items: [...this.items] }
  }
}

/** Counts faults completely and keeps the first of them, shortened. */
export class FaultTally {
  private readonly counts: Partial<Record<Rule, number>> = {}
  private readonly items: ReportItem[] = []
  count = 0

  add(row: number, line: number, fault: Fault): void {
    this.count++
    this.counts[fault.rule] = (this.counts[fault.rule] ?? 0) + 1
    if (this.items.length < ITEMS_MAX) {
      this.items.push({ ...fault, value: shorten(fault.value), row, line })
    }
  }

  report(): FaultReport {
    return { count: this.count, byRule: { ...this.counts }, items: [...this.items] }
  }
}

function shorten(value: string): string {
  return value.length > VALUE_LENGTH_MAX ? `${value.slice(0, VALUE_LENGTH_MAX - 1)}…` : value
}
