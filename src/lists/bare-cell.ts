/**
 * A cell of Carillon's own results is guarded against spreadsheets: an apostrophe stands before
 * what could start a formula, phone numbers included.
 */
const GUARDED = /^'(?=[=+\-@\t\r\n＝＋－＠'])/

/** @returns the cell without that apostrophe, so that what was exported can be brought back. */
export const bareCell = (cell: string): string => cell.replace(GUARDED, '')
