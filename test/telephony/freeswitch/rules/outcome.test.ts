import { describe, expect, test } from 'vitest'
import {
  type Final,
  outcomeOf,
  q850Of,
} from '../../../../src/telephony/freeswitch/rules/outcome.ts'

const final = (status: number | null, more: Partial<Final> = {}): Final => ({
  status,
  q850: null,
  retryAfter: false,
  ours: false,
  ...more,
})

describe('a final response', () => {
  test.each([
    [200, 'failed', 'network'],
    [202, 'failed', 'network'],
    [301, 'invalid', 'network'],
    [302, 'failed', 'network'],
    [400, 'failed', 'us'],
    [401, 'failed', 'us'],
    [402, 'failed', 'us'],
    [403, 'refused', 'network'],
    [404, 'invalid', 'network'],
    [406, 'failed', 'us'],
    [407, 'failed', 'us'],
    [408, 'noAnswer', 'network'],
    [410, 'invalid', 'network'],
    [415, 'failed', 'us'],
    [416, 'invalid', 'network'],
    [480, 'noAnswer', 'network'],
    [484, 'invalid', 'network'],
    [485, 'invalid', 'network'],
    [486, 'busy', 'callee'],
    [487, 'failed', 'network'],
    [488, 'failed', 'us'],
    [500, 'congestion', 'network'],
    [502, 'congestion', 'network'],
    [503, 'congestion', 'network'],
    [504, 'congestion', 'network'],
    [513, 'congestion', 'network'],
    [580, 'congestion', 'network'],
    [600, 'busy', 'callee'],
    [603, 'refused', 'callee'],
    [604, 'invalid', 'network'],
    [606, 'refused', 'callee'],
    [607, 'refused', 'callee'],
    [608, 'refused', 'network'],
  ] as const)('of %i ends the call as %s by the %s.', (status, cause, from) => {
    expect(outcomeOf(final(status))).toEqual({ cause, from, sip: status })
  })

  test('that nobody knows means what the first of its class means.', () => {
    expect(outcomeOf(final(499))).toMatchObject({ cause: 'failed', from: 'us' })
    expect(outcomeOf(final(599))).toMatchObject({ cause: 'congestion', from: 'network' })
    expect(outcomeOf(final(699))).toMatchObject({ cause: 'busy', from: 'callee' })
  })

  test.each([
    [1, 'invalid'],
    [17, 'busy'],
    [19, 'noAnswer'],
    [20, 'noAnswer'],
    [21, 'refused'],
    [22, 'invalid'],
    [23, 'invalid'],
    [27, 'invalid'],
    [28, 'invalid'],
    [34, 'congestion'],
    [38, 'congestion'],
    [41, 'congestion'],
    [42, 'congestion'],
    [44, 'congestion'],
    [47, 'congestion'],
    [55, 'refused'],
    [57, 'refused'],
    [87, 'refused'],
  ] as const)('that is vague is told by its Q.850 cause %i as %s.', (q850, cause) => {
    for (const status of [480, 500, 503])
      expect(outcomeOf(final(status, { q850 }))).toMatchObject({ cause, sip: status, q850 })
  })

  test('that is plain is not overruled by its Q.850 cause.', () => {
    expect(outcomeOf(final(486, { q850: 34 }))).toMatchObject({ cause: 'busy', q850: 34 })
    expect(outcomeOf(final(404, { q850: 17 }))).toMatchObject({ cause: 'invalid' })
  })

  test('that is vague stays what it is when its Q.850 cause says nothing.', () => {
    expect(outcomeOf(final(480, { q850: 16 }))).toMatchObject({ cause: 'noAnswer', q850: 16 })
    expect(outcomeOf(final(503, { q850: 127 }))).toMatchObject({ cause: 'congestion' })
  })

  test('of 480 that says when to come back is congestion.', () => {
    expect(outcomeOf(final(480, { retryAfter: true }))).toMatchObject({ cause: 'congestion' })
    expect(outcomeOf(final(486, { retryAfter: true }))).toMatchObject({ cause: 'busy' })
  })

  test('that our own server made up is our failure, not the carrier’s.', () => {
    for (const status of [503, 408])
      expect(outcomeOf(final(status, { ours: true }))).toEqual({
        cause: 'failed',
        from: 'us',
        sip: status,
      })
    expect(outcomeOf(final(null, { ours: true }))).toEqual({ cause: 'failed', from: 'us' })
  })
})

describe('a call that was taken back', () => {
  test.each([487, 408])('ends by %i for the reason it was taken back for.', status => {
    expect(outcomeOf(final(status), 'hangUp')).toMatchObject({ cause: 'cancelled', from: 'us' })
    expect(outcomeOf(final(status), 'ringLimit')).toMatchObject({ cause: 'noAnswer', from: 'us' })
    expect(outcomeOf(final(status), 'media')).toMatchObject({ cause: 'failed', from: 'us' })
  })

  test('ends so as well when only our own server says anything.', () => {
    const made = final(503, { ours: true })
    expect(outcomeOf(made, 'hangUp')).toMatchObject({ cause: 'cancelled', from: 'us' })
  })

  test('ends as the network says when its word crossed ours.', () => {
    expect(outcomeOf(final(486), 'hangUp')).toMatchObject({ cause: 'busy', from: 'callee' })
  })
})

describe('a Reason header', () => {
  test.each([
    ['Q.850;cause=17;text="User busy"', 17],
    ['q.850 ; cause = 1', 1],
    ['SIP;cause=200;text="elsewhere", Q.850;text="x";cause=34', 34],
    ['SIP;cause=480', null],
    ['Q.850;text="no cause", SIP;cause=200', null],
    ['', null],
    [undefined, null],
  ] as const)('%j has the Q.850 cause %j.', (reason, cause) => {
    expect(q850Of(reason)).toBe(cause)
  })
})
