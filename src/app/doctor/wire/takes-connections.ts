import { connect } from 'node:net'
import type { Duration } from '../../../base/duration.ts'
import type { Timeline } from '../../../base/timeline.ts'
import type { ServerAddress } from '../../../telephony/freeswitch/settings.ts'

/**
 * Whether somebody takes a connection there. A program that stands still does: the system takes it
 * in the program's place.
 */
export function takesConnections(
  { host, port }: ServerAddress,
  timeline: Timeline,
  limit: Duration,
): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = connect(port, host, () => resolve(true))
  socket.on('error', () => resolve(false))
  const cancel = timeline.after(limit, () => resolve(false))
  return promise.finally(() => {
    cancel()
    socket.destroy()
  })
}
