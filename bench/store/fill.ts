import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '../../src/base/random.ts'
import { openImportConnection } from '../../src/store/sqlite/import-connection.ts'
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts'

/** Zones of a country with many. */
export const ZONES = [
  ...['Europe/Kaliningrad', 'Europe/Moscow', 'Europe/Samara', 'Asia/Yekaterinburg', 'Asia/Omsk'],
  ...['Asia/Novosibirsk', 'Asia/Irkutsk', 'Asia/Yakutsk', 'Asia/Vladivostok', 'Asia/Magadan'],
  'Asia/Kamchatka',
]

/** Has no divisor in common with 10^9, so that steps of it meet each of its numbers once. */
const STEP = 324_528_427
const BATCH = 10_000

/** @returns a folder for one run, removed when the process ends. */
export function benchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-bench-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/**
 * Makes a store of contacts in all zones. Their numbers begin with +999, a code that no country
 * has, and come in no order.
 */
export async function fill(file: string, contacts: number, seed: number): Promise<void> {
  const store = await openSqliteStore({ file })
  await store.putCampaign('bench', 'Bench')
  await store.close()
  const random = seededRandom(seed)
  const first = random.integer(0, 999_999_999)
  const connection = openImportConnection({ file, beside: false })
  for (let from = 0; from < contacts; from += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, contacts - from) }, (_, i) => {
      const digits = (first + (from + i) * STEP) % 1_000_000_000
      return {
        key: `C${from + i}`,
        zone: ZONES[random.integer(0, ZONES.length - 1)]!,
        priority: random.integer(4, 6),
        phones: [`+999${String(digits).padStart(9, '0')}`],
        data: { name: `Person ${from + i}`, city: 'Atlantis' },
      }
    })
    connection.add('bench', batch, 0)
  }
  connection.close()
}

/** @returns the size of a file in MB. */
export function megabytes(file: string): number {
  return Math.round(statSync(file).size / 1e6)
}

/** @returns the value below which a share of the samples lies. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}
