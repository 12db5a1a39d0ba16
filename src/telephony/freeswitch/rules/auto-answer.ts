/**
 * Headers that ask a phone to answer by itself; each maker's phones know some of them, and none
 * minds one that it does not know. `Answer-Mode` is RFC 5373's.
 */
export type AutoAnswer = 'Call-Info' | 'Alert-Info' | 'Answer-Mode'

const HEADERS: Readonly<Record<AutoAnswer, string>> = {
  'Call-Info': '<sip:carillon@localhost>;answer-after=0',
  'Alert-Info': '<http://carillon.invalid>;info=alert-autoanswer;delay=0',
  'Answer-Mode': 'Auto',
}

/** The headers of these kinds. */
export function autoAnswerHeaders(kinds: readonly AutoAnswer[]): Readonly<Record<string, string>> {
  return Object.fromEntries(kinds.map(kind => [kind, HEADERS[kind]]))
}
