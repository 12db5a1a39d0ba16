import { describe, expect, it } from 'vitest'
import { hours, minutes } from '../../src/base/duration.ts'
import type { CallbackWish } from '../../src/campaign/card.ts'
import type { Contact, Demand, NextStep, Progress } from '../../src/campaign/contact.ts'
import type { DispositionThen } from '../../src/campaign/disposition.ts'
import { atOperator, nextStep, numberStopped, postponed } from '../../src/campaign/retry.ts'
import type { RetryCase } from '../../src/campaign/retry-plan.ts'
import type { RetryRules } from '../../src/campaign/rules/another-attempt.ts'
import { disposition, freshContact, NOW, RULE, rules } from './fixtures.ts'

const ended = (
  outcome: RetryCase | 'notPlaced',
  contact: Contact,
  by: RetryRules,
  position = 0,
): Progress =>
  nextStep({ rules: by, contact, position, result: { kind: 'outcome', outcome }, now: NOW })

const said = (
  then: DispositionThen,
  contact: Contact,
  by: RetryRules,
  callback: CallbackWish | null = null,
): Progress =>
  nextStep({
    rules: by,
    contact,
    position: 0,
    result: { kind: 'disposition', disposition: disposition(then), callback, operator: 'anna' },
    now: NOW,
  })

const wait = (at: number, position = 0, demand: Demand | null = null): NextStep => ({
  kind: 'wait',
  at,
  position,
  demand,
})
const done = (reason: string) => ({ kind: 'finished', reason })

describe('After an attempt that reached nobody', () => {
  it('the delay is taken by how often the outcome came, and the last one repeats', () => {
    const plan = rules({ cases: { busy: { ...RULE, after: [minutes(5), minutes(20)] } } })
    const delays = [0, 1, 2, 3].map(busy =>
      ended('busy', freshContact(1, { counts: { busy } }), plan),
    )
    expect(delays.map(progress => progress.next)).toEqual(
      [5, 20, 20, 20].map(n => wait(NOW + minutes(n))),
    )
  })

  it('outcomes are counted apart from each other', () => {
    const progress = ended('busy', freshContact(1, { counts: { busy: 1, noAnswer: 4 } }), rules({}))
    expect(progress.counts).toEqual({ busy: 2, noAnswer: 4 })
  })

  it('the contact is finished once more attempts ended so than the rule lets follow', () => {
    const plan = rules({ cases: { noAnswer: { ...RULE, max: 2 } } })
    const nexts = [0, 1, 2].map(n =>
      ended('noAnswer', freshContact(1, { counts: { noAnswer: n } }), plan),
    )
    expect(nexts.map(progress => progress.state)).toEqual(['waiting', 'waiting', 'finished'])
    expect(nexts[2]!.next).toEqual(done('ruleMax'))
  })

  it('none follows where the rule has no delay', () => {
    const plan = rules({ cases: { refused: { ...RULE, after: [] } } })
    expect(ended('refused', freshContact(), plan).next).toEqual(done('ruleMax'))
  })

  it('the contact is finished when its attempts are used up', () => {
    const plan = rules({ attemptsMax: 3 })
    expect(ended('busy', freshContact(1, { attempts: 1 }), plan).state).toBe('waiting')
    expect(ended('busy', freshContact(1, { attempts: 2 }), plan).next).toEqual(done('attemptsMax'))
  })

  it.each(['congestion', 'failed'] as const)(
    '%s is not counted as an attempt, but under its own rule',
    outcome => {
      const progress = ended(
        outcome,
        freshContact(),
        rules({ attemptsMax: 1, attemptsPerPhoneMax: 1 }),
      )
      expect(progress).toMatchObject({ state: 'waiting', attempts: 0, counts: { [outcome]: 1 } })
      expect(progress.phones[0]!.attempts).toBe(0)
    },
  )

  it.each([
    'busy',
    'noAnswer',
    'abandoned',
    'machine',
    'refused',
    'lost',
    'invalid',
    'cancelled',
  ] as const)('%s is counted as an attempt', outcome => {
    const progress = ended(outcome, freshContact(2), rules({}))
    expect(progress.attempts).toBe(1)
    expect(progress.phones.map(phone => phone.attempts)).toEqual([1, 0])
  })

  it('an attempt that was never placed leaves everything as it was', () => {
    const demand: Demand = { why: 'callback', operator: 'anna', graceUntil: NOW + hours(1) }
    const contact = freshContact(2, { position: 1, demand, counts: { busy: 2 }, attempts: 2 })
    expect(ended('notPlaced', contact, rules({}))).toMatchObject({
      attempts: 2,
      counts: { busy: 2 },
      next: wait(NOW, 1, demand),
    })
  })
})

describe('The phone of the next attempt', () => {
  const next = { cases: { noAnswer: { ...RULE, phone: 'next' as const } } }

  it('stays the same, or is the next one, going around, as the rule says', () => {
    expect(ended('busy', freshContact(3), rules({}), 1).next).toMatchObject({ position: 1 })
    expect(ended('noAnswer', freshContact(3), rules(next), 1).next).toMatchObject({ position: 2 })
    expect(ended('noAnswer', freshContact(3), rules(next), 2).next).toMatchObject({ position: 0 })
    expect(ended('noAnswer', freshContact(1), rules(next)).next).toMatchObject({ position: 0 })
  })

  it('is another one when the attempts to this one are used up', () => {
    const plan = rules({ attemptsPerPhoneMax: 1 })
    expect(ended('busy', freshContact(2), plan).next).toMatchObject({ position: 1 })
    expect(ended('busy', freshContact(1), plan).next).toEqual(done('attemptsMax'))
  })

  it('is the next usable one after an invalid number, which is never called again', () => {
    const progress = ended('invalid', freshContact(3), rules({}))
    expect(progress.phones.map(phone => phone.usable)).toEqual([false, true, true])
    expect(progress.next).toMatchObject({ kind: 'wait', position: 1 })
  })

  it('is the next usable one after a wrong number, after the delay of invalid ones', () => {
    const plan = rules({ cases: { invalid: { ...RULE, after: [0] } } })
    const progress = said('wrongNumber', freshContact(2), plan)
    expect(progress.phones.map(phone => phone.usable)).toEqual([false, true])
    expect(progress.next).toEqual(wait(NOW, 1))
  })

  it('is none when no phone can be used any more', () => {
    expect(ended('invalid', freshContact(1), rules({})).next).toEqual(done('noUsablePhone'))
  })
})

describe('After a card', () => {
  it('the contact is finished where the disposition says so', () => {
    expect(said('finish', freshContact(), rules({}))).toMatchObject({
      state: 'finished',
      attempts: 1,
      counts: { 'disposition:later': 1 },
      next: done('disposition'),
    })
  })

  it('a disposition to try again follows its own rule', () => {
    const later = { after: [hours(2)], max: 1, phone: 'next' } as const
    const plan = rules({ dispositions: { later } })
    expect(said('retry', freshContact(2), plan).next).toEqual(wait(NOW + hours(2), 1))
    const again = freshContact(2, { counts: { 'disposition:later': 1 } })
    expect(said('retry', again, plan).next).toEqual(done('ruleMax'))
  })

  it('a machine the operator heard counts as a machine', () => {
    const plan = rules({ cases: { machine: { ...RULE, after: [hours(3)] } } })
    const progress = said('machine', freshContact(), plan)
    expect(progress).toMatchObject({ counts: { machine: 1 }, next: wait(NOW + hours(3)) })
  })

  it('the number of a person who asks never to be called again is out, and so is the contact', () => {
    const progress = said('stop', freshContact(2), rules({}))
    expect(progress.phones[0]!.usable).toBe(false)
    expect(progress.next).toEqual(done('stopList'))
  })

  it('a callback waits for its own operator through the grace, or for any operator', () => {
    const at = NOW + hours(5)
    expect(said('callback', freshContact(), rules({}), { at, own: true }).next).toEqual(
      wait(at, 0, { why: 'callback', operator: 'anna', graceUntil: at + hours(1) }),
    )
    expect(said('callback', freshContact(), rules({}), { at, own: false }).next).toEqual(
      wait(at, 0, { why: 'callback', operator: null, graceUntil: at }),
    )
  })

  it('a callback is kept though the attempts are used up', () => {
    const plan = rules({ attemptsMax: 1, attemptsPerPhoneMax: 1 })
    const wish = { at: NOW + 1, own: false }
    expect(said('callback', freshContact(1), plan, wish).state).toBe('waiting')
  })

  it('a callback whose time has passed while the card was open is due at once', () => {
    const wish = { at: NOW - 1, own: false }
    expect(said('callback', freshContact(), rules({}), wish).next).toMatchObject({ at: NOW })
  })

  it('is closed, the contact is at the operator and nothing is counted', () => {
    const contact = freshContact(1, { attempts: 3, counts: { busy: 3 } })
    expect(atOperator(contact)).toMatchObject({
      state: 'atOperator',
      attempts: 3,
      counts: { busy: 3 },
      next: null,
    })
  })
})

describe('A promise made to the person', () => {
  const callback: Demand = { why: 'callback', operator: 'anna', graceUntil: NOW }

  it('outlives attempts that did not reach them, and its grace begins anew', () => {
    const renewed = { ...callback, graceUntil: NOW + minutes(10) + hours(1) }
    const contact = freshContact(1, { demand: callback })
    expect(ended('busy', contact, rules({})).next).toMatchObject({ demand: renewed })
    expect(said('machine', contact, rules({})).next).toMatchObject({ demand: renewed })
  })

  it('is kept once they were reached', () => {
    const contact = freshContact(1, { demand: callback })
    expect(said('retry', contact, rules({})).next).toMatchObject({ demand: null })
  })

  it('is not what a preview asks for', () => {
    const demand: Demand = { why: 'preview', operator: 'anna', graceUntil: NOW }
    const contact = freshContact(1, { demand })
    expect(ended('busy', contact, rules({})).next).toMatchObject({ demand: null })
    expect(postponed(rules({}), contact, NOW, NOW).next).toMatchObject({ demand: null })
  })
})

describe('Whoever called us and stands on no list', () => {
  const caller = (over: Partial<Contact> = {}) => freshContact(1, { calledIn: 'shown', ...over })
  const callback: Demand = { why: 'callback', operator: 'anna', graceUntil: NOW }

  it('is called again only where a callback was agreed', () => {
    for (const then of ['retry', 'machine', 'wrongNumber'] as const)
      expect(said(then, caller(), rules({})).next).toEqual(done('disposition'))
    const wish = { at: NOW + hours(1), own: false }
    expect(said('callback', caller(), rules({}), wish).next).toMatchObject({ at: NOW + hours(1) })
  })

  it('is called for as long as that callback is owed to them, and not afterwards', () => {
    const owed = caller({ demand: callback })
    expect(ended('busy', owed, rules({})).next).toMatchObject({ demand: { why: 'callback' } })
    expect(said('machine', owed, rules({})).next).toMatchObject({ demand: { why: 'callback' } })
    expect(said('retry', owed, rules({})).next).toEqual(done('disposition'))
  })
})

describe('After an abandoned call', () => {
  const guaranteed = rules({ afterAbandoned: { lockout: hours(72), demandOperator: true } })
  const waitedFor = rules({ afterAbandoned: { lockout: hours(72), demandOperator: false } })
  const demand: Demand = { why: 'afterAbandoned', operator: null, graceUntil: NOW + minutes(10) }

  it('the next attempt has its own operator where the campaign says so', () => {
    expect(ended('abandoned', freshContact(), guaranteed).next).toEqual(
      wait(NOW + minutes(10), 0, demand),
    )
  })

  it('the next attempt waits for the lockout to pass where the campaign does not', () => {
    expect(ended('abandoned', freshContact(), waitedFor).next).toEqual(wait(NOW + hours(72)))
  })

  it('an attempt after the lockout needs nothing more', () => {
    const plan = { ...guaranteed, afterAbandoned: { lockout: minutes(10), demandOperator: true } }
    expect(ended('abandoned', freshContact(), plan).next).toEqual(wait(NOW + minutes(10)))
  })

  it('a call whose end is unknown is taken at its worst', () => {
    expect(ended('lost', freshContact(), guaranteed).next).toMatchObject({ demand })
    expect(ended('lost', freshContact(), waitedFor).next).toEqual(wait(NOW + hours(72)))
  })

  it('a promised callback guarantees an operator already and does not wait', () => {
    const own: Demand = { why: 'callback', operator: 'anna', graceUntil: NOW }
    const contact = freshContact(1, { demand: own })
    expect(ended('abandoned', contact, waitedFor).next).toMatchObject({
      at: NOW + minutes(10),
      demand: { why: 'callback', operator: 'anna' },
    })
  })

  it('the key that asks never to be called again ends the contact', () => {
    const progress = nextStep({
      rules: guaranteed,
      contact: freshContact(2),
      position: 1,
      result: { kind: 'stop' },
      now: NOW,
    })
    expect(progress).toMatchObject({
      attempts: 1,
      counts: { abandoned: 1 },
      next: done('stopList'),
    })
    expect(progress.phones.map(phone => phone.usable)).toEqual([true, false])
  })
})

describe('A gate at the instant of dialing', () => {
  it('puts the contact off until it opens, with phone and demand', () => {
    const demand: Demand = { why: 'callback', operator: 'anna', graceUntil: NOW + minutes(5) }
    const contact = freshContact(2, { position: 1, demand, attempts: 1 })
    expect(postponed(rules({}), contact, NOW + minutes(2), NOW)).toMatchObject({
      attempts: 1,
      next: wait(NOW + minutes(2), 1, demand),
    })
    expect(postponed(rules({}), contact, NOW - 1, NOW).next).toMatchObject({ at: NOW })
    // By then the grace has passed while nobody could be called: it begins anew.
    const at = NOW + hours(13)
    expect(postponed(rules({}), contact, at, NOW).next).toEqual(
      wait(at, 1, { ...demand, graceUntil: at + hours(1) }),
    )
  })

  it('finishes a contact that may never be called', () => {
    expect(postponed(rules({}), freshContact(), Infinity, NOW).next).toEqual(
      done('noCallableHours'),
    )
  })

  it('takes a number on the stop list out, and goes on with the other phones', () => {
    const progress = numberStopped(rules({}), freshContact(2), 0, NOW)
    expect(progress.phones.map(phone => phone.usable)).toEqual([false, true])
    expect(progress).toMatchObject({ attempts: 0, next: wait(NOW, 1) })
    expect(numberStopped(rules({}), freshContact(1), 0, NOW).next).toEqual(done('stopList'))
  })
})
