import { createHash } from 'node:crypto'
import { CarillonError } from '../base/errors.ts'
import { bindColumns, expectedColumns } from './columns.ts'
import { rowReader } from './contact-row.ts'
import { unreadable } from './file/encoding.ts'
import { ListFile } from './file/list-file.ts'
import { type Survey, survey } from './file/survey.ts'
import type { ContactSink, ImportOptions, ImportRequest } from './import-request.ts'
import { ImportRun } from './import-run.ts'
import { hasPlan } from './phones/numbering-plan.ts'
import { RejectedFile } from './rejected-file.ts'
import type { ImportReport } from './report.ts'
import { zoneNames } from './zone-names.ts'

/**
 * Imports a list: surveys the whole file, then reads it row by row into the store. Whatever makes
 * the file unreadable is found before anything is written. Memory does not grow with the file,
 * but for 24 bytes a contact up to 48 MiB (`NumberLines`), and as much again for keys. An
 * interrupted import can be run again:
 * contacts already there are recognised as duplicates.
 *
 * @param sink where contacts go; null for a dry run, which does all but that.
 * @throws CarillonError LIST_INVALID or FILE_UNREADABLE when the list is unfit, CAMPAIGN_INVALID
 *   when the settings are, USAGE when the file for rejected rows is in the way (nothing has changed
 *   then), and whatever the store throws (the batches before stay).
 */
export async function importList(
  request: ImportRequest,
  sink: ContactSink | null,
  options: ImportOptions = {},
): Promise<ImportReport> {
  checkSettings(request)
  const file = await ListFile.open(request.file)
  try {
    const surveyed = await survey(file, expectedColumns(request.source), request.hints)
    const columns = bindColumns(surveyed.header, request.source)
    const rows = rowReader(columns, request.source.country, request.zone)
    const run = new ImportRun(request, surveyed, sink, options)
    const digest = importDigest(request, surveyed)
    if (await sink?.wasImported(request.campaign, digest)) return run.report('known', null)
    const rejected = await openRejected(request, surveyed)
    let whole = false
    let written: string | null = null
    try {
      whole = await run.readAll(file, rows, rejected)
    } finally {
      written = (await rejected?.close()) ?? null
    }
    if (!whole) return run.report('interrupted', written)
    if (await file.hasChanged()) throw changed()
    await sink?.markImported(request.campaign, digest, request.at)
    return run.report(sink === null ? 'checked' : 'imported', written)
  } catch (error) {
    throw named(error, request.file)
  } finally {
    await file.close()
  }
}

/** Of several lists it must be clear which one is unfit. */
function named(error: unknown, file: string): unknown {
  if (!(error instanceof CarillonError) || error.code !== 'LIST_INVALID') return error
  return new CarillonError('LIST_INVALID', `${file}: ${error.message}`, { cause: error })
}

function checkSettings({ source, zone }: ImportRequest): void {
  const wrong = (what: string): CarillonError => new CarillonError('CAMPAIGN_INVALID', what)
  if (source.phones.length === 0)
    throw wrong('The campaign names no phone column. Name at least one.')
  if (!hasPlan(source.country)) {
    const what = `"${source.country}" is no country with phone numbers.`
    throw wrong(`${what} Give its ISO 3166-1 code of two capitals, such as RU or GB.`)
  }
  if (zoneNames()(zone) === null) {
    throw wrong(`"${zone}" is no time zone. Give its IANA name, such as Europe/Moscow.`)
  }
}

/** What names this import: the file and all that decides what its rows come to. */
function importDigest(
  { source, zone }: ImportRequest,
  { digest, encoding, separator }: Survey,
): string {
  const { phones, country, zone: zoneColumn, priority, key } = source
  const settings = [phones, country, zoneColumn, priority, key, zone, encoding.encoding, separator]
  return createHash('sha256')
    .update(`${digest} ${JSON.stringify(settings)}`)
    .digest('hex')
}

const changed = (): CarillonError =>
  unreadable(
    'The list was changed while it was read; what was read is imported.',
    'Run the import again for the rest.',
  )

async function openRejected(
  { rejectedFile }: ImportRequest,
  { separator, header }: Survey,
): Promise<RejectedFile | null> {
  return rejectedFile === null ? null : RejectedFile.create(rejectedFile, separator, header)
}
