import { type Duration, millis, seconds } from '../../base/duration.ts'
import type { AnsweredCallee, CalleeScript, Provisional } from './script.ts'

/** A quiet network: the first answer after 20 ms, ringing after 150 ms, no early media. */
export const PROMPT: Provisional = {
  trying: millis(20),
  ringing: millis(150),
  earlyMedia: null,
}

/** @returns the script of a person who answers `after` this long; patient for 10 s and in no hurry, unless said otherwise. */
export function person(after: Duration, habits: Partial<AnsweredCallee> = {}): CalleeScript {
  return answering(after, { ...CALM, by: 'person', ...habits })
}

/** @returns the script of an answering machine: it records for 30 s, whoever speaks, then hangs up. */
export function machine(after: Duration, habits: Partial<AnsweredCallee> = {}): CalleeScript {
  return answering(after, { ...CALM, by: 'machine', leavesAfter: seconds(30), ...habits })
}

/** @returns the script of a call that nobody takes. */
export function unreached(
  kind: 'busy' | 'invalid' | 'congestion' | 'refused' | 'unanswered',
  after: Duration,
): CalleeScript {
  return { provisional: PROMPT, outcome: { kind, after } }
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
