import { createHmac, timingSafeEqual } from 'node:crypto'
import { assert } from '../../../base/assert.ts'
import type { Duration } from '../../../base/duration.ts'

const KEY_BYTES_MIN = 32
const SIGNATURE_BYTES = 16
const SHAPE = /^([\da-z]{1,11})-([\da-z]{1,11})-([\w-]{22})$/

/** What nonces are made with. */
export interface NonceRules {
  /** At least 32 random bytes, others at each start: nonces of an earlier run are not ours. */
  readonly key: Uint8Array
  /** How long a nonce is good for. */
  readonly lifetime: Duration
  /** How many nonces that were used are remembered at once. */
  readonly remembered: number
}

/**
 * The nonces we ask proofs for (RFC 7616, section 3.3). They are signed, and nothing is remembered
 * of one until it comes back under a right password: a flood of strangers costs no memory.
 */
export class Nonces {
  private readonly rules: NonceRules
  /** The highest count of each nonce that was used, that used longest ago first. */
  private readonly counts = new Map<string, number>()
  private issued = 0
  /** Nonces up to this serial that are not remembered may have been used: they are not good. */
  private forgottenUpTo = 0

  constructor(rules: NonceRules) {
    assert(rules.key.length >= KEY_BYTES_MIN, 'the key of nonces has 32 bytes at least')
    assert(rules.remembered >= 1, 'one nonce at least is remembered')
    this.rules = rules
  }

  /** How many nonces are remembered. */
  get size(): number {
    return this.counts.size
  }

  /** @returns a nonce that is good for one address. @param now on the monotonic clock. */
  issue(address: string, now: number): string {
    this.issued += 1
    const about = `${Math.floor(now).toString(36)}-${this.issued.toString(36)}`
    return `${about}-${this.sign(about, address)}`
  }

  /**
   * @returns whether it is ours, made for this address, not expired, and not used with this count
   *   or a higher one before.
   */
  isGood(nonce: string, count: number, address: string, now: number): boolean {
    const [, time, serial, signature] = SHAPE.exec(nonce) ?? []
    if (time === undefined || serial === undefined || signature === undefined) return false
    const right = this.sign(`${time}-${serial}`, address)
    if (!timingSafeEqual(Buffer.from(right), Buffer.from(signature))) return false
    if (now - Number.parseInt(time, 36) >= this.rules.lifetime) return false
    const known = this.counts.get(nonce)
    if (known === undefined && Number.parseInt(serial, 36) <= this.forgottenUpTo) return false
    return count > (known ?? 0)
  }

  /** Has a good nonce used up to this count. Only who knows a password gets as far as this. */
  use(nonce: string, count: number): void {
    this.counts.delete(nonce)
    this.counts.set(nonce, count)
    this.forget()
  }

  private forget(): void {
    if (this.counts.size <= this.rules.remembered) return
    const [oldest] = this.counts.keys()
    this.counts.delete(oldest!)
    const serial = Number.parseInt(oldest!.split('-')[1]!, 36)
    this.forgottenUpTo = Math.max(this.forgottenUpTo, serial)
  }

  private sign(about: string, address: string): string {
    const signature = createHmac('sha256', this.rules.key).update(`${about} ${address}`).digest()
    return signature.subarray(0, SIGNATURE_BYTES).toString('base64url')
  }
}
