import { oneLine } from './output.ts'

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
