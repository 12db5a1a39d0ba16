import type { Instant } from '../../src/base/duration.ts'
import { seconds } from '../../src/base/duration.ts'
import type { AttemptRecord } from '../../src/store/records.ts'

/** Monday 2 March 2026, nine in the morning in London. */
export const NINE: Instant = Date.UTC(2026, 2, 2, 9)

/** An attempt that is not over yet, with whatever the test is about. */
export function attempt(about: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    id: '019ca9b2-3c00-7000-8000-000000000001',
    contact: 1,
    campaign: 'spring',
    position: 0,
    number: 1,
    trunk: 'main',
    callerId: '+442079460000',
    budget: 'default',
    mode: 'progressive',
    reservedFor: 'anna',
    begunAt: NINE,
    rules: 'uk/2026-01',
    key: 'K-1',
    phone: '+442079460101',
    disposition: null,
    machine: false,
    callback: null,
    answers: null,
    data: { name: 'Jane Roe' },
    ...about,
  }
}

/**
 * A talk of `talk` seconds that began `wait` seconds after the answer; its card was closed 20 s
 * after it.
 */
export function talked(talk: number, wait: number, about: Partial<AttemptRecord> = {}) {
  const answeredAt = NINE + seconds(8)
  const connectedAt = answeredAt + seconds(wait)
  const endedAt = connectedAt + seconds(talk)
  return attempt({
    placedAt: NINE,
    provisionalAt: NINE + seconds(2),
    answeredAt,
    connectedAt,
    endedAt,
    closedAt: endedAt + seconds(20),
    operator: 'anna',
    outcome: 'connected',
    disposition: 'sold',
    ...about,
  })
}

/** Pages of one attempt each, as a store would give them. */
export async function* pagesOf(records: readonly AttemptRecord[]) {
  for (const record of records) yield [record]
}

/** Everything a stream of text says. */
export async function whole(chunks: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const chunk of chunks) text += chunk
  return text
}
