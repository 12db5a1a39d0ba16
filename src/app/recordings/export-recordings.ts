import { constants } from 'node:fs'
import { copyFile, mkdir, open } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { CarillonError } from '../../base/errors.ts'
import { csvLine } from '../../reports/csv-cell.ts'
import type { RecordingSeen } from './find-recordings.ts'

/** What of the recordings was copied. */
export interface Exported {
  readonly copied: number
  /** Of which there is no file, or not any more. */
  readonly missing: number
  /** That are being written, and were left out. */
  readonly growing: number
}

/** The table beside the copies: whose each is, and when it was made. */
const TABLE = 'recordings.csv'
const COLUMNS = [
  'campaign',
  'attempt',
  'contact',
  'key',
  'phone',
  'operator',
  'startedAt',
  'lengthSec',
  'file',
]
/** Voices and numbers: for whoever exports them, and nobody else of this machine. */
const PRIVATE = { folder: 0o700, file: 0o600 } as const

/**
 * Copies recordings into a folder, one for each campaign below it, with a table of them. Nothing
 * that is there already is written over; what is missing stands in the table without a file, and
 * what is being written is left for the next export.
 *
 * @throws CarillonError USAGE when there is an export in the folder already, or a file of one.
 */
export async function exportRecordings(
  recordings: AsyncIterable<RecordingSeen>,
  to: string,
): Promise<Exported> {
  await mkdir(to, { recursive: true, mode: PRIVATE.folder })
  const table = await open(join(to, TABLE), 'wx', PRIVATE.file).catch(error =>
    refuse(error, join(to, TABLE)),
  )
  try {
    await table.write(csvLine(COLUMNS))
    let [copied, missing, growing] = [0, 0, 0]
    for await (const one of recordings) {
      if (one.growing) {
        growing++
        continue
      }
      const copy = one.bytes === null ? null : await copyTo(to, one)
      if (copy === null) missing++
      else copied++
      await table.write(csvLine(row(one, copy)))
    }
    return { copied, missing, growing }
  } finally {
    await table.close()
  }
}

/** @returns its place within the folder, or null where it has gone meanwhile. */
async function copyTo(to: string, { campaign, file }: RecordingSeen): Promise<string | null> {
  // The name has the attempt in it: no two are alike.
  const place = join(campaign, basename(file))
  await mkdir(join(to, campaign), { recursive: true, mode: PRIVATE.folder })
  try {
    await copyFile(file, join(to, place), constants.COPYFILE_EXCL)
    return place
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    return refuse(error as NodeJS.ErrnoException, join(to, place))
  }
}

const row = (one: RecordingSeen, copy: string | null): readonly string[] => [
  one.campaign,
  one.attempt,
  `${one.contact}`,
  one.key ?? '',
  one.phone,
  one.operator ?? '',
  new Date(one.startedAt).toISOString(),
  one.length === null ? '' : (one.length / 1000).toFixed(1),
  copy ?? '',
]

function refuse(error: NodeJS.ErrnoException, place: string): never {
  const why =
    error.code === 'EEXIST'
      ? 'is there already. Name another folder.'
      : `cannot be written (${error.code ?? error.message}).`
  throw new CarillonError('USAGE', `${place} ${why}`)
}
