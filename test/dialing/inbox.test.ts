import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seconds } from '../../src/base/duration.ts'
import { type Entry, Inbox } from '../../src/dialing/inbox.ts'
import { INBOX_MAX } from '../../src/dialing/limits.ts'
import { person } from '../../src/telephony/virtual/callee.ts'
import { rigOf } from '../support/rig.ts'

const entry = (at: number): Entry => ({ at, wall: at, input: { from: 'clock' } })

describe('the inbox', () => {
  it('gives entries out in the order in which they came', () => {
    const act = fc.oneof(fc.nat(3000), fc.constant('take' as const))
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40, size: 'max' }), acts => {
        const inbox = new Inbox()
        let [pushed, taken] = [0, 0]
        for (const one of acts) {
          if (one !== 'take') for (let n = 0; n < one; n++) inbox.push(entry(pushed++))
          else
            for (let n = 0; n < 2000 && taken < pushed; n++) expect(inbox.take()!.at).toBe(taken++)
          expect(inbox.size).toBe(pushed - taken)
        }
        while (taken < pushed) expect(inbox.take()!.at).toBe(taken++)
        expect(inbox.take()).toBeUndefined()
      }),
      { numRuns: 20 },
    )
  })

  it('has a bound', () => {
    const inbox = new Inbox()
    for (let n = 0; n < INBOX_MAX; n++) inbox.push(entry(n))
    expect(() => inbox.push(entry(0))).toThrow('the inbox holds more')
  })
})

describe('what comes in', () => {
  it('carries ids, and nothing that an operator typed or a contact is called', async () => {
    const recorded: Entry[] = []
    const rig = await rigOf({
      contacts: { demo: [0] },
      callee: () => person(seconds(1), { talk: seconds(2) }),
      record: one => recorded.push(one),
    })
    await rig.signIn()
    await rig.until(2)
    const attempt = rig.attemptTo(0)
    rig.desk.act({ operator: 'anna', kind: 'saveCard', attempt, answers: { note: 'secret' } })
    await rig.until(4)
    await rig.closeCard('anna', 'done', { answers: { note: 'secret' } })
    await rig.until(5)
    const text = JSON.stringify(recorded)
    expect(recorded.map(one => one.input.from)).toContain('desk')
    expect((await rig.records())[0]!.answers).toEqual({ note: 'secret' })
    for (const personal of ['secret', '+1212', 'Contact 0']) expect(text).not.toContain(personal)
  })

  it('of a contact whose data was erased before the call is placed comes to a failed call', async () => {
    const rig = await rigOf({ contacts: { demo: [0] }, callee: () => person(seconds(1)) })
    rig.core.book.clear()
    await rig.signIn()
    await rig.until(1)
    expect(rig.dialed()).toEqual([])
    expect(await rig.outcomes()).toEqual(['0 failed'])
    expect(rig.stateOf('anna')).toBe('free')
  })
})
