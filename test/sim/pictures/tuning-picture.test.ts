import { describe, expect, it } from 'vitest'
import { tuningPicture } from '../../../src/sim/pictures/tuning-picture.ts'
import { tuningOf } from '../../../src/sim/tune/tuning.ts'
import { daysOf, emptyDay } from '../tune/tried-days.ts'
import { flaws } from './well-formed.ts'

const RAN = [
  { policy: 'predictive', limit: 0.03, days: daysOf([20, 2], [22, 3]) },
  { policy: 'predictive,guarantee=strict', limit: 0.02, days: daysOf([26, 1], [24, 2]) },
  { policy: 'power:2', limit: 0.03, days: daysOf([30, 2], [33, 5]) },
  { policy: 'power:9', limit: 0.03, days: daysOf([5, 40], [5, 40]) },
  { policy: 'progressive', limit: 0.03, days: daysOf([70, 0], [75, 0]) },
  { policy: 'vicidial:tapered', limit: 0.03, days: daysOf([40, 3], [41, 2]) },
]
const drawn = (ran = RAN, { name = 'small', limit = 0.03, days = 2 } = {}): string =>
  tuningPicture({ tuning: tuningOf(ran, limit), name, limit, days, seed: 1 })

describe('the picture of a tuning', () => {
  it('is XML, whatever names there are', () => {
    const svg = drawn(RAN, { name: 'a & b <c> "d" \u0001' })
    expect(flaws(svg)).toEqual([])
    expect(svg).toContain('Settings tried on a &amp; b &lt;c&gt; &quot;d&quot; \ufffd')
  })

  it('shows each setting by its kind, the limit, and what is recommended', () => {
    const svg = drawn()
    for (const kind of ['predictive', 'predictive, strict', 'power', 'progressive', 'VICIdial'])
      expect(svg).toContain(`>${kind}</text>`)
    expect(svg).toContain('>limit 3.0 %</text>')
    expect(svg).toContain('>recommended: predictive at 3%, 21.0 s</text>')
    expect(svg).toContain('>Idle seconds a call</text>')
    expect(svg).toContain('<title>power:2</title>')
  })

  it('leaves out what abandons more than twice the limit, and says how many', () => {
    expect(drawn()).not.toContain('<title>power:9</title>')
    expect(drawn()).toContain('1 with more than 6.0 % left out')
  })

  it('begins its axis of idle time at nothing, unless that would hide the differences', () => {
    expect(drawn()).toContain('>0</text>')
    const idle = RAN.map(it => ({ ...it, days: daysOf([150, 2], [152, 2]) }))
    expect(drawn(idle)).not.toContain('>0</text>')
    expect(flaws(drawn(idle))).toEqual([])
  })

  it('can be drawn of one day, of days without anybody, and without a limit', () => {
    const one = RAN.map(it => ({ ...it, days: it.days.slice(0, 1) }))
    const nobody = RAN.map(it => ({ ...it, days: [emptyDay()] }))
    for (const svg of [drawn(one, { days: 1 }), drawn(nobody), drawn(RAN, { limit: 0 })]) {
      expect(flaws(svg)).toEqual([])
      expect(svg).not.toMatch(/NaN|Infinity|undefined/)
    }
    expect(drawn(nobody)).not.toContain('recommended')
  })

  it('has a title as long as the paper, and the whole name for who points at it', () => {
    const name = 'long '.repeat(40).trim()
    const svg = drawn(RAN, { name })
    expect(svg).toContain(`<title>Settings tried on ${name}</title>`)
    const [, title] = /class="title">([^<]*)</.exec(svg)!
    expect(title!.length).toBeLessThan(90)
    expect(title).toMatch(/…$/)
  })
})
