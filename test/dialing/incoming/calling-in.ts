import { minutes } from '../../../src/base/duration.ts'
import type { IncomingRefusal } from '../../../src/telephony/incoming.ts'
import type { VirtualCaller } from '../../../src/telephony/virtual/calls/callers.ts'
import { phoneOf } from '../../support/rig.ts'
import type { Rig } from '../../support/rig-parts.ts'

/** The number that campaigns of tests show. */
export const OURS = '+12125550199'

/**
 * The contact with this number calls the number they were shown.
 *
 * @returns why they were turned away, once they are.
 */
export async function callIn(
  rig: Rig,
  number: number,
  more: Partial<VirtualCaller> = {},
): Promise<IncomingRefusal[]> {
  const why: IncomingRefusal[] = []
  rig.exchange.callIn({
    from: phoneOf(number),
    to: OURS,
    trunk: 'main',
    refused: one => why.push(one),
    ...more,
    habits: { patience: minutes(1), ...more.habits },
  })
  await rig.settle()
  return why
}
