import type { OperatorId } from '../../base/id.ts'
import type { Outcome } from '../../campaign/outcome.ts'
import type { AttemptMarks } from '../../store/records.ts'
import type { AnsweredBy, CallEvent } from '../../telephony/call-event.ts'
import type { Cause } from '../../telephony/cause.ts'
import { END_LIMIT, MESSAGE_LIMIT } from '../limits.ts'
import type { Attempt, AttemptEffect, AttemptRules, Moment } from './attempt.ts'
import { partings, talkEnds } from './parting.ts'

interface Step {
  readonly attempt: Attempt
  readonly effects: readonly AttemptEffect[]
}

/** Somebody or something answered. */
export function answered(attempt: Attempt, by: AnsweredBy, rules: AttemptRules, at: Moment): Step {
  const { state } = attempt
  const mark: AttemptEffect = { do: 'mark', marks: { answeredAt: at.wall } }
  if (state.name === 'placed') {
    const known = { ...attempt, answeredAt: at.now }
    if (attempt.incoming === 'message') return announce(known, [mark], at)
    if (by === 'machine' && attempt.incoming === null) return hangUpAs(known, 'machine', [mark])
    const until = at.now + rules.connectWithin
    return {
      attempt: { ...known, state: { name: 'seeking', until } },
      effects: [mark, { do: 'plan', timer: 'wait', delay: rules.connectWithin }, { do: 'seek' }],
    }
  }
  const isCallee = attempt.incoming === null && by !== 'machine'
  if (state.name === 'ending' && attempt.answeredAt === null && isCallee) {
    // The answer crossed our cancel (RFC 3261, section 9.1): a person took the call and heard
    // nothing. Nobody else may decide that this was not an abandoned call.
    return {
      attempt: {
        ...attempt,
        state: { name: 'ending', as: 'abandoned' },
        answeredAt: at.now,
        counted: 'abandoned',
      },
      effects: [mark, { do: 'count', as: 'abandoned' }],
    }
  }
  return { attempt, effects: [] }
}

/** The network says the call is over. */
export function ended(
  attempt: Attempt,
  event: Extract<CallEvent, { kind: 'ended' }>,
  at: Moment,
): Step {
  const { state } = attempt
  const marks: AttemptMarks = {
    endedBy: event.from,
    ...(event.sip === undefined ? {} : { sip: event.sip }),
    ...(event.q850 === undefined ? {} : { q850: event.q850 }),
  }
  switch (state.name) {
    case 'placed':
      return finish(attempt, outcomeOf(event.cause), at, marks)
    case 'seeking':
      return finish(attempt, 'abandoned', at, marks, [{ do: 'stopSeeking' }])
    case 'joining':
      return finish(attempt, 'abandoned', at, marks, [
        { do: 'freeOperator', operator: state.operator, phoneFailed: false },
      ])
    case 'talking':
      return finish(attempt, attempt.counted ?? 'connected', at, marks, talkEnds(state))
    case 'handing':
      return finish(attempt, attempt.counted ?? 'connected', at, marks, partings(state))
    case 'announcing':
      return finish(attempt, 'abandoned', at, { ...marks, messageEndedAt: at.wall })
    case 'ending':
      // A call taken back may have ended by itself first; the network's word is then the truth.
      if (state.as === 'cancelled' && event.from !== 'us') {
        return finish(attempt, outcomeOf(event.cause), at, marks)
      }
      return finish(attempt, state.as, at, marks)
    default:
      return { attempt, effects: [] }
  }
}

/** The adapter lost sight of the call: what is known decides, and at its worst. */
export function lost(attempt: Attempt, at: Moment): Step {
  const { state } = attempt
  if (state.name === 'preview' || state.name === 'beginning' || state.name === 'over') {
    return { attempt, effects: [] }
  }
  const before: AttemptEffect[] =
    state.name === 'seeking'
      ? [{ do: 'stopSeeking' }]
      : state.name === 'joining'
        ? [{ do: 'freeOperator', operator: state.operator, phoneFailed: false }]
        : state.name === 'talking'
          ? [...talkEnds(state)]
          : state.name === 'handing'
            ? [...partings(state)]
            : []
  const answered = state.name === 'ending' ? state.as : 'abandoned'
  const outcome = attempt.counted ?? (attempt.answeredAt === null ? 'lost' : answered)
  return finish(attempt, outcome, at, { endedBy: 'network' }, before)
}

/** The operator is not there any more; another one is sought while the time allows. */
export function seekAgain(
  attempt: Attempt,
  gone: { readonly operator: OperatorId; readonly phoneFailed: boolean } | null,
  until: number,
  at: Moment,
): Step {
  const effects: AttemptEffect[] = gone === null ? [] : [{ do: 'freeOperator', ...gone }]
  if (at.now >= until) return announce(attempt, effects, at)
  return {
    attempt: { ...attempt, state: { name: 'seeking', until } },
    effects: [...effects, { do: 'plan', timer: 'wait', delay: until - at.now }, { do: 'seek' }],
  }
}

/** Nobody came in time: the person is told who called and why. */
export function announce(attempt: Attempt, before: readonly AttemptEffect[], at: Moment): Step {
  const effects: AttemptEffect[] = [...before]
  const abandons = attempt.counted === null && attempt.incoming === null
  if (abandons) effects.push({ do: 'count', as: 'abandoned' })
  effects.push(
    { do: 'mark', marks: { messageStartedAt: at.wall } },
    { do: 'announce' },
    { do: 'plan', timer: 'message', delay: MESSAGE_LIMIT },
  )
  return {
    attempt: {
      ...attempt,
      state: { name: 'announcing' },
      counted: abandons ? 'abandoned' : attempt.counted,
    },
    effects,
  }
}

/**
 * Asks the network for the end of the call; `outcome` is what it will have been unless it was
 * counted already.
 */
export function hangUpAs(
  attempt: Attempt,
  outcome: Outcome,
  before: readonly AttemptEffect[],
): Step {
  const effects: AttemptEffect[] = [...before]
  let { counted } = attempt
  if (counted === null && outcome === 'abandoned' && attempt.incoming === null) {
    counted = 'abandoned'
    effects.push({ do: 'count', as: 'abandoned' })
  }
  effects.push({ do: 'hangUp' }, { do: 'plan', timer: 'end', delay: END_LIMIT })
  return {
    attempt: { ...attempt, state: { name: 'ending', as: counted ?? outcome }, counted },
    effects,
  }
}

/** The attempt is over, with its one outcome. `marks` null: it was never written down. */
export function finish(
  attempt: Attempt,
  asked: Outcome,
  at: Moment,
  marks: AttemptMarks | null,
  before: readonly AttemptEffect[] = [],
): Step {
  const outcome = attempt.counted ?? outcomeFor(attempt, asked)
  const effects: AttemptEffect[] = [{ do: 'unplan' }, ...before]
  // A call whose end nobody saw may have been answered by a person: it counts at its worst.
  // Somebody who called us is in no budget, and never `lost`: we know that we did not serve them.
  const worst = outcome === 'abandoned' || outcome === 'lost'
  if (attempt.counted === null && worst) effects.push({ do: 'count', as: 'abandoned' })
  const endedAt = attempt.hungUpAt ?? at.wall
  if (marks !== null) effects.push({ do: 'mark', marks: { ...marks, endedAt, outcome } })
  effects.push({ do: 'finish', outcome, spoke: attempt.spoke })
  return { attempt: { ...attempt, state: { name: 'over', outcome } }, effects }
}

const outcomeFor = ({ incoming }: Attempt, asked: Outcome): Outcome =>
  incoming === null || asked === 'notPlaced' ? asked : 'unserved'

function outcomeOf(cause: Cause): Outcome {
  // An end in the ordinary way before any answer: the callee's side gave up ringing.
  return cause === 'hangUp' ? 'noAnswer' : cause
}
