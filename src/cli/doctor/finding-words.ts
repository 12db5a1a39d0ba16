import type { Finding } from '../../app/doctor/finding.ts'

const MARKS = { well: 'ok', wrong: 'WRONG', absent: 'ABSENT', skipped: '-' } as const
const MARK_WIDTH = 7
const CHECK_WIDTH = 20

/** A finding in lines: what was looked at, what it came to and, below, what to do. */
export function findingWords({ check, state, text, hint }: Finding): readonly string[] {
  // What is too long for its column is told apart by a colon.
  const label = check.length > CHECK_WIDTH ? `${check}:` : check.padEnd(CHECK_WIDTH)
  const lines = [`${MARKS[state].padEnd(MARK_WIDTH)}${label} ${text}`]
  if (hint !== null) lines.push(`${' '.repeat(MARK_WIDTH + CHECK_WIDTH)} ${hint}`)
  return lines
}

/** All findings in a line: how many are well, and the names of the others. */
export function countWords(findings: readonly Finding[]): string {
  const of = (state: Finding['state']): readonly string[] =>
    findings.flatMap(one => (one.state === state ? [one.check] : []))
  const named = (['wrong', 'absent'] as const).flatMap(state => {
    const checks = of(state)
    const names = [...new Set(checks)].join(', ')
    return checks.length === 0 ? [] : [`${checks.length} ${state} (${names})`]
  })
  return `${[`${of('well').length} ok`, ...named].join(', ')}.`
}
