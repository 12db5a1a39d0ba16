import { assert } from '../../base/assert.ts'
import type { NumberId } from '../../base/id.ts'

interface Entry {
  readonly id: NumberId
  readonly e164: string
  holders: number
}

/** Telephone numbers and the site's stop list. */
export class NumberTable {
  private readonly byText = new Map<string, Entry>()
  private readonly byId = new Map<NumberId, Entry>()
  private readonly stops = new Set<NumberId>()
  private given = 0

  /** @returns the number's id, given now if it is new. Each call is one holder more. */
  hold(e164: string): NumberId {
    let entry = this.byText.get(e164)
    if (entry === undefined) {
      entry = { id: ++this.given, e164, holders: 0 }
      this.byText.set(e164, entry)
      this.byId.set(entry.id, entry)
    }
    entry.holders++
    return entry.id
  }

  /** @returns an id for a number that somebody withheld: nobody finds it, and it has no text. */
  holdWithheld(): NumberId {
    const entry = { id: ++this.given, e164: '', holders: 1 }
    this.byId.set(entry.id, entry)
    return entry.id
  }

  /** One holder less; a number without any is forgotten unless it is on the stop list. */
  release(id: NumberId): void {
    const entry = this.byId.get(id)
    assert(entry !== undefined, `number ${id} is held`)
    if (--entry.holders > 0 || this.stops.has(id)) return
    this.byId.delete(id)
    this.byText.delete(entry.e164)
  }

  /** @returns the id of a number that is known, or undefined. */
  find(e164: string): NumberId | undefined {
    return this.byText.get(e164)?.id
  }

  /** @returns the number in E.164; '' where it was withheld. */
  text(id: NumberId): string {
    const entry = this.byId.get(id)
    assert(entry !== undefined, `number ${id} is known`)
    return entry.e164
  }

  /** Puts numbers on the stop list; all of them or none. */
  stop(ids: readonly NumberId[]): void {
    for (const id of ids) assert(this.byId.has(id), `number ${id} is known`)
    for (const id of ids) this.stops.add(id)
  }

  isStopped(id: NumberId): boolean {
    return this.stops.has(id)
  }

  /** Whether any number is on the stop list. */
  get anyStopped(): boolean {
    return this.stops.size > 0
  }
}
