import type { Database } from 'better-sqlite3'

type Value = string | number | null

/** Rows a statement: calling into SQLite costs more than inserting a row, so that many go at once. */
const ROWS = 50

/** Inserts rows given one after another in one flat array; `same` holds, by column, what all of them share. */
export type BulkInsert = (values: readonly Value[], same?: Readonly<Record<string, Value>>) => void

/**
 * @param columns those that differ from row to row.
 * @param same those that do not.
 */
export function bulkInsert(
  db: Database,
  table: string,
  columns: readonly string[],
  same: readonly string[] = [],
): BulkInsert {
  const width = columns.length
  const row = `(${[...same.map(column => `@${column}`), ...columns.map(() => '?')].join(', ')})`
  // What fails undoes the whole transaction: the statement needs no way back of its own.
  const head = `INSERT OR FAIL INTO ${table} (${[...same, ...columns].join(', ')}) VALUES `
  const many = db.prepare(head + Array(ROWS).fill(row).join(', '))
  const one = db.prepare(head + row)
  return (values, shared = {}) => {
    const step = ROWS * width
    let i = 0
    for (; i + step <= values.length; i += step) many.run(values.slice(i, i + step), shared)
    for (; i < values.length; i += width) one.run(values.slice(i, i + width), shared)
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
