/**
 * The exact optimum of the Markovian dialer: the most occupancy that any pacing rule can have at an
 * abandonment, and the switching curve that has it. The worlds `markov-N` are of its form.
 *
 * Usage: node bench/pacing/optimum.ts --operators 10 --abandonment 0.03 [--json]
 */
import { Command, InvalidArgumentError } from 'commander'
import { frontier, type Mixed, optimumAt } from './optimum/frontier.ts'
import type { Outcome } from './optimum/markov-dialer.ts'
import type { Optimum } from './optimum/solve.ts'

interface Options {
  readonly operators: number
  readonly abandonment: number
  readonly human: number
  readonly ring: number
  readonly talk: number
  readonly json?: boolean
}

/** Prices of the printed frontier, in seconds of talk. */
const PRICES = [25, 50, 100, 200, 400, 800, 1600]

const number = (allowed: string, holds: (n: number) => boolean) => (text: string) => {
  const n = Number(text)
  if (text.trim() === '' || !holds(n)) throw new InvalidArgumentError(`Take ${allowed}.`)
  return n
}
const seconds = number('a number of seconds above 0', n => n > 0 && Number.isFinite(n))
const someShare = number('a share above 0, up to 1', n => n > 0 && n <= 1)

new Command('optimum')
  .description('the exact optimum of the Markovian dialer at an abandonment')
  .option(
    '--operators <n>',
    'how many operators',
    number('a whole number from 1 to 60', n => Number.isInteger(n) && n >= 1 && n <= 60),
    10,
  )
  .option(
    '--abandonment <share>',
    'abandoned / (abandoned + connected)',
    number('a share from 0 to 0.5', n => n >= 0 && n <= 0.5),
    0.03,
  )
  .option('--human <share>', 'share of lines a person answers', someShare, 0.25)
  .option('--ring <seconds>', 'mean time a line rings', seconds, 15)
  .option('--talk <seconds>', 'mean talk', seconds, 175)
  .option('--json', 'print one JSON object')
  .action(({ operators, abandonment, human, ring, talk, json }: Options) => {
    const dialer = { operators, human, ringSec: ring, talkSec: talk }
    const best = optimumAt(dialer, abandonment)
    const points = frontier(dialer, PRICES)
    const result = { ...dialer, abandonment, optimum: best, frontier: points }
    process.stdout.write(`${json ? JSON.stringify(result) : inWords(result)}\n`)
  })
  .parse()

interface Result {
  readonly operators: number
  readonly talkSec: number
  readonly optimum: Mixed
  readonly frontier: readonly Optimum[]
}

function inWords({ operators, talkSec, optimum, frontier }: Result): string {
  const figures = ({ occupancy, abandonment }: Outcome) =>
    [
      `occupancy ${percent(occupancy, 3)}`,
      `abandoned ${percent(abandonment, 3)}`,
      `idle ${((talkSec * (1 - occupancy)) / occupancy).toFixed(2).padStart(6)} s a call`,
    ].join('   ')
  return [
    `${operators} operators, the most that any rule can have:`,
    `  ${figures(optimum)}`,
    'by topping the ringing lines up to, with 0, 1, … operators busy:',
    ...optimum.mix.map(
      ({ share, optimum: { curve } }) => `  ${percent(share, 1)} of the time: ${curve.join(' ')}`,
    ),
    'The frontier, by the price of an abandoned call in seconds of talk:',
    ...frontier.map(point => `  ${String(point.price).padStart(5)} s   ${figures(point)}`),
  ].join('\n')
}

function percent(share: number, digits: number): string {
  return `${(100 * share).toFixed(digits).padStart(digits + 3)} %`
}
