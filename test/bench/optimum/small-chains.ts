import type { Curve, MarkovDialer } from '../../../bench/pacing/optimum/markov-dialer.ts'
import type { Random } from '../../../src/base/random.ts'

/** The markov worlds' people, with few lines. */
export const dialer = (operators: number, linesMax: number): MarkovDialer => ({
  operators,
  human: 0.25,
  ringSec: 15,
  talkSec: 175,
  linesMax,
})

/** Every curve that calls for fewer lines the more operators are busy. */
export function fallingCurves(operators: number, linesMax: number): Curve[] {
  if (operators < 0) return [[]]
  return fallingCurves(operators - 1, linesMax).flatMap(curve => {
    const most = curve.at(-1) ?? linesMax
    return Array.from({ length: most + 1 }, (_, lines) => [...curve, lines])
  })
}

/** What a simulation saw. */
export interface Played {
  readonly occupancy: number
  readonly abandonment: number
}

/** Plays the dialer event by event, so long that `answers` people answer. */
export function play(d: MarkovDialer, curve: Curve, answers: number, random: Random): Played {
  let busy = 0
  let ringing = curve[0]!
  let connected = 0
  let abandoned = 0
  let time = 0
  let busyTime = 0
  while (connected + abandoned < answers) {
    const ends = ringing / d.ringSec
    const leaves = busy / d.talkSec
    const wait = -Math.log(1 - random.uniform()) / (ends + leaves)
    time += wait
    busyTime += busy * wait
    if (random.uniform() * (ends + leaves) < leaves) busy--
    else {
      ringing--
      if (random.uniform() < d.human) {
        if (busy === d.operators) abandoned++
        else {
          connected++
          busy++
        }
      }
    }
    ringing = Math.max(ringing, curve[busy]!)
  }
  return {
    occupancy: busyTime / time / d.operators,
    abandonment: abandoned / (abandoned + connected),
  }
}
