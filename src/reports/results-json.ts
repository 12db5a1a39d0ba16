import type { AttemptRecord } from '../store/records.ts'
import { resultOf } from './attempt-result.ts'

/** The results as one JSON array with an `AttemptResult` on each line, a page at a time. */
export async function* resultsJson(
  pages: AsyncIterable<readonly AttemptRecord[]>,
): AsyncGenerator<string, void, undefined> {
  let before = '[\n'
  for await (const page of pages) {
    if (page.length === 0) continue
    yield before + page.map(record => JSON.stringify(resultOf(record))).join(',\n')
    before = ',\n'
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}
