import { expect } from 'vitest'
import { millis, seconds } from '../../src/base/duration.ts'
import { hostTimeline } from '../../src/base/host-timeline.ts'
import type { FreeSwitchTelephony, InUse } from '../../src/telephony/freeswitch/freeswitch.ts'
import { pass } from './harness.ts'

const NOTHING: InUse = {
  calls: 0,
  legs: 0,
  dialogs: 0,
  endpoints: 0,
  spareEndpoints: 0,
  timers: 0,
}

/**
 * Nothing may be left of what was closed, once goodbyes that were on their way have been answered
 * or given up.
 */
export async function nothingIsLeft(telephony: FreeSwitchTelephony): Promise<void> {
  const end = hostTimeline.monotonic() + seconds(5)
  while (telephony.inUse().timers > 0 && hostTimeline.monotonic() < end) await pass(millis(50))
  expect(telephony.inUse(), 'what is left').toEqual(NOTHING)
}
