/**
 * Characters that make a spreadsheet take a cell for a formula, their full-width forms included
 * (OWASP, CSV Injection), and the apostrophe, so that what is done here can be undone.
 */
const SPARK = "=+\\-@\\t\\r\\n＝＋－＠'"

/**
 * The places before such a character where a cell begins: at its start, and after a character that
 * some spreadsheet takes for the end of a cell although it is quoted. There a quotation mark is
 * dangerous as well, since it is dropped and uncovers what follows.
 */
const dangerous = new RegExp(`(?<=^)(?=[${SPARK}])|(?<=[;\\t\\r\\n])(?=[${SPARK}"])`, 'g')
const quoted = /[",;\t\r\n]|^\s|\s$/

/**
 * One cell of a CSV file (RFC 4180) that is safe to open in a spreadsheet: an apostrophe is put
 * before whatever could start a formula. The plus of a phone number is no exception, which also
 * keeps the spreadsheet from reading the number as 1.2E+10. A program that wants the bare text
 * takes the apostrophe at the start of the cell, or after `;`, tab or line break in it, away again.
 */
export function csvCell(text: string): string {
  const safe = text.replace(dangerous, "'")
  return quoted.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** One line of cells with its end, CR LF. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}
