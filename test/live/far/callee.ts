import { millis } from '../../../src/base/duration.ts'
import { hostTimeline } from '../../../src/base/host-timeline.ts'
import { UNREACHED } from '../../../src/telephony/virtual/calls/endings.ts'
import type { AnsweredCallee, CalleeScript } from '../../../src/telephony/virtual/script.ts'
import { RtpEnd } from './rtp.ts'
import type { IncomingCall } from './sip-peer.ts'

/** The key that callees press when they press one. */
const STOP_KEY = '9'
/** A callee cannot know when a message begins; the contract's tests begin it this soon. */
const MESSAGE_BEGINS = millis(100)

/** One call at the far side, with its moments in monotonic ms. */
export interface FarCall {
  readonly call: IncomingCall
  readonly rtp: RtpEnd
  answeredAt: number
}

/**
 * Follows a script as far as somebody can who only has a telephone: they do not know whether they
 * are joined, so that patience and talk run on from the answer.
 */
export async function follow(script: CalleeScript, call: IncomingCall): Promise<FarCall> {
  const rtp = await RtpEnd.open()
  const far: FarCall = { call, rtp, answeredAt: Infinity }
  const plans: (() => void)[] = []
  const plan = (after: number | null, action: () => void): void => {
    if (after !== null && after < Infinity) plans.push(hostTimeline.after(after, action))
  }
  const stop = (): void => {
    for (const cancel of plans) cancel()
    rtp.close()
  }
  const { provisional, outcome, answersCancel } = script
  plan(provisional.trying, () => call.respond(100))
  plan(provisional.ringing, () => call.respond(180))
  plan(provisional.earlyMedia, () => call.respond(183, { sdp: rtp.sdp }))
  const answer = (): void => {
    for (const cancel of plans.splice(0)) cancel()
    far.answeredAt = hostTimeline.monotonic()
    call.respond(200, { sdp: rtp.sdp })
    rtp.talkTo(call.sdp)
    if (outcome.kind === 'answers') live(outcome.callee, far, plan, stop)
  }
  plan(outcome.after, () => {
    if (outcome.kind === 'answers') return answer()
    stop()
    const { sip, q850 } = UNREACHED[outcome.kind]
    call.respond(sip, { q850 })
  })
  call.onBye = stop
  call.onCancel = () => {
    if (far.answeredAt < Infinity) return
    if (answersCancel !== undefined) return plan(answersCancel.after, answer)
    stop()
    call.respond(487)
  }
  return far
}

function live(
  callee: AnsweredCallee,
  { call, rtp }: FarCall,
  plan: (after: number | null, action: () => void) => void,
  stop: () => void,
): void {
  const { patience, talk, leavesAfter, announcement } = callee
  const leave = (): void => {
    stop()
    call.bye()
  }
  plan(Math.min(leavesAfter ?? Infinity, patience + (talk ?? 0)), leave)
  if (announcement.kind === 'hangsUp') plan(announcement.after + MESSAGE_BEGINS, leave)
  if (announcement.kind === 'pressesStop')
    plan(announcement.after + MESSAGE_BEGINS, () => rtp.press(STOP_KEY))
}
