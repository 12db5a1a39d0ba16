import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { seconds as secondsOf } from '../../../src/base/duration.ts'
import { hostTimeline } from '../../../src/base/host-timeline.ts'
import type { LiveServers } from '../../../test/live/servers.ts'
import { ProcessorTime } from './processor-time.ts'
import { startSipp } from './sipp.ts'

/** What so many calls a second came to. */
export interface Step {
  readonly rate: number
  /** Processor time of the application alone, in ms a call, once it is warm. */
  readonly cost: number
  /** Whether all was as it should be. */
  readonly isWell: boolean
  readonly words: string
}

/** Calls that may fail, in the moment in which everything begins for one, at any rate. */
export const FAILED_MAX = 0.02

/** SIPp calls straight to drachtio, behind which is the least application that can be. */
export async function straight(
  { drachtio }: LiveServers,
  sipPort: number,
  folder: string,
  rate: number,
  seconds: number,
): Promise<Step> {
  const file = fileURLToPath(new URL('bare-application.ts', import.meta.url))
  const { host, port, secret } = drachtio
  const application = fork(file, [host, `${port}`, secret])
  await once(application, 'message')
  const calls = rate * seconds
  const processor = new ProcessorTime(application.pid!)
  const traffic = ['-r', `${rate}`, '-m', `${calls}`, '-l', '100000', '-timeout', '120']
  const sipp = await startSipp('callers', folder, ...traffic, `127.0.0.1:${sipPort}`)
  const half = hostTimeline.wall() + secondsOf(seconds / 2)
  await sipp.ended
  const cost = processor.since(half) / (calls / 2)
  application.kill()
  const { well, failed } = sipp.counts()
  const isWell = well + failed >= calls && failed <= calls * FAILED_MAX
  return { rate, cost, isWell, words: `${well} of ${calls} calls as they should be` }
}
