import type { Finding } from '../../app/doctor/finding.ts'

const MARKS = { well: 'ok', wrong: 'WRONG', absent: 'ABSENT', skipped: '-' } as const
const MARK_WIDTH = 7
const CHECK_WIDTH = 20

/** A finding in lines: what was looked at, what it came to and, below, what to do. */
export function findingWords({ check, state, text, hint }: Finding): readonly string[] {
  const lines = [`${MARKS[state].padEnd(MARK_WIDTH)}${check.padEnd(CHECK_WIDTH)} ${text}`]
  if (hint !== null) lines.push(`${' '.repeat(MARK_WIDTH + CHECK_WIDTH)} ${hint}`)
  return lines
}
