import type { Duration } from '../../base/duration.ts'
import { abandonmentOf, type DayResult } from '../result.ts'
import { percentile } from '../truth.ts'
import type { CallLog } from './call-log.ts'
import type { OperatorLog } from './operator-log.ts'

/** What a recorded day came to, in the figures of a simulated one and by the same rules. */
export function figuresOf(
  log: CallLog,
  spent: OperatorLog['spent'],
  limits: { readonly abandonment: number; readonly connectWithin: Duration },
): DayResult {
  const people = log.calls.filter(({ fate }) => fate === 'person')
  const inTime = people.filter(call => call.joined && call.waited <= limits.connectWithin)
  // Who still waited when the recording ended may yet have been connected.
  const waiting = people.filter(call => !call.joined && !call.over)
  const abandoned = people.length - inTime.length - waiting.length
  const counts = { connected: inTime.length, abandoned }
  const waits = inTime.map(({ waited }) => waited).sort((a, b) => a - b)
  const { idle, talk, wrap } = spent
  return {
    day: 0,
    dialed: log.calls.length,
    answered: people.length,
    ...counts,
    machines: log.calls.filter(({ fate, joined }) => fate === 'machine' && joined).length,
    cancelled: log.cancelled,
    operatorSec: (idle + talk + wrap) / 1000,
    idleSec: idle / 1000,
    talkSec: talk / 1000,
    wrapSec: wrap / 1000,
    maxLines: log.most,
    answerToOperatorMsP50: percentile(waits, 0.5),
    answerToOperatorMsP99: percentile(waits, 0.99),
    overLimit: abandonmentOf(counts) > limits.abandonment,
  }
}
