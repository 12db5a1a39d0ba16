import type { Database } from 'better-sqlite3'

type Value = string | number | null

/**
 * Rows a statement: calling into SQLite costs more than inserting a row, so that many go at once.
 */
const ROWS = 50

/** Inserts rows that are given one after another in one flat array. */
export type BulkInsert = (values: readonly Value[]) => void

/**
 * @returns what inserts rows with these columns, within a transaction that is undone whole if it
 * fails.
 */
export function bulkInsert(db: Database, table: string, columns: readonly string[]): BulkInsert {
  const width = columns.length
  const row = `(${columns.map(() => '?').join(', ')})`
  // FAIL: the statement needs no way back of its own, which would be another journal.
  const head = `INSERT OR FAIL INTO ${table} (${columns.join(', ')}) VALUES `
  const many = db.prepare(head + Array(ROWS).fill(row).join(', '))
  const one = db.prepare(head + row)
  return values => {
    const step = ROWS * width
    let i = 0
    for (; i + step <= values.length; i += step) many.run(values.slice(i, i + step))
    for (; i < values.length; i += width) one.run(values.slice(i, i + width))
  }
}

/**
 * @param sql a query with `(?)` where a list of whole numbers goes.
 * @returns a function that asks it for any list, some at a time, and gives all rows as arrays.
 */
export function bulkLookUp(
  db: Database,
  sql: string,
): (values: readonly number[], ...more: Value[]) => number[][] {
  const query = db.prepare(sql.replace('(?)', `(${Array(ROWS).fill('?').join(', ')})`)).raw()
  return (values, ...more) => {
    const rows: number[][] = []
    for (let i = 0; i < values.length; i += ROWS) {
      const some = values.slice(i, i + ROWS)
      // No id and no number is negative, so that these find nothing.
      while (some.length < ROWS) some.push(-1)
      rows.push(...(query.all(...some, ...more) as number[][]))
    }
    return rows
  }
}
