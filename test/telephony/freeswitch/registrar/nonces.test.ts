import { describe, expect, it } from 'vitest'
import { minutes } from '../../../../src/base/duration.ts'
import { Nonces } from '../../../../src/telephony/freeswitch/registrar/nonces.ts'
import { Slowdown } from '../../../../src/telephony/freeswitch/registrar/slowdown.ts'
import { NONCE_KEY } from './registering.ts'

const HERE = '192.0.2.7'
const newNonces = (key = NONCE_KEY) => new Nonces({ key, lifetime: minutes(5), remembered: 3 })

describe('a nonce', () => {
  it('is good once for each count, upwards', () => {
    const nonces = newNonces()
    const nonce = nonces.issue(HERE, 0)
    const good = (count: number) => nonces.isGood(nonce, count, HERE, 1)
    expect([good(0), good(1)]).toEqual([false, true])
    nonces.use(nonce, 1)
    expect([good(1), good(2)]).toEqual([false, true])
    nonces.use(nonce, 5)
    expect([good(4), good(5), good(6)]).toEqual([false, false, true])
  })

  it('is good for its time, its address and its maker', () => {
    const nonces = newNonces()
    const nonce = nonces.issue(HERE, 1000)
    expect(nonces.isGood(nonce, 1, HERE, 1000 + minutes(5) - 1)).toBe(true)
    expect(nonces.isGood(nonce, 1, HERE, 1000 + minutes(5))).toBe(false)
    expect(nonces.isGood(nonce, 1, '192.0.2.8', 1000)).toBe(false)
    expect(newNonces(new Uint8Array(32)).isGood(nonce, 1, HERE, 1000)).toBe(false)
    expect(nonces.isGood(nonce.replace('-1-', '-2-'), 1, HERE, 1000)).toBe(false)
    expect(nonces.isGood('', 1, HERE, 1000)).toBe(false)
  })

  it('is never good again when what it was used for is forgotten', () => {
    const nonces = newNonces()
    const used = Array.from({ length: 5 }, () => nonces.issue(HERE, 0))
    for (const nonce of used) nonces.use(nonce, 1)
    expect(nonces.size).toBe(3)
    for (const nonce of used) expect(nonces.isGood(nonce, 1, HERE, 0)).toBe(false)
    expect(nonces.isGood(used[4]!, 2, HERE, 0)).toBe(true)
    expect(nonces.isGood(nonces.issue(HERE, 0), 1, HERE, 0)).toBe(true)
  })

  it('costs no memory until it is used', () => {
    const nonces = newNonces()
    for (let i = 0; i < 1000; i++) nonces.issue(HERE, 0)
    expect(nonces.size).toBe(0)
  })
})

describe('a source of wrong passwords', () => {
  const failing = (times: number, address = HERE, at = 0) => {
    const slowdown = new Slowdown()
    for (let i = 0; i < times; i++) slowdown.failed(address, at)
    return slowdown
  }

  it('waits twice as long after each, when the first few are over', () => {
    const waits = [4, 5, 6, 8, 40].map(times => failing(times).waitOf(HERE, 0))
    expect(waits).toEqual([0, 1000, 2000, 8000, minutes(5)])
    expect(failing(5).waitOf(HERE, 400)).toBe(600)
    expect(failing(5).waitOf(HERE, 1000)).toBe(0)
  })

  it('starts afresh when it has been quiet', () => {
    const slowdown = failing(10)
    slowdown.failed(HERE, minutes(14))
    expect(slowdown.waitOf(HERE, minutes(14))).toBeGreaterThan(0)
    slowdown.failed(HERE, minutes(30))
    expect(slowdown.waitOf(HERE, minutes(30))).toBe(0)
  })

  it('is alone with its wait, but for the same line of IPv6', () => {
    expect(failing(9).waitOf('192.0.2.8', 0)).toBe(0)
    const six = failing(9, '2001:db8::1')
    expect(six.waitOf('2001:DB8:0:0:ffff::2', 0)).toBeGreaterThan(0)
    expect(six.waitOf('2001:db8:0:1::1', 0)).toBe(0)
  })

  it('is forgotten where there are too many', () => {
    const slowdown = new Slowdown()
    for (let i = 0; i < 10_000; i++) slowdown.failed(`10.0.${i >> 8}.${i & 255}`, 0)
    expect(slowdown.size).toBe(4096)
  })
})
