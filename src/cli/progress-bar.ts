import { hostTimeline } from '../base/host-timeline.ts'

/** A bar for long work. On anything but a terminal it says nothing. */
export interface ProgressBar {
  /** @param of how many there are in all, where that becomes known only now. */
  step(by?: number, of?: number): void
  end(): void
}

/** Redrawn at most this often, in ms. */
const EVERY = 100
const WIDTH = 24

/** @param total how many steps there will be; 0 when that is not known. */
export function progressBar(title: string, total: number): ProgressBar {
  const { stderr } = process
  if (!stderr.isTTY) return { step: () => {}, end: () => {} }
  const began = hostTimeline.monotonic()
  let done = 0
  let whole = total
  let drawn = 0
  const draw = (now: number): void => {
    drawn = now
    stderr.write(`\r\x1b[K${line(title, done, whole, (now - began) / 1000)}`)
  }
  return {
    step(by = 1, of = whole) {
      done += by
      whole = of
      const now = hostTimeline.monotonic()
      if (now - drawn >= EVERY) draw(now)
    },
    end: () => void stderr.write('\r\x1b[K'),
  }
}

function line(title: string, done: number, total: number, seconds: number): string {
  if (total === 0) return `${title}  ${done}, ${Math.round(seconds)} s`
  const filled = Math.round((WIDTH * done) / total)
  const left = done === 0 ? '' : `, ${Math.ceil((seconds * (total - done)) / done)} s left`
  return `${title}  ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${done} of ${total}${left}`
}
