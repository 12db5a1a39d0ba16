/** One thing that keeps a file from being used: where it is, what is wrong and what is allowed. */
export interface Problem {
  /** The file as it was named to us. */
  readonly file: string
  /** Both from 1. */
  readonly line: number
  readonly column: number
  readonly problem: string
}

/**
 * One line of text, in the form `file:line:column: problem` that editors and terminals make
 * clickable.
 */
export function problemText({ file, line, column, problem }: Problem): string {
  return `${file}:${line}:${column}: ${problem}`
}

/** By file in the order of their first problem, then by place. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const files = [...new Set(problems.map(one => one.file))]
  return [...problems].sort(
    (a, b) =>
      files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  )
}

/** A text as it stands in a file, quoted and short enough for one line. */
export function shown(text: string): string {
  return JSON.stringify(text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text)
}

/** Characters of a value that a problem repeats: enough to recognise it. */
const SHOWN_MAX = 60
