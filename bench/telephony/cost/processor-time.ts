import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { type Duration, type Instant, seconds } from '../../../src/base/duration.ts'
import { hostTimeline } from '../../../src/base/host-timeline.ts'

/** Ticks of the clock in which Linux counts processor time, a second. */
const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))
const LOOK_EVERY: Duration = seconds(0.2)

/** Follows the processor time of a process, all its threads together, until it ends. */
export class ProcessorTime {
  private readonly pid: number
  private readonly seen: { readonly at: Instant; readonly had: Duration }[] = []

  constructor(pid: number) {
    this.pid = pid
    this.look()
  }

  /** What it has had since this instant; what comes first is mostly what it takes to get warm. */
  since(at: Instant): Duration {
    const before = this.seen.findLast(one => one.at <= at) ?? this.seen[0]!
    return this.seen.at(-1)!.had - before.had
  }

  private look(): void {
    const fields = textOf(`/proc/${this.pid}/stat`)
    // Of a process that has ended and was not waited for yet nothing is left but zeros.
    const had = fields === null ? 0 : hadBy(fields)
    if (had === 0 && this.seen.length > 0) return
    this.seen.push({ at: hostTimeline.wall(), had })
    hostTimeline.after(LOOK_EVERY, () => this.look())
  }
}

/** How much the whole machine had to do, on the mean of the last minute. */
export const load = (): string => textOf('/proc/loadavg')!.split(' ')[0]!

/** The name of the program, in parentheses, may have blanks in it. */
function hadBy(text: string): Duration {
  const [, fields = ''] = text.split(/\) /)
  const [user = 0, system = 0] = fields.split(' ').slice(11, 13).map(Number)
  return seconds((user + system) / TICKS)
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
