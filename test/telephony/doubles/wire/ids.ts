import type { Random } from '../../../../src/base/random.ts'

/** Identifiers that look like those of the real servers and are fixed by the seed. */
export interface Ids {
  /** Like `9dde7a83-612c-4b80-b284-355c3fe3f360`. */
  uuid(): string
  /** Like a tag or branch of SIP. */
  token(): string
}

/** @returns identifiers drawn from `random`. */
export function createIds(random: Random): Ids {
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => random.integer(0, 15).toString(16)).join('')
  return {
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
    token: () => hex(13),
  }
}
