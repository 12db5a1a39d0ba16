import { describe, expect, it } from 'vitest'
import type { Timeline } from '../../src/base/timeline.ts'
import { VirtualTimeline } from '../../src/base/virtual-timeline.ts'
import { drive } from '../../src/sim/drive.ts'

const none = () => null

/** A host whose time moves on by what is waited for, and by 1 ms whenever it is asked. */
function fakeHost(): Timeline & { now: number } {
  const host = {
    now: 0,
    monotonic: () => host.now++,
    wall: () => host.now,
    after(delay: number, action: () => void) {
      host.now += delay
      queueMicrotask(action)
      return () => {}
    },
  }
  return host
}

/** A timeline on which something happens every second, and the seconds at which it did. */
function ticking() {
  const timeline = new VirtualTimeline(0)
  const ticks: number[] = []
  const tick = () => {
    ticks.push(timeline.monotonic() / 1000)
    timeline.after(1000, tick)
  }
  timeline.after(1000, tick)
  return { timeline, ticks }
}

describe('driving virtual time', () => {
  it('runs everything up to the end, and the end itself, and stands there', async () => {
    const { timeline, ticks } = ticking()
    expect(await drive({ timeline, pending: none, until: 3000 })).toBe(3)
    expect(ticks).toEqual([1, 2, 3])
    await drive({ timeline, pending: none, until: 3500 })
    expect(timeline.monotonic()).toBe(3500)
  })

  it('ends when nothing is planned any more', async () => {
    const timeline = new VirtualTimeline(0)
    timeline.after(5, () => {})
    expect(await drive({ timeline, pending: none })).toBe(1)
  })

  it('ends where "done" says so', async () => {
    const { timeline, ticks } = ticking()
    await drive({ timeline, pending: none, done: () => ticks.length === 4 })
    expect(ticks).toEqual([1, 2, 3, 4])
  })

  it('waits for what is outstanding before time goes on', async () => {
    const timeline = new VirtualTimeline(0)
    const said: string[] = []
    let asked: Promise<void> | null = null
    const ask = (question: string, then: () => void) => {
      asked = Promise.resolve().then(() => {
        said.push(`${question} at ${timeline.monotonic()}`)
        asked = null
        then()
      })
    }
    timeline.after(10, () => ask('first', () => ask('second', () => {})))
    timeline.after(20, () => said.push('later'))
    await drive({ timeline, pending: () => asked })
    expect(said).toEqual(['first at 10', 'second at 10', 'later'])
  })

  it('keeps pace with the host: 60 virtual seconds take one at speed 60', async () => {
    const { timeline } = ticking()
    const host = fakeHost()
    await drive({ timeline, pending: none, until: 60_000, pace: { host, speed: 60 } })
    expect(host.now).toBeGreaterThanOrEqual(1000)
    expect(host.now).toBeLessThan(1200)
  })

  it('lets the host breathe when it cannot keep the pace', async () => {
    const { timeline } = ticking()
    const host = fakeHost()
    let breaths = 0
    const counting = {
      ...host,
      after: (delay: number, action: () => void) => {
        breaths++
        return host.after(delay, action)
      },
    }
    await drive({ timeline, pending: none, until: 500_000, pace: { host: counting, speed: 1e9 } })
    expect(breaths).toBeGreaterThan(10)
  })
})
