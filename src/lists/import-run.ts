import type { Added, NewContact } from '../store/records.ts'
import type { RowReading } from './contact-row.ts'
import type { ListFile } from './file/list-file.ts'
import { type Cells, readRows } from './file/read-rows.ts'
import type { Survey } from './file/survey.ts'
import type { ContactSink, ImportOptions, ImportRequest } from './import-request.ts'
import { keyHash } from './key-hash.ts'
import { NumberLines } from './number-lines.ts'
import type { RejectedFile } from './rejected-file.ts'
import { DuplicateTally, FaultTally, type ImportReport, SameKeyTally } from './report.ts'

/** Contacts in one call of the store where nothing else is said. */
const BATCH = 2000
/**
 * Batches that may be at the store at once. While it takes one, the next are gathered and wait
 * there; a store in a thread of its own takes all that wait in one transaction, which is far
 * cheaper for numbers in no order than a transaction each.
 */
const AT_STORE_MAX = 4

/**
 * One import under way: counts the rows it reads, gathers contacts into batches and hands these to
 * the store, no more of them than it can take: that keeps two threads busy and memory flat.
 */
export class ImportRun {
  private readonly rejected = new FaultTally()
  private readonly leftOut = new FaultTally()
  private readonly duplicates = new DuplicateTally()
  private readonly first = new NumberLines()
  private readonly sameKeys = new SameKeyTally()
  private readonly keys = new NumberLines()
  private readonly size: number
  private batch: NewContact[] = []
  /** The lines of the contacts in the batch. */
  private lines: number[] = []
  private readonly atStore: Promise<void>[] = []
  private rows = 0
  private blank = 0
  private added = 0
  private numbers = 0
  private told = 0
  private headerSeen = false
  private row = 0
  private line: number

  private readonly request: ImportRequest
  private readonly survey: Survey
  private readonly sink: ContactSink | null
  private readonly options: ImportOptions

  /** @param sink where contacts go; null for a dry run. */
  constructor(
    request: ImportRequest,
    survey: Survey,
    sink: ContactSink | null,
    options: ImportOptions,
  ) {
    this.request = request
    this.survey = survey
    this.sink = sink
    this.options = options
    this.size = options.batch ?? BATCH
    this.line = survey.skip > 0 ? 2 : 1
  }

  /**
   * Reads the whole file into the store.
   *
   * @param read one row.
   * @returns false when it was told to stop before the end.
   */
  async readAll(
    file: ListFile,
    read: (cells: Cells) => RowReading,
    rejected: RejectedFile | null,
  ): Promise<boolean> {
    try {
      const whole = await this.readRows(file, read, rejected)
      await this.flush()
      for (const batch of this.atStore) await batch
      if (this.told < this.rows) this.tell()
      return whole
    } finally {
      // Whatever failed, nothing goes on behind the caller's back.
      await Promise.allSettled(this.atStore)
    }
  }

  report(result: ImportReport['result'], rejectedFile: string | null): ImportReport {
    const { request, survey } = this
    return {
      campaign: request.campaign,
      file: request.file,
      digest: survey.digest,
      encoding: survey.encoding,
      separator: survey.separator,
      result,
      rows: this.rows,
      blank: this.blank,
      added: this.added,
      numbers: this.numbers,
      duplicates: this.duplicates.report(this.sink !== null),
      sameKeys: this.sameKeys.report(),
      rejected: this.rejected.report(),
      leftOut: this.leftOut.report(),
      rejectedFile,
    }
  }

  private async readRows(
    file: ListFile,
    read: (cells: Cells) => RowReading,
    rejected: RejectedFile | null,
  ): Promise<boolean> {
    for await (const rows of readRows(file, this.survey)) {
      if (this.options.signal?.aborted) return false
      for (const cells of rows) {
        this.take(cells, read, rejected)
        if (this.batch.length >= this.size) await this.flush()
      }
      await rejected?.drain()
    }
    return true
  }

  private take(
    cells: Cells,
    read: (cells: Cells) => RowReading,
    rejected: RejectedFile | null,
  ): void {
    const { line } = this
    this.row++
    this.line += 1 + (this.survey.multiline ? breaksWithin(cells) : 0)
    if (!this.headerSeen) {
      this.headerSeen = cells.length > 1 || cells[0] !== ''
      return
    }
    this.rows++
    const reading = read(cells)
    if (reading.kind === 'blank') {
      this.blank++
    } else if (reading.kind === 'rejected') {
      this.rejected.add(this.row, line, reading.fault)
      rejected?.add(cells, line, reading.fault)
    } else {
      for (const fault of reading.leftOut) this.leftOut.add(this.row, line, fault)
      this.gather(reading.contact, line)
    }
  }

  private gather(contact: NewContact, line: number): void {
    this.numbers += contact.phones.length
    const number = contact.phones[0]!
    const sameAs = this.first.before(number, line)
    if (sameAs !== null) return this.duplicates.add({ line, number, sameAs })
    this.look(contact.key, line)
    this.batch.push(contact)
    this.lines.push(line)
  }

  private look(key: string | null, line: number): void {
    if (key === null) return
    const sameAs = this.keys.beforeValue(keyHash(key), line)
    if (sameAs !== null) this.sameKeys.add({ line, key, sameAs })
  }

  /** Hands the batch to the store, once that has few enough of them. */
  private async flush(): Promise<void> {
    if (this.atStore.length === AT_STORE_MAX) await this.atStore.shift()
    const { batch, lines } = this
    if (batch.length === 0) return
    this.batch = []
    this.lines = []
    const stored = this.store(batch, lines)
    // A failure is met where this batch is awaited; until then nobody waits for it.
    stored.catch(() => {})
    this.atStore.push(stored)
  }

  private async store(batch: readonly NewContact[], lines: readonly number[]): Promise<void> {
    const { sink, request } = this
    const done: Added =
      sink === null
        ? { added: batch.length, duplicates: [] }
        : await sink.addContacts(request.campaign, batch, request.at)
    this.added += done.added
    for (const index of done.duplicates) {
      const number = batch[index]!.phones[0]!
      this.duplicates.add({ line: lines[index]!, number, sameAs: null })
    }
    this.tell()
  }

  private tell(): void {
    this.told = this.rows
    this.options.onProgress?.({
      rows: this.rows,
      of: this.survey.records - 1,
      added: this.added,
      duplicates: this.duplicates.inFile + this.duplicates.inCampaign,
      rejected: this.rejected.count,
    })
  }
}

function breaksWithin(cells: Cells): number {
  let count = 0
  for (const cell of cells) {
    if (cell.includes('\n') || cell.includes('\r')) count += cell.match(/\r\n|\r|\n/g)!.length
  }
  return count
}
