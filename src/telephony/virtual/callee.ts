import { type Duration, millis, seconds } from '../../base/duration.ts'
import type { AnsweredCallee, CalleeOutcome, CalleeScript, Provisional } from './script.ts'

/** A quiet network: the first answer after 20 ms, ringing after 150 ms, no early media. */
const PROMPT: Provisional = {
  trying: millis(20),
  ringing: millis(150),
  earlyMedia: null,
}

/** A person who answers `after` this long: patient for 10 s, in no hurry, unless said otherwise. */
export function person(after: Duration, habits: Partial<AnsweredCallee> = {}): CalleeScript {
  return answering(after, { ...CALM, by: 'person', ...habits })
}

/** An answering machine: it records for 30 s, whoever speaks, then hangs up. */
export function machine(after: Duration, habits: Partial<AnsweredCallee> = {}): CalleeScript {
  return answering(after, { ...CALM, by: 'machine', leavesAfter: seconds(30), ...habits })
}

/** A call that nobody takes. Only who declines or is away has a phone that rings. */
export function unreached(
  kind: Exclude<CalleeOutcome['kind'], 'answers'>,
  after: Duration,
): CalleeScript {
  const rings = kind === 'refused' || kind === 'unanswered'
  const provisional = rings ? PROMPT : { ...PROMPT, ringing: null }
  return { provisional, outcome: { kind, after } }
}

const CALM: Omit<AnsweredCallee, 'by'> = {
  patience: seconds(10),
  talk: null,
  leavesAfter: null,
  announcement: { kind: 'listens' },
}

function answering(after: Duration, callee: AnsweredCallee): CalleeScript {
  return { provisional: PROMPT, outcome: { kind: 'answers', after, callee } }
}
