import { describe, expect, it } from 'vitest'
import type { DeskMessage, DeskNotice } from '../../../src/app/desks/desk-client.ts'
import { ENGLISH } from '../../../src/cli/desk/english.ts'
import { RUSSIAN } from '../../../src/cli/desk/russian.ts'
import { linesOf, problemOf } from '../../../src/cli/desk/screen.ts'
import { asked, NOTHING_SEEN, type Seen, see } from '../../../src/cli/desk/seen.ts'

/** What a screen says of one message after the other. */
function screen(words = ENGLISH) {
  let seen: Seen = NOTHING_SEEN
  const hear = (message: DeskMessage): readonly string[] => {
    seen = see(seen, message)
    return linesOf(message, seen, words)
  }
  return {
    hear,
    told: (notice: DeskNotice) => hear({ notice }),
    ask: (act: 'consent' | 'stop') => {
      seen = asked(seen, [{ kind: 'record', attempt: 'a1', act }])
    },
  }
}

describe('The screen of a desk', () => {
  it('says in its own language that there is no network, and nothing for those who mend it', () => {
    const gone = { network: { trouble: 'drachtio at 127.0.0.1:9022 cannot be reached.' } }
    expect(screen().hear(gone)).toEqual([ENGLISH.noNetwork])
    expect(screen(RUSSIAN).hear(gone)).toEqual([RUSSIAN.noNetwork])
    expect(ENGLISH.noNetwork).toMatch(/^There is no telephone network: .*\.$/)
  })

  it('does not say that a phone rings which may be asked within its call', () => {
    const { told } = screen()
    const phone = (state: 'lost' | 'rings' | 'up') => told({ kind: 'phone', phone: state })
    expect(phone('lost')[0]).toContain('is being put right: pick up if it rings')
    expect(phone('rings')).toEqual([])
    expect(phone('up')).toEqual(['Your phone is connected.'])
    expect(phone('rings')).toEqual(['Your phone rings: pick it up.'])
  })

  it('does not say that a call is not recorded while that is being asked for', () => {
    const { told, ask } = screen()
    const recording = (state: 'off' | 'awaitsConsent' | 'on') =>
      told({ kind: 'recording', attempt: 'a1', recording: state })
    expect(recording('off')).toEqual(['The call is not recorded.'])
    recording('awaitsConsent')
    ask('consent')
    expect(recording('off')).toEqual([])
    expect(recording('on')).toEqual(['The call is recorded.'])
    expect(recording('off')).toEqual(['The call is not recorded.'])
    ask('consent')
    ask('stop')
    expect(recording('off')).toEqual(['The call is not recorded.'])
  })

  it('repeats no break as its own reason, in either language', () => {
    const onBreak = (why: string) => ({ kind: 'state', state: 'break', why }) as const
    expect(screen().told(onBreak('break'))).toEqual(['You are on a break.'])
    expect(screen().told(onBreak('lunch'))).toEqual(['You are on a break: lunch.'])
    for (const why of ['break', 'перерыв'])
      expect(screen(RUSSIAN).told(onBreak(why))).toEqual(['Вы на перерыве.'])
  })

  it('says until when a card is to be closed before it says whose it is', () => {
    const definition = { fields: [], script: { start: null, steps: [] } }
    const phone = '+442079460000'
    const card = { campaign: 'c', definition, dispositions: [], data: {}, phone, answers: {} }
    const at = new Date('2026-11-22T16:25:26').getTime()
    const left = (wrapUpUntil: number | null) =>
      screen().told({ kind: 'card', attempt: 'a1', phase: 'wrapUp', wrapUpUntil, card })[0]
    expect(left(at)).toBe('Close the card by 16:25:26: +442079460000')
    expect(left(null)).toBe('Close the card: +442079460000')
  })

  it('says where a phone is registered when nobody is called there, and not that it is not', () => {
    const unregistered = { kind: 'phone', phone: 'unregistered' } as const
    const hear = (isDrained: boolean, notice: DeskNotice = unregistered, words = ENGLISH) =>
      screen(words).hear({ notice, phoneAt: { server: '10.0.0.1:9022', isDrained } })
    expect(hear(true)).toEqual([
      'Your phone is registered only at 10.0.0.1:9022, which is drained, and nobody is called for you: restart or move the phone, or have the server taken back.',
    ])
    expect(hear(false)[0]).toContain('10.0.0.1:9022, which does not work now')
    expect(hear(true, unregistered, RUSSIAN)[0]).toContain(
      'только на сервере 10.0.0.1:9022, а он выведен из работы',
    )
    const why = 'your phone is not registered'
    expect(hear(true, { kind: 'state', state: 'signedOut', why })).toEqual([
      'You are signed out: your phone cannot be reached now.',
    ])
  })

  it('says in its own language why nobody can sit down', () => {
    const taken = { problem: 'In English.', why: { kind: 'taken', name: 'Anna' } } as const
    expect(problemOf(taken, RUSSIAN)).toBe(
      'Anna: рабочее место уже открыто в другом окне. Сначала закройте его.',
    )
    expect(screen(RUSSIAN).hear(taken)).toEqual([problemOf(taken, RUSSIAN)])
    const known = ['anna', 'bilal']
    const unknown = { problem: '', why: { kind: 'unknown', operator: 'eve', known } } as const
    expect(problemOf(unknown, ENGLISH)).toBe(
      'There is no operator "eve" here. There are: anna, bilal.',
    )
    expect(problemOf({ problem: 'As it came.' }, RUSSIAN)).toBe('As it came.')
  })
})
