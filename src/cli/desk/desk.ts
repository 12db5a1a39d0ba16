import { createInterface, type Interface } from 'node:readline'
import { Command, Option } from 'commander'
import { type DeskLine, type DeskMessage, sitDown } from '../../app/desks/desk-client.ts'
import { EXIT, plain, say } from '../output.ts'
import { dbOption, environment } from '../places.ts'
import { LANGUAGES, languageOf } from './languages.ts'
import { linesOf, problemOf } from './screen.ts'
import { asked, NOTHING_SEEN, type Seen, see } from './seen.ts'
import { understand } from './understand.ts'
import type { DeskWords } from './words.ts'

interface Options {
  readonly db: string
  readonly json?: boolean
  readonly lang?: 'en' | 'ru'
}

/** `carillon desk OPERATOR`: an operator's desk in a terminal, or for a program. */
export function deskCommand(finish: (code: number) => void): Command {
  return new Command('desk')
    .description("sit down at an operator's desk in the running engine")
    .argument('<operator>', 'who you are, by the site file')
    .addOption(
      new Option('--lang <language>', 'of the screen; by default LANG').choices(['en', 'ru']),
    )
    .option('--json', 'JSON lines both ways, for programs')
    .addOption(dbOption())
    .action(async (operator: string, { db, json, lang }: Options) => {
      const words = LANGUAGES[lang ?? languageOf(environment)]
      // Programs read English, unless they say otherwise.
      const desk = json ? new JsonDesk(LANGUAGES[lang ?? 'en']) : new TextDesk(words)
      const { promise: gone, resolve } = Promise.withResolvers<void>()
      const line = await sitDown(db, operator, message => desk.hear(message), resolve)
      desk.open(line)
      const release = onSignals(desk)
      await gone
      release()
      desk.shut()
      finish(desk.wasRefused ? EXIT.failed : EXIT.done)
    })
}

/** The first signal signs out, after what is in hand; the second one leaves. */
function onSignals(desk: OpenDesk): () => void {
  let times = 0
  const onSignal = (): void => (times++ === 0 ? desk.signOut() : desk.leave())
  for (const signal of SIGNALS) process.on(signal, onSignal)
  return () => {
    for (const signal of SIGNALS) process.off(signal, onSignal)
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** What desks for people and for programs have in common. */
abstract class OpenDesk {
  wasRefused = false
  protected seen: Seen = NOTHING_SEEN
  protected line: DeskLine | null = null
  protected input: Interface | null = null
  /** Whether whoever sits here goes as soon as they are signed out. */
  protected leaving = false
  private isOver = false

  open(line: DeskLine): void {
    this.line = line
    this.input = createInterface({ input: process.stdin, ...this.terminal() })
    this.input.on('line', text => this.typed(text))
    this.input.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
    // Who has nothing more to say goes home when their work is done.
    this.input.on('close', () => this.signOut())
  }

  hear(message: DeskMessage): void {
    this.seen = see(this.seen, message)
    if ('problem' in message) this.wasRefused = true
    if ('over' in message) this.isOver = true
    this.show(message)
    if (this.isOver) return this.leave()
    if (this.leaving && 'notice' in message && this.seen.state === 'signedOut') this.leave()
  }

  /** Signs out, and leaves when that is done. */
  signOut(): void {
    if (this.leaving) return
    this.leaving = true
    if (this.seen.state === 'signedOut') return this.leave()
    this.line?.act({ kind: 'signOut' })
  }

  leave(): void {
    this.line?.leave()
  }

  shut(): void {
    if (!this.isOver && !this.leaving && !this.wasRefused) this.cut()
    this.leaving = true
    this.input?.close()
  }

  protected terminal(): { readonly output?: NodeJS.WriteStream } {
    return {}
  }

  protected abstract show(message: DeskMessage): void
  protected abstract typed(text: string): void
  /** The engine went away without a word. */
  protected abstract cut(): void
}

/** Lines of JSON, as they come and go. */
class JsonDesk extends OpenDesk {
  private readonly words: DeskWords

  constructor(words: DeskWords) {
    super()
    this.words = words
  }

  protected show(message: DeskMessage): void {
    const isProblem = 'problem' in message
    const shown = isProblem ? { ...message, problem: problemOf(message, this.words) } : message
    say(JSON.stringify(shown))
  }

  protected typed(text: string): void {
    if (text.trim() !== '') this.line?.send(text)
  }

  protected cut(): void {
    say(JSON.stringify({ over: true }))
  }
}

/** A screen of lines, and a word for each thing to do. */
class TextDesk extends OpenDesk {
  private readonly words: DeskWords

  constructor(words: DeskWords) {
    super()
    this.words = words
  }

  override signOut(): void {
    if (!this.leaving && this.seen.state !== 'signedOut') this.print([this.words.leaving])
    super.signOut()
  }

  protected override terminal() {
    return process.stdout.isTTY ? { output: process.stdout } : {}
  }

  protected show(message: DeskMessage): void {
    this.print(linesOf(message, this.seen, this.words))
  }

  protected typed(text: string): void {
    const { acts, lines, card } = understand(text, this.seen, this.words)
    this.seen = asked({ ...this.seen, card }, acts)
    for (const act of acts) this.line?.act(act)
    this.print(lines)
  }

  protected cut(): void {
    this.print([this.words.cut])
  }

  /** What is being typed stays below what is printed. */
  private print(lines: readonly string[]): void {
    if (process.stdout.isTTY) process.stdout.write('\r\u001b[K')
    for (const line of lines) say(line)
    if (!process.stdout.isTTY || this.leaving) return
    this.input?.setPrompt(`${plain(this.words.states[this.seen.state])}> `)
    this.input?.prompt(true)
  }
}
