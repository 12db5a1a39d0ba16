import type { DayFigures } from '../../../src/sim/compare/day-job.ts'

/** Days of 100 people each: how long operators waited a call, and how many were abandoned. */
export function daysOf(...days: readonly (readonly [idle: number, abandoned: number])[]) {
  return days.map(([idle, abandoned], day): DayFigures => {
    const connected = 100 - abandoned
    return {
      result: {
        day,
        dialed: 300,
        answered: 100,
        connected,
        abandoned,
        machines: 0,
        cancelled: 0,
        operatorSec: 10_000,
        idleSec: idle * connected,
        talkSec: 0,
        wrapSec: 0,
        maxLines: 0,
        answerToOperatorMsP50: 0,
        answerToOperatorMsP99: 0,
        overLimit: false,
      },
      quarters: [],
    }
  })
}

/** A day on which nobody was connected. */
export function emptyDay(): DayFigures {
  const [day] = daysOf([0, 0])
  return { ...day!, result: { ...day!.result, dialed: 0, answered: 0, connected: 0 } }
}
