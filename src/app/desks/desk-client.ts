import { connect } from 'node:net'
import { type Duration, millis, seconds } from '../../base/duration.ts'
import { CarillonError } from '../../base/errors.ts'
import { hostTimeline } from '../../base/host-timeline.ts'
import { isSiteOwned } from '../../store/sqlite/site-lock.ts'
import { controlPath } from '../control/control-path.ts'
import { readLines } from '../control/read-lines.ts'
import type { Act, DeskMessage } from './protocol.ts'

export type { CardAnswers, CardField, CardValue } from '../../campaign/card.ts'
export type { CardView, DeskNotice, OperatorStateName, RecordingAct } from '../../desk/port.ts'
export { RECORDING_ACTS } from '../../desk/port.ts'
export type { Act, DeskMessage, DeskOwner, PhoneAt, SeatRefusal } from './protocol.ts'

/** A card and its script fit many times over. In characters. */
const MESSAGE_MAX = 2_000_000

/** A desk in the running engine, from outside. */
export interface DeskLine {
  act(act: Act): void
  /** The same for a line that somebody else has written. */
  send(line: string): void
  /** Leaves the desk: to the engine the operator is gone, if they have not signed out. */
  leave(): void
}

/** How long a desk waits for an engine that starts, and for one of which nothing is seen yet. */
const STARTING: Duration = seconds(10)
const UNSEEN: Duration = seconds(1)
const ASK_EVERY: Duration = millis(200)

/**
 * Sits down at an operator's desk in the engine that runs on a database. One that has just been
 * started is waited for: it listens when its campaigns are loaded.
 *
 * @param hear is told what the desk is told. @param gone is called once when the line is cut.
 * @throws CarillonError ENGINE_UNREACHABLE when no engine runs there.
 */
export async function sitDown(
  dbFile: string,
  operator: string,
  hear: (message: DeskMessage) => void,
  gone: () => void,
): Promise<DeskLine> {
  const began = hostTimeline.monotonic()
  for (;;) {
    try {
      return await tryToSit(dbFile, operator, hear, gone)
    } catch (error) {
      const waited = hostTimeline.monotonic() - began
      if (waited >= (isSiteOwned(dbFile) ? STARTING : UNSEEN)) throw noEngine(dbFile, error)
      await new Promise<void>(resolve => hostTimeline.after(ASK_EVERY, resolve))
    }
  }
}

function tryToSit(
  dbFile: string,
  operator: string,
  hear: (message: DeskMessage) => void,
  gone: () => void,
): Promise<DeskLine> {
  const { promise, resolve, reject } = Promise.withResolvers<DeskLine>()
  const socket = connect(controlPath(dbFile))
  socket.once('error', reject)
  socket.once('connect', () => {
    socket.on('close', gone)
    socket.write(`${JSON.stringify({ ask: 'desk', operator })}\n`)
    readLines(socket, MESSAGE_MAX, line => hear(JSON.parse(line) as DeskMessage))
    resolve({
      act: act => void socket.write(`${JSON.stringify(act)}\n`),
      send: line => void socket.write(`${line}\n`),
      leave: () => void socket.end(),
    })
  })
  return promise
}

function noEngine(dbFile: string, cause: unknown): CarillonError {
  const todo = 'Start one with "carillon run CAMPAIGN", or name its database with --db.'
  const message = `No engine runs on ${dbFile}, so there is no desk to sit at. ${todo}`
  return new CarillonError('ENGINE_UNREACHABLE', message, { cause })
}
