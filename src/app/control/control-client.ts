import { connect } from 'node:net'
import { CarillonError } from '../../base/errors.ts'
import type { Seen } from '../reading/watching.ts'
import { controlPath } from './control-path.ts'
import type { ControlAnswer, ControlRequest } from './control-server.ts'
import { readLines } from './read-lines.ts'

/** An engine answers from memory; one that takes longer than this is stuck. In ms. */
const ANSWER_LIMIT = 5000

/** A snapshot names every operator and call: 10,000 of each fit. In characters. */
const ANSWER_MAX = 10_000_000

/** Asks the engine that runs on a database what is going on. @returns null when none runs. */
export async function askSnapshot(dbFile: string): Promise<Seen | null> {
  const answer = await ask(dbFile, { ask: 'snapshot' })
  return answer !== null && 'snapshot' in answer ? answer.snapshot : null
}

/**
 * Asks the running engine to do something.
 *
 * @returns what is going on right after, calls in flight included, and what was left out of a card;
 * null when no engine runs.
 * @throws CarillonError NOT_FOUND when it does not run this campaign, CARD_INVALID when a card
 * cannot be handed or closed so, SUPERVISION_REFUSED when a supervisor cannot come there.
 */
export async function askToAct(
  dbFile: string,
  request: Exclude<ControlRequest, { readonly ask: 'snapshot' }>,
): Promise<Exclude<ControlAnswer, { readonly problem: string }> | null> {
  const answer = await ask(dbFile, request)
  if (answer === null || 'snapshot' in answer) return answer
  const ofCard = request.ask === 'handCard' || request.ask === 'closeCard'
  const code = request.ask === 'supervise' ? 'SUPERVISION_REFUSED' : 'NOT_FOUND'
  throw new CarillonError(ofCard ? 'CARD_INVALID' : code, answer.problem)
}

function ask(dbFile: string, request: ControlRequest): Promise<ControlAnswer | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(controlPath(dbFile))
    socket.setTimeout(ANSWER_LIMIT, () => {
      socket.destroy()
      reject(
        new CarillonError(
          'ENGINE_UNREACHABLE',
          'The running engine does not answer. Look at its own screen.',
        ),
      )
    })
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(null)
      else
        reject(
          new CarillonError(
            'ENGINE_UNREACHABLE',
            `The running engine cannot be asked: ${error.message}.`,
          ),
        )
    })
    // It ended, or cut a request off that it did not want to read, before it said anything.
    socket.once('close', () =>
      reject(
        new CarillonError(
          'ENGINE_UNREACHABLE',
          'The running engine ended before it answered. Look whether it did what was asked.',
        ),
      ),
    )
    socket.once('connect', () => socket.write(`${JSON.stringify(request)}\n`))
    readLines(socket, ANSWER_MAX, line => {
      resolve(JSON.parse(line) as ControlAnswer)
      socket.destroy()
    })
  })
}
