import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { hostTimeline } from '../../src/base/host-timeline.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const DAY = 86_400_000

it('waits for longer than the host can count at once', () => {
  const happened = vi.fn()
  hostTimeline.after(60 * DAY, happened)
  vi.advanceTimersByTime(60 * DAY - 1)
  expect(happened).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(happened).toHaveBeenCalledTimes(1)
})

it('takes a long wait back in whichever part it is', () => {
  const happened = vi.fn()
  const cancel = hostTimeline.after(60 * DAY, happened)
  vi.advanceTimersByTime(30 * DAY)
  cancel()
  vi.advanceTimersByTime(60 * DAY)
  expect(happened).not.toHaveBeenCalled()
})

it('runs an action that is due at once soon, and never at once', () => {
  const happened = vi.fn()
  hostTimeline.after(-5, happened)
  expect(happened).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(happened).toHaveBeenCalledTimes(1)
})
