import { relative } from 'node:path'
import type {
  DuplicateItem,
  FaultReport,
  ImportNotice,
  ImportReport,
} from '../app/import/import-own-lists.ts'

/**
 * Faults, and duplicates, that are listed one by one on a screen; all rejected rows are in their
 * file.
 */
const SHOWN = 10

/**
 * What a person is told of a campaign's own list: nothing of the import's progress, everything of
 * its end. A list that has grown is full of contacts that are there already: they are only counted.
 */
export function importWords(notice: ImportNotice): string[] {
  if (notice.kind !== 'report' || notice.report.result === 'known') return []
  return reportWords(notice.report, ({ sameAs }) => sameAs !== null)
}

/** The report of an import, line by line. @param listed which duplicates are worth a line. */
export function reportWords(
  report: ImportReport,
  listed: (duplicate: DuplicateItem) => boolean = () => true,
): string[] {
  const { file, result, rows, added, encoding, duplicates, sameKeys } = report
  const { rejected, leftOut, rejectedFile } = report
  const near = relative(process.cwd(), file)
  const name = near.startsWith('..') ? file : near
  if (result === 'known') return [`${name}: imported before and not changed since; nothing to do.`]
  const doubles = duplicates.inFile + (duplicates.inCampaign ?? 0)
  const verb = result === 'checked' ? 'would be added' : 'added'
  const lines = [
    `${name} (${encoding.encoding}): ${count(rows, 'row')}, ${count(added, 'contact')} ${verb}, ${count(doubles, 'duplicate')}, ${rejected.count} rejected.`,
    ...duplicateLines(duplicates, listed),
    ...sameKeyLines(sameKeys, verb),
    ...faultLines(rejected),
  ]
  if (leftOut.count > 0) {
    lines.push(
      `  ${count(leftOut.count, 'number')} left out of contacts that have others:`,
      ...faultLines(leftOut),
    )
  }
  if (rejectedFile !== null) lines.push(`  The rejected rows are in ${rejectedFile}.`)
  if (result === 'interrupted')
    lines.push('  The import was interrupted. Run it again: it goes on where it stopped.')
  return lines
}

function duplicateLines(
  { items, inFile, inCampaign }: ImportReport['duplicates'],
  listed: (duplicate: DuplicateItem) => boolean,
): string[] {
  const worth = items.filter(listed)
  const lines = worth.slice(0, SHOWN).map(({ line, number, sameAs }) => {
    const where = sameAs === null ? 'already in the campaign' : `the same number as line ${sameAs}`
    return `  line ${line}, ${number}: ${where}.`
  })
  const all = worth.length === items.length ? inFile + (inCampaign ?? 0) : inFile
  const left = all - lines.length
  if (left > 0) lines.push(`  … and ${count(left, 'more duplicate')}.`)
  return lines
}

function sameKeyLines({ items, count: all }: ImportReport['sameKeys'], verb: string): string[] {
  if (all === 0) return []
  const lines = items.slice(0, SHOWN).map(({ line, key, sameAs }) => {
    return `  line ${line}, ${key}: the same key as line ${sameAs}.`
  })
  if (all > lines.length) lines.push(`  … and ${all - lines.length} more.`)
  const those = `${count(all, 'contact')} ${verb} with the key of another`
  return [`  ${those}; a key should name one contact:`, ...lines]
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`

function faultLines({ items, count: all }: FaultReport): string[] {
  const lines = items.slice(0, SHOWN).map(({ line, column, value, suggestion }) => {
    const where = column === null ? '' : `, ${column} "${value}"`
    return `  line ${line}${where}: ${suggestion}`
  })
  if (all > lines.length) lines.push(`  … and ${all - lines.length} more.`)
  return lines
}
