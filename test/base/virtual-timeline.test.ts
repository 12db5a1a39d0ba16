import { describe, expect, it } from 'vitest'
import { hostTimeline } from '../../src/base/host-timeline.ts'
import { VirtualTimeline } from '../../src/base/virtual-timeline.ts'

const START = Date.parse('2026-03-03T10:00:00Z')

describe('virtual time', () => {
  it('stands still until it is told to go on, and then goes from event to event', () => {
    const timeline = new VirtualTimeline(START)
    const seen: number[] = []
    timeline.after(500, () => seen.push(timeline.monotonic()))
    timeline.after(20, () => seen.push(timeline.monotonic()))
    expect([timeline.monotonic(), timeline.wall(), timeline.nextAt()]).toEqual([0, START, 20])
    expect(timeline.step()).toBe(true)
    expect([seen, timeline.wall()]).toEqual([[20], START + 20])
    timeline.step()
    expect([seen, timeline.step(), timeline.nextAt()]).toEqual([[20, 500], false, undefined])
  })

  it('plans from the moment at which it is asked, never at once and never in the past', () => {
    const timeline = new VirtualTimeline(START)
    const seen: string[] = []
    timeline.after(10, () => {
      timeline.after(0, () => seen.push(`then at ${timeline.monotonic()}`))
      timeline.after(-5, () => seen.push(`late at ${timeline.monotonic()}`))
      seen.push('first')
    })
    while (timeline.step());
    expect(seen).toEqual(['first', 'then at 10', 'late at 10'])
  })

  it('lets a plan be taken back, before and after it happened', () => {
    const timeline = new VirtualTimeline(START)
    let happened = 0
    const cancel = timeline.after(10, () => happened++)
    timeline.after(5, () => {})
    cancel()
    cancel()
    while (timeline.step());
    expect([happened, timeline.monotonic()]).toEqual([0, 5])
  })

  it('can be moved on to a moment, but not back', () => {
    const timeline = new VirtualTimeline(START)
    timeline.advanceTo(100)
    timeline.advanceTo(50)
    expect(timeline.monotonic()).toBe(100)
    timeline.after(10, () => {})
    expect(timeline.nextAt()).toBe(110)
  })
})

describe("the host's time", () => {
  it('runs what was planned, and not what was taken back', async () => {
    const before = hostTimeline.monotonic()
    const seen: string[] = []
    await new Promise<void>(resolve => {
      hostTimeline.after(0, () => seen.push('taken back'))()
      hostTimeline.after(-1, () => {
        seen.push('done')
        resolve()
      })
    })
    expect(seen).toEqual(['done'])
    expect(hostTimeline.monotonic()).toBeGreaterThanOrEqual(before)
    expect(hostTimeline.wall()).toBeGreaterThan(START - 1e12)
  })
})
