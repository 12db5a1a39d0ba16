import { assertBatch } from '../bounds.ts'
import type { NewContact } from '../records.ts'

/**
 * A batch of contacts as columns: between threads a few long arrays are copied much faster than
 * many small objects, and SQLite takes the values as they are.
 */
export interface PackedContacts {
  readonly keys: (string | null)[]
  readonly zones: string[]
  readonly priorities: number[]
  /** How many phones each contact has. */
  readonly phoneCounts: number[]
  /** The phones of all contacts one after another: digits without the plus. */
  readonly phones: number[]
  /** Each row as JSON. */
  readonly data: string[]
}

/** @throws BrokenRule for contacts that are not fit to be stored. */
export function pack(contacts: readonly NewContact[]): PackedContacts {
  assertBatch(contacts)
  const packed: PackedContacts = {
    keys: [],
    zones: [],
    priorities: [],
    phoneCounts: [],
    phones: [],
    data: [],
  }
  for (const { key, zone, priority, phones, data } of contacts) {
    packed.keys.push(key)
    packed.zones.push(zone)
    packed.priorities.push(priority)
    packed.phoneCounts.push(phones.length)
    for (const phone of phones) packed.phones.push(digitsOf(phone))
    packed.data.push(JSON.stringify(data))
  }
  return packed
}

/** Cuts a batch into pieces of at most `size` contacts. */
export function* pieces(
  batch: PackedContacts,
  size: number,
): Generator<{ readonly from: number; readonly piece: PackedContacts }> {
  let phone = 0
  for (let from = 0; from < batch.keys.length; from += size) {
    const to = from + size
    const phoneCounts = batch.phoneCounts.slice(from, to)
    const phones = phoneCounts.reduce((a, b) => a + b, 0)
    const piece = {
      keys: batch.keys.slice(from, to),
      zones: batch.zones.slice(from, to),
      priorities: batch.priorities.slice(from, to),
      phoneCounts,
      phones: batch.phones.slice(phone, (phone += phones)),
      data: batch.data.slice(from, to),
    }
    yield { from, piece }
  }
}

/** @returns a number in E.164 as its digits stand in the file: at most 15, held exactly. */
export function digitsOf(e164: string): number {
  return Number(e164.slice(1))
}

/** @returns digits as they stand in the file as a number in E.164; '' where it was withheld. */
export function e164Of(digits: number | null): string {
  return digits === null ? '' : `+${digits}`
}
