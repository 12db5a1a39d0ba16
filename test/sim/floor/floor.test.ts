import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { VirtualTimeline } from '../../../src/base/virtual-timeline.ts'
import { NOT_RESPONDING } from '../../../src/desk/operator.ts'
import type { CardView, DeskAction, DeskNotice } from '../../../src/desk/port.ts'
import { Floor } from '../../../src/sim/floor/floor.ts'
import type { Habits, Lapse } from '../../../src/sim/floor/habits.ts'
import { followProfile, operatorNames } from '../../../src/sim/floor/shifts.ts'
import { smallWorld } from '../worlds.ts'

const card: CardView = {
  campaign: 'demo',
  definition: { fields: [], script: { start: null, steps: [] } },
  dispositions: [],
  data: {},
  phone: '+12125550123',
  answers: {},
}

const steady: Habits = {
  talk: () => seconds(60),
  wrapUp: () => seconds(20),
  reading: () => seconds(5),
  fill: () => ({ answers: { note: 'said hello' }, disposition: 'done' }),
  savesDrafts: false,
  lapse: () => null,
  awakening: () => seconds(30),
}

/** A floor whose screen is played by the test, and what its operators did, with the second. */
function floorOf(habits: Partial<Habits> = {}) {
  const timeline = new VirtualTimeline(0)
  const done: string[] = []
  const actions: DeskAction[] = []
  const watched: string[] = []
  const now = () => timeline.monotonic() / 1000
  const floor = new Floor({
    timeline,
    habits: { ...steady, ...habits },
    watch: (operator, doing) => watched.push(`${now()} ${operator} ${doing}`),
  })
  floor.actions$.subscribe(action => {
    actions.push(action)
    done.push(`${now()} ${action.operator} ${action.kind}`)
  })
  const show = (...notices: readonly DeskNotice[]) => {
    for (const notice of notices) floor.show('anna', notice)
  }
  const until = (second: number) => {
    while ((timeline.nextAt() ?? Infinity) <= seconds(second)) timeline.step()
    timeline.advanceTo(seconds(second))
  }
  return { floor, timeline, done, actions, watched, show, until }
}

const state = (name: Extract<DeskNotice, { kind: 'state' }>['state'], why: string | null = null) =>
  ({ kind: 'state', state: name, why }) as const
const talking = { kind: 'card', attempt: 'a1', phase: 'talking', card } as const
const leftOpen = { ...talking, phase: 'wrapUp', wrapUpUntil: null } as const
const ended: DeskNotice = { kind: 'callEnded', attempt: 'a1', wrapUpUntil: null }

describe('a simulated operator', () => {
  it('talks, hangs up, wraps up and closes the card with what was filled in', () => {
    const { floor, show, until, done, actions, watched } = floorOf()
    floor.arrive('anna', ['demo'])
    show(state('free'), state('reserved'))
    until(10)
    show(talking)
    until(70)
    show(ended)
    until(90)
    show({ kind: 'cardClosed', attempt: 'a1' }, state('free'))
    expect(done).toEqual(['0 anna signIn', '70 anna hangUp', '90 anna closeCard'])
    expect(actions.at(-1)).toMatchObject({ disposition: 'done', answers: { note: 'said hello' } })
    expect(watched).toEqual(['0 anna idle', '10 anna talk', '70 anna wrap', '90 anna idle'])
  })

  it('drops the hang-up when the person was quicker, and saves a draft by habit', () => {
    const { floor, show, until, done } = floorOf({ savesDrafts: true })
    floor.arrive('anna', ['demo'])
    show(state('free'), talking)
    until(10)
    show(ended)
    until(500)
    expect(done).toEqual(['0 anna signIn', '10 anna saveCard', '30 anna closeCard'])
  })

  it('looks again at a card that was refused', () => {
    const { floor, show, until, done } = floorOf({ talk: () => null })
    floor.arrive('anna', ['demo'])
    show(state('free'), talking, ended)
    until(20)
    show({ kind: 'cardRefused', attempt: 'a1', problems: [] })
    until(25)
    expect(done.slice(1)).toEqual(['20 anna closeCard', '25 anna closeCard'])
  })

  it('reads a preview before starting the call', () => {
    const { floor, show, until, done } = floorOf()
    floor.arrive('anna', ['demo'])
    show(state('free'), state('reserved'), { ...talking, phase: 'preview' })
    until(5)
    expect(done).toEqual(['0 anna signIn', '5 anna startCall'])
  })

  it('closes a card that was left open before', () => {
    const { floor, show, until, done } = floorOf()
    floor.arrive('anna', ['demo'])
    show(state('wrapUp'), leftOpen)
    until(20)
    expect(done).toEqual(['0 anna signIn', '20 anna closeCard'])
  })

  it('closes one such card after the other', () => {
    const { floor, show, until, actions } = floorOf()
    floor.arrive('anna', ['demo'])
    show(state('wrapUp'), leftOpen)
    until(20)
    const other = { ...leftOpen, attempt: 'a2' }
    show({ kind: 'cardClosed', attempt: 'a1' }, other)
    until(40)
    expect(actions.slice(1)).toMatchObject([{ attempt: 'a1' }, { attempt: 'a2' }])
  })

  it('wakes up when the system has put them on a break for giving no sign of life', () => {
    const { floor, show, until, done } = floorOf({
      lapse: once({ kind: 'forgets', after: 0, back: 0 }),
    })
    floor.arrive('anna', ['demo'])
    show(state('free'), talking)
    until(60)
    show(ended)
    until(200)
    expect(done).toEqual(['0 anna signIn', '60 anna hangUp'])
    show(state('break', NOT_RESPONDING))
    until(230)
    show(state('wrapUp'), leftOpen)
    until(250)
    expect(done.slice(2)).toEqual(['230 anna ready', '250 anna closeCard'])
  })

  it('tries again while the phone does not come up, at the beginning and after a break', () => {
    const { floor, show, until, done } = floorOf()
    floor.arrive('anna', ['demo'])
    until(20)
    show(state('signedOut', 'your phone does not answer'))
    until(40)
    show(state('free'), state('break', NOT_RESPONDING))
    until(72)
    show(state('break', 'your phone does not answer'))
    until(90)
    show(state('free'))
    until(200)
    expect(done).toEqual([
      '0 anna signIn',
      '15 anna signIn',
      '30 anna signIn',
      '70 anna ready',
      '85 anna ready',
    ])
  })

  it('vanishes from a talk and comes back to work after a while', () => {
    const { floor, show, until, done } = floorOf({
      lapse: once({ kind: 'vanishes', after: seconds(7), back: seconds(100) }),
    })
    floor.arrive('anna', ['demo'])
    show(state('free'), talking)
    until(7)
    show(state('signedOut'))
    until(110)
    show(state('free'))
    until(200)
    expect(done).toEqual(['0 anna signIn', '7 anna gone', '107 anna signIn'])
  })

  it('asks for a break during a call and comes back from it', () => {
    const { floor, show, until, done } = floorOf({
      lapse: once({ kind: 'asksBreak', after: seconds(7), back: seconds(100) }),
    })
    floor.arrive('anna', ['demo'])
    show(state('free'), talking)
    until(60)
    show(ended)
    until(80)
    show({ kind: 'cardClosed', attempt: 'a1' }, state('break', 'tea'))
    until(190)
    show(state('free'))
    until(300)
    expect(done).toEqual([
      '0 anna signIn',
      '7 anna break',
      '60 anna hangUp',
      '80 anna closeCard',
      '180 anna ready',
    ])
  })
})

describe('operators who go for good', () => {
  it('go at once when free, and after the card when busy', () => {
    const { floor, show, until, done } = floorOf()
    floor.arrive('anna', ['demo'])
    floor.arrive('boris', ['demo'])
    show(state('free'))
    floor.show('boris', state('free'))
    floor.show('boris', talking)
    until(10)
    floor.letGo(2, 'at_once')
    show(state('signedOut'))
    expect(floor.staying).toBe(0)
    until(100)
    expect(done.slice(2)).toEqual(['10 anna signOut', '10 boris signOut', '60 boris hangUp'])
  })

  it('with at_once, go without a word when they are to wait for a line that rings for them', () => {
    const { floor, show, until, done } = floorOf()
    floor.arrive('anna', ['demo'])
    show(state('free'))
    show(state('reserved'))
    until(10)
    floor.letGo(1, 'at_once')
    show({ kind: 'later', what: 'signOut', after: 'line' })
    expect(done).toEqual(['0 anna signIn', '10 anna signOut', '10 anna gone'])
  })

  it('with after_call, wait for the line that rings for them', () => {
    const { floor, show, until, done } = floorOf()
    floor.arrive('anna', ['demo'])
    show(state('free'))
    until(10)
    floor.letGo(1, 'after_call')
    show({ kind: 'later', what: 'signOut', after: 'line' })
    expect(done).toEqual(['0 anna signIn'])
  })

  it('with after_call, stay for one more call when they were free', () => {
    const { floor, show, until, done } = floorOf()
    floor.arrive('anna', ['demo'])
    show(state('free'))
    floor.letGo(1, 'after_call')
    until(10)
    expect(done).toEqual(['0 anna signIn'])
    show(talking)
    expect(done).toEqual(['0 anna signIn', '10 anna signOut'])
  })
})

describe('a profile of the day', () => {
  it('brings new people and lets others go at its moments', () => {
    const { operators } = smallWorld({
      operators:
        '{ count: 3, leave: at_once, profile: [ { at_min: 0, count: 2 }, ' +
        '{ at_min: 1, count: 1 }, { at_min: 2, count: 3 } ] }',
    })
    const { floor, timeline, until, done } = floorOf()
    floor.actions$.subscribe(({ operator, kind }) => {
      floor.show(operator, state(kind === 'signIn' ? 'free' : 'signedOut'))
    })
    followProfile(floor, operators, ['demo'], timeline)
    until(200)
    expect(operatorNames(operators)).toEqual(['op-1', 'op-2', 'op-3', 'op-4'])
    expect(done).toEqual([
      '0 op-1 signIn',
      '0 op-2 signIn',
      '60 op-1 signOut',
      '120 op-3 signIn',
      '120 op-4 signIn',
    ])
  })
})

/** A lapse at the first talk only. */
function once(lapse: Lapse): Habits['lapse'] {
  let left = 1
  return (_, doing) => (doing === 'talk' && left-- > 0 ? lapse : null)
}
