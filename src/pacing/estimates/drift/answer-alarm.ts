/**
 * Watches for a rise of the answer rate that is too great to be drift: the cumulative sum of Page
 * (Biometrika 41, 1954) of the evidence that three times as many people answer as are expected. By
 * what was learned of the time before, such a rise would be taken for chance for too long (West and
 * Harrison, Bayesian Forecasting and Dynamic Models, 1997, chapter 11, on monitoring). A fall needs
 * no alarm: it abandons nobody.
 */
export interface AnswerAlarm {
  /** Log likelihood ratio since there last was no evidence; at least 0. */
  readonly evidence: number
  /** Answers since then. */
  readonly seen: number
  /** Answers that the learned rate let expect since then. */
  readonly expected: number
}

/** No evidence of anything. */
export const noAlarm: AnswerAlarm = { evidence: 0, seen: 0, expected: 0 }

/** The rise that is watched for: so many times the answers that are expected now. */
const RISE = 3
/**
 * Raised at odds of 3,000 to 1, hardly ever in steady times: what is forgotten has to be learned
 * anew, and with 150 to 1 a team of 50 idled 2 % longer for it.
 */
const RAISED_AT = 8

/**
 * The alarm after `answers` where the learned rate let `expected` be expected, and where `ratio`
 * times as many were believed in. Poisson answers are taken for granted.
 */
export function watching(
  alarm: AnswerAlarm,
  answers: number,
  expected: number,
  ratio: number,
): AnswerAlarm {
  const evidence = alarm.evidence + answers * Math.log(RISE) - (RISE - 1) * expected * ratio
  if (evidence <= 0) return noAlarm
  return { evidence, seen: alarm.seen + answers, expected: alarm.expected + expected }
}

/** Whether what was believed is to be forgotten for what was seen since the evidence began. */
export const isRaised = ({ evidence }: AnswerAlarm): boolean => evidence > RAISED_AT
