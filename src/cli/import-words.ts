import { relative } from 'node:path'
import type { FaultReport, ImportNotice, ImportReport } from '../app/import/import-own-lists.ts'

/** Faults that are listed one by one on a screen; all of them are in the file of rejected rows. */
const SHOWN = 10

/** What a person is told of an import: nothing of its progress, everything of its end. */
export function importWords(notice: ImportNotice): string[] {
  return notice.kind === 'report' && notice.report.result !== 'known'
    ? reportWords(notice.report)
    : []
}

/** The report of an import, line by line. */
export function reportWords(report: ImportReport): string[] {
  const { file, result, rows, added, encoding, duplicates, rejected, leftOut, rejectedFile } =
    report
  const near = relative(process.cwd(), file)
  const name = near.startsWith('..') ? file : near
  if (result === 'known') return [`${name}: imported before and not changed since; nothing to do.`]
  const doubles = duplicates.inFile + (duplicates.inCampaign ?? 0)
  const verb = result === 'checked' ? 'would be added' : 'added'
  const lines = [
    `${name} (${encoding.encoding}): ${rows} rows, ${added} contacts ${verb}, ${doubles} ${doubles === 1 ? 'duplicate' : 'duplicates'}, ${rejected.count} rejected.`,
    ...faultLines(rejected),
  ]
  if (leftOut.count > 0) {
    lines.push(
      `  ${leftOut.count} numbers were left out of contacts that have others:`,
      ...faultLines(leftOut),
    )
  }
  if (rejectedFile !== null) lines.push(`  The rejected rows are in ${rejectedFile}.`)
  if (result === 'interrupted')
    lines.push('  The import was interrupted. Run it again: it goes on where it stopped.')
  return lines
}

function faultLines({ items, count }: FaultReport): string[] {
  const lines = items.slice(0, SHOWN).map(({ line, column, value, suggestion }) => {
    const where = column === null ? '' : `, ${column} "${value}"`
    return `  line ${line}${where}: ${suggestion}`
  })
  if (count > lines.length) lines.push(`  … and ${count - lines.length} more.`)
  return lines
}
