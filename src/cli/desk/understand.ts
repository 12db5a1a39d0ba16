import {
  type Act,
  type CardAnswers,
  RECORDING_ACTS,
  type RecordingAct,
} from '../../app/desks/desk-client.ts'
import { readAs } from '../../campaign/card-rules.ts'
import { instant } from '../values.ts'
import { cardLines } from './screen.ts'
import type { OpenCard, Seen } from './seen.ts'
import { COMMANDS, type CommandName, type DeskWords } from './words.ts'

/** What a typed line comes to: acts for the engine, lines for the operator, a card filled in. */
export interface Understood {
  readonly acts: readonly Act[]
  readonly lines: readonly string[]
  readonly card: OpenCard | null
}

/** Understands a line that an operator typed. Pure. */
export function understand(line: string, seen: Seen, words: DeskWords): Understood {
  const [typed = '', ...rest] = line.trim().split(/\s+/)
  const { card } = seen
  const act = (...acts: readonly Act[]): Understood => ({ acts, lines: [], card })
  const say = (...lines: readonly string[]): Understood => ({ acts: [], lines, card })
  if (typed === '') return say()
  const command = commandOf(typed, words)
  switch (command) {
    case null:
      return say(words.unknown(typed))
    case 'help':
      return say(words.help, ...COMMANDS.map(name => helpLine(words.commands[name])))
    case 'in':
      return act({ kind: 'signIn' })
    case 'out':
      return act({ kind: 'signOut' })
    case 'ready':
      return act({ kind: 'ready' })
    case 'break':
      return act({ kind: 'break', reason: rest.join(' ') || words.tea })
    default:
      return card === null ? say(words.noCard) : withCard(command, rest, card, words)
  }
}

function withCard(
  command: Exclude<CommandName, 'in' | 'ready' | 'break' | 'out' | 'help'>,
  rest: readonly string[],
  card: OpenCard,
  words: DeskWords,
): Understood {
  const { attempt } = card
  const act = (act: Act): Understood => ({ acts: [act], lines: [], card })
  switch (command) {
    case 'call':
      return act({ kind: 'startCall', attempt })
    case 'hangup':
      return act({ kind: 'hangUp', attempt })
    case 'hold':
    case 'resume':
      return act({ kind: 'hold', attempt, on: command === 'hold' })
    case 'mute':
    case 'unmute':
      return act({ kind: 'mute', attempt, on: command === 'mute' })
    case 'digits':
      return act({ kind: 'sendDigits', attempt, digits: rest.join('').toUpperCase() })
    case 'dismiss':
      return act({ kind: 'dismiss', attempt })
    case 'invite':
    case 'transfer': {
      const to = rest.join(' ')
      if (to === '') return { acts: [], lines: [words.noWhom], card }
      return act({ kind: command, attempt, to })
    }
    case 'record': {
      const act = recordingActOf(rest[0] ?? '', words)
      if (act === null) return { acts: [], lines: [words.badRecordingAct], card }
      return { acts: [{ kind: 'record', attempt, act }], lines: [], card }
    }
    case 'more':
      return act({ kind: 'extendWrapUp', attempt })
    case 'card':
      return { acts: [], lines: cardLines(card, words), card }
    case 'set':
      return setField(rest, card, words)
    case 'close':
      return close(rest, card, words)
  }
}

function setField([id = '', ...rest]: readonly string[], card: OpenCard, words: DeskWords) {
  const value = rest.join(' ')
  const field = card.view.definition.fields.find(one => one.id === id)
  if (field === undefined) return { acts: [], lines: [words.noField(id)], card }
  const read = value === '' ? '' : readAs(field, value)
  if (read === null || Number.isNaN(read))
    return { acts: [], lines: [words.noValue(id, value)], card }
  const { [id]: _, ...others } = card.answers
  const answers: CardAnswers = read === '' ? others : { ...others, [id]: read }
  const { attempt } = card
  const act = { kind: 'saveCard', attempt, answers } as const
  return { acts: [act], lines: [words.saved], card: { ...card, answers } }
}

function close(rest: readonly string[], card: OpenCard, words: DeskWords): Understood {
  const [disposition = '', when, whose] = rest
  const { attempt, answers } = card
  const act = { kind: 'closeCard', attempt, answers, disposition } as const
  if (when === undefined) return { acts: [act], lines: [], card }
  const at = instantOf(when)
  if (at === null) return { acts: [], lines: [words.badInstant], card }
  return { acts: [{ ...act, callback: { at, own: whose !== undefined } }], lines: [], card }
}

function instantOf(text: string): number | null {
  try {
    return instant(text)
  } catch {
    return null
  }
}

/** In the operator's language or in English: whoever has the other keyboard is understood too. */
function commandOf(typed: string, words: DeskWords): CommandName | null {
  const word = typed.toLowerCase()
  return COMMANDS.find(name => name === word || words.commands[name][0] === word) ?? null
}

/** In either language, as commands are. */
function recordingActOf(typed: string, words: DeskWords): RecordingAct | null {
  const word = typed.toLowerCase()
  return RECORDING_ACTS.find((act, i) => act === word || words.recordingActs[i] === word) ?? null
}

const helpLine = ([typed, does]: readonly [string, string]): string =>
  `  ${typed.padEnd(10)}${does}`
