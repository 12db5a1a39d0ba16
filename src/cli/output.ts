import { CarillonError } from '../base/errors.ts'

/** How a command ended, for scripts. */
export const EXIT = { done: 0, failed: 1, usage: 2, notReady: 3 } as const

/** Data goes to stdout, and only data. */
export const say = (text: string): void => void process.stdout.write(`${plain(text)}\n`)

/** Progress, warnings and errors go to stderr. */
export const tell = (text: string): void => void process.stderr.write(`${plain(text)}\n`)

/**
 * Text without control characters but line breaks and tabs: names and cells come from files that
 * others wrote, and must not steer the reader's terminal.
 */
export const plain = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd')

/** The same on one line: a name from a file must not begin a line of its own. */
export const oneLine = (text: string): string => plain(text).replace(/\s+/g, ' ')

/** Rows for people, each on one line with its cells under those of the first, its head. */
export function rowsInWords(rows: readonly (readonly string[])[]): readonly string[] {
  const lines = rows.map(cells => cells.map(oneLine))
  const widths = (lines[0] ?? []).map((_, n) =>
    lines.reduce((widest, cells) => Math.max(widest, cells[n]!.length), 0),
  )
  return lines.map(cells =>
    cells
      .map((cell, n) => cell.padEnd(widths[n]!))
      .join('  ')
      .trimEnd(),
  )
}

/** One JSON document on stdout. */
export const sayJson = (value: unknown): void => say(JSON.stringify(value, null, 2))

/** Operating errors that a person can wait out or repair elsewhere, and then try again. */
const NOT_READY: ReadonlySet<string> = new Set([
  'SITE_LOCKED',
  'STORE_BUSY',
  'STORE_FULL',
  'ENGINE_UNREACHABLE',
])

/** Says what went wrong. @returns the exit code for it. */
export function report(error: unknown): number {
  if (error instanceof CarillonError) {
    tell(error.message)
    if (error.code === 'USAGE') return EXIT.usage
    return NOT_READY.has(error.code) ? EXIT.notReady : EXIT.failed
  }
  tell('Carillon has met an error of its own. What follows helps its makers find it:')
  tell(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return EXIT.failed
}
