import type { OperatorId } from '../../base/id.ts'
import type { TalkMark } from '../../store/records.ts'
import type { Attempt, AttemptEffect, AttemptState } from '../attempt/attempt.ts'
import type { AttemptRun, Core } from '../core.ts'

/**
 * Keeps who is in the talk of an attempt, and since when. It is written down as soon as it is more
 * than one operator from the connection to the end of the call, which the other marks tell.
 *
 * @param effects what the attempt's step leads to, not done yet.
 */
export function followTalks(
  core: Core,
  run: AttemptRun,
  before: Attempt,
  effects: readonly AttemptEffect[],
): void {
  const { state } = run.attempt
  if (state === before.state) return
  const was = inTalk(before.state, [])
  const are = inTalk(state, was)
  const talks = run.talks.map(talk => {
    const hasLeft = talk.to === undefined && !are.includes(talk.operator)
    return hasLeft ? { ...talk, to: core.wall, ...cardOf(run, talk, effects) } : talk
  })
  for (const operator of are) {
    const isIn = talks.some(talk => talk.operator === operator && talk.to === undefined)
    if (!isIn) talks.push({ operator, from: core.wall })
  }
  const isSame =
    talks.length === run.talks.length && talks.every((talk, n) => talk.to === run.talks[n]?.to)
  if (isSame) return
  run.talks = talks
  const isOver = state.name === 'ending' || state.name === 'over'
  const isPlain = talks.length === 1 && (talks[0]?.to === undefined || isOver)
  if (isPlain) return
  core.journal.push({ kind: 'attempt', at: core.wall, attempt: run.id, marks: { talks } })
}

/** Whoever is joined anew without having left is in the talk all the time. */
function inTalk(state: AttemptState, was: readonly OperatorId[]): readonly OperatorId[] {
  switch (state.name) {
    case 'talking':
      return [state.operator, state.guest].filter(one => one !== null)
    case 'handing':
      return [state.from, state.guest].filter(one => one !== null)
    case 'uniting':
      return state.from === null ? [] : [state.from]
    case 'joining':
      return was.includes(state.operator) ? [state.operator] : []
    default:
      return []
  }
}

/** Whether whoever leaves has the card in hand by that. */
function cardOf(
  { campaign }: AttemptRun,
  { operator }: TalkMark,
  effects: readonly AttemptEffect[],
): Pick<TalkMark, 'wrapsUp'> {
  const hasCard = effects.some(effect => {
    if (effect.do === 'leaveOutside') return effect.from === operator
    return (
      (effect.do === 'callEnded' || effect.do === 'leaveRinging') && effect.operator === operator
    )
  })
  return hasCard && campaign.campaign.wrapUp.limit > 0 ? { wrapsUp: true } : {}
}
