import type { Duration } from '../../../base/duration.ts'
import { type Finding, well, wrong } from '../finding.ts'

/** Beyond this nobody can talk in one direction (ITU-T G.114). */
const DELAY_MAX: Duration = 400

/** A server that has just started, or a busy moment, says nothing of calls to come. */
const TRIES = 3

/** @returns what a measurement comes to, which is well when one of three tries is. */
export async function firstWell(measure: () => Promise<Finding>): Promise<Finding> {
  let found = await measure()
  for (let tries = 1; tries < TRIES && found.state !== 'well'; tries++) found = await measure()
  return found
}

/** What was heard of several short tones. */
export interface Heard {
  readonly sent: number
  /** Of each tone that arrived, how long it took, in ms. */
  readonly delays: readonly Duration[]
}

/** Whether two people in a room of an operator would hear each other. */
export function judgeAudio(out: Heard, back: Heard, places: string): Finding {
  const check = 'audio'
  const hint = `Audio goes by UDP between ${places}: does a firewall or a wrong address stop it?`
  for (const [way, { sent, delays }] of [
    ['callee to operator', out],
    ['operator to callee', back],
  ] as const) {
    if (delays.length === 0) return wrong(check, `Nothing was heard from ${way}.`, hint)
    if (delays.length < sent) {
      const text = `From ${way} only ${delays.length} of ${sent} tones were heard.`
      return wrong(check, text, 'Packets are lost: look at the load of the machine.')
    }
  }
  const slowest = Math.max(...out.delays, ...back.delays)
  const text = `Heard both ways: ${words(out)} to the operator, ${words(back)} to the callee.`
  if (slowest > DELAY_MAX)
    return wrong(check, text, 'Nobody can talk with that: look at the load of the machine.')
  return well(check, text)
}

function words({ delays }: Heard): string {
  const sorted = delays.toSorted((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)]!
  return `${median.toFixed(0)} ms (longest ${sorted.at(-1)!.toFixed(0)})`
}
