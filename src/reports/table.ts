/** Which side the cells of a column are flush with. */
export type Column = 'left' | 'right'

/** Lines of text with the cells aligned, the rows indented under their head; two spaces between. */
export function table(
  columns: readonly Column[],
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string[] {
  const lines = [head, ...rows.map(([first = '', ...rest]) => [`  ${first}`, ...rest])]
  const widths = columns.map((_, i) => Math.max(...lines.map(cells => width(cells[i] ?? ''))))
  return lines.map(cells =>
    columns
      .map((side, i) => {
        const cell = cells[i] ?? ''
        const space = ' '.repeat(widths[i]! - width(cell))
        return side === 'left' ? cell + space : space + cell
      })
      .join('  ')
      .trimEnd(),
  )
}

/** Characters as a reader counts them; words of the project's languages are one column each. */
const width = (text: string): number => [...text.normalize('NFC')].length
