import { describe, expect, it } from 'vitest'
import type { CardField, CardView } from '../../../src/app/desks/desk-client.ts'
import { LANGUAGES, languageOf } from '../../../src/cli/desk/languages.ts'
import { linesOf } from '../../../src/cli/desk/screen.ts'
import { NOTHING_SEEN, type Seen, see } from '../../../src/cli/desk/seen.ts'
import { understand } from '../../../src/cli/desk/understand.ts'
import { COMMANDS } from '../../../src/cli/desk/words.ts'

const { en, ru } = LANGUAGES

const field = (id: string, kind: CardField['kind'], more: Partial<CardField> = {}): CardField => ({
  id,
  label: id.toUpperCase(),
  kind,
  required: false,
  from: null,
  options: [],
  min: null,
  max: null,
  ...more,
})

const VIEW: CardView = {
  campaign: 'calls',
  definition: {
    fields: [
      field('agrees', 'choice', { options: ['yes', 'no'], required: true }),
      field('count', 'number'),
      field('parts', 'choices'),
    ],
    script: {
      start: 'hello',
      steps: [
        { id: 'hello', say: 'Hello {name}.', ask: 'agrees', next: [{ when: 'yes', to: 'many' }] },
        { id: 'many', say: 'How many?', ask: null, next: [] },
      ],
    },
  },
  // biome-ignore lint/suspicious/noThenProperty: it is what a disposition leads to.
  dispositions: [{ id: 'done', label: 'Done', then: 'finish' }],
  data: { name: 'Ada', work: '' },
  phone: '+442079460000',
  answers: {},
}

/** A screen on which the card is, with somebody on the line. */
const talking: Seen = see(NOTHING_SEEN, {
  notice: { kind: 'card', attempt: 'a1', phase: 'talking', card: VIEW },
})
const said = (line: string, seen: Seen = talking) => understand(line, seen, en)

describe('An operator at a desk', () => {
  it('signs in to all their campaigns', () => {
    const owner = {
      operator: 'anna',
      name: 'Anna',
      campaigns: [{ id: 'calls', title: 'Calls' }],
      state: 'signedOut',
    } as const
    const seen = see(NOTHING_SEEN, { desk: owner })
    // What is typed may be there before the first word of the engine.
    for (const one of [seen, NOTHING_SEEN])
      expect(said('in', one).acts).toEqual([{ kind: 'signIn' }])
    expect(linesOf({ desk: owner }, seen, en)).toEqual(['Good day, Anna. Your campaigns: Calls.'])
  })

  it('says one word for each thing, in either language', () => {
    expect(said('hangup').acts).toEqual([{ kind: 'hangUp', attempt: 'a1' }])
    expect(understand('ОТБОЙ', talking, ru).acts).toEqual([{ kind: 'hangUp', attempt: 'a1' }])
    expect(understand('hangup', talking, ru).acts).toEqual([{ kind: 'hangUp', attempt: 'a1' }])
    expect(said('break two teas').acts).toEqual([{ kind: 'break', reason: 'two teas' }])
    expect(said('more').acts).toEqual([{ kind: 'extendWrapUp', attempt: 'a1' }])
    expect(said('dance').lines).toEqual(['There is no "dance". "help" says what there is.'])
    expect(said('help').lines).toHaveLength(COMMANDS.length + 1)
    const typed = COMMANDS.map(name => ru.commands[name][0])
    expect(new Set(typed).size).toBe(COMMANDS.length)
  })

  it('fills the card in, which is saved as it stands', () => {
    const first = said('set count 2')
    const both = understand('set parts a; b', { ...talking, card: first.card }, en)
    const answers = { count: 2, parts: ['a', 'b'] }
    expect(both.acts).toEqual([{ kind: 'saveCard', attempt: 'a1', answers }])
    const emptied = understand('set count', { ...talking, card: both.card }, en)
    expect(emptied.card?.answers).toEqual({ parts: ['a', 'b'] })
    expect(said('set count many').lines).toEqual(['"many" does not fit the field "count".'])
    expect(said('set size 2')).toMatchObject({ acts: [], lines: ['The card has no field "size".'] })
  })

  it('closes the card, with the moment of a callback and whose it is', () => {
    const act = { kind: 'closeCard', attempt: 'a1', answers: {}, disposition: 'done' }
    expect(said('close done').acts).toEqual([act])
    const at = Date.parse('2026-11-23T10:00Z')
    expect(said('close done 2026-11-23T10:00Z').acts).toEqual([
      { ...act, callback: { at, own: false } },
    ])
    expect(said('close done 2026-11-23T10:00Z mine').acts).toEqual([
      { ...act, callback: { at, own: true } },
    ])
    expect(said('close done tomorrow')).toMatchObject({ acts: [], lines: [en.badInstant] })
  })

  it('is told where there is no card', () => {
    expect(said('close done', NOTHING_SEEN)).toMatchObject({ acts: [], lines: [en.noCard] })
  })
})

describe('The screen of a desk', () => {
  it('shows the whole card of whoever is talked to, and a line of whoever is dialed', () => {
    const notice = { kind: 'card', attempt: 'a1', phase: 'talking', card: VIEW } as const
    expect(linesOf({ notice }, talking, en)).toEqual([
      'You are talking to: +442079460000',
      '  name: Ada',
      'Say:',
      '  Hello Ada.  [agrees]',
      'Fields:',
      '  agrees = …  AGREES (required): yes, no',
      '  count = …  COUNT',
      '  parts = …  PARTS',
      'Dispositions:',
      '  done  Done',
    ])
    const dialing = { ...notice, phase: 'dialing' } as const
    const seen = see(NOTHING_SEEN, { notice: dialing })
    expect(linesOf({ notice: dialing }, seen, en)).toEqual(['The system is dialing: +442079460000'])
  })

  it('leads through the script by the answers', () => {
    const { card } = said('set agrees yes')
    expect(understand('card', { ...talking, card }, en).lines).toContain('  How many?')
    expect(said('card').lines).not.toContain('  How many?')
  })

  it('says for whom they are reserved, and what rings', () => {
    const titles = new Map([['calls', 'Calls']])
    const seen = { ...NOTHING_SEEN, titles }
    const reserved = { kind: 'reserved', campaign: 'calls', attempt: null } as const
    expect(linesOf({ notice: reserved }, seen, en)).toEqual(['You are reserved for Calls.'])
    const ringing = (lines: number) => ({ ringing: { campaign: 'calls', lines } })
    expect(linesOf(ringing(7), seen, en)).toEqual(['  7 lines ringing'])
    expect([1, 3, 7, 21].flatMap(n => linesOf(ringing(n), seen, ru))).toEqual([
      '  звонит 1 линия',
      '  звонят 3 линии',
      '  звонят 7 линий',
      '  звонит 21 линия',
    ])
  })

  it('forgets a card that is closed, and one of a call that came to nothing', () => {
    expect(see(talking, { notice: { kind: 'cardClosed', attempt: 'a1' } }).card).toBeNull()
    expect(see(talking, { notice: { kind: 'cardClosed', attempt: 'a0' } }).card).not.toBeNull()
    const free = { notice: { kind: 'state', state: 'free', why: null } } as const
    expect(see(talking, free).card).toBeNull()
  })

  it('acts in the call, and says with whom', () => {
    const acts = (line: string, words = en) => understand(line, talking, words).acts
    const attempt = 'a1'
    expect(acts('hold')).toEqual([{ kind: 'hold', attempt, on: true }])
    expect(acts('resume')).toEqual([{ kind: 'hold', attempt, on: false }])
    expect(acts('mute')).toEqual([{ kind: 'mute', attempt, on: true }])
    expect(acts('unmute')).toEqual([{ kind: 'mute', attempt, on: false }])
    expect(acts('digits 1 2 a')).toEqual([{ kind: 'sendDigits', attempt, digits: '12A' }])
    expect(acts('invite boris')).toEqual([{ kind: 'invite', attempt, to: 'boris' }])
    const outside = { kind: 'transfer', attempt, to: '+44 20 7946 0123' }
    expect(acts('transfer +44 20 7946 0123')).toEqual([outside])
    expect(acts('передать boris', ru)).toEqual([{ kind: 'transfer', attempt, to: 'boris' }])
    expect(acts('dismiss')).toEqual([{ kind: 'dismiss', attempt }])
    expect(said('transfer')).toMatchObject({ acts: [], lines: [en.noWhom] })
    const refused = { kind: 'actRefused', attempt, act: 'transfer', why: 'busy' } as const
    expect(linesOf({ notice: refused }, talking, ru)).toEqual([ru.actRefused.busy])
  })

  it('says how somebody outside stands', () => {
    const lines = (stands: 'rings' | 'given' | 'gone', why: 'busy' | null, words = en) => {
      const whom = 'desk (+442079460123)'
      return linesOf(
        { notice: { kind: 'outside', attempt: 'a1', whom, stands, why } },
        talking,
        words,
      )
    }
    expect(lines('rings', null)).toEqual(['desk (+442079460123) rings.'])
    expect(lines('given', null)).toEqual(['The person is with desk (+442079460123).'])
    expect(lines('gone', 'busy')).toEqual(['desk (+442079460123): busy.'])
    expect(lines('gone', 'busy', ru)).toEqual(['desk (+442079460123): занято.'])
  })

  it('is in the language that the environment asks for', () => {
    const env = (given: Record<string, string>) => languageOf(name => given[name])
    expect(env({ LANG: 'ru_RU.UTF-8' })).toBe('ru')
    expect(env({ LANG: 'ru_RU.UTF-8', LC_ALL: 'C' })).toBe('en')
    expect(env({})).toBe('en')
  })
})
