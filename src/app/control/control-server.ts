import { rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import type { CardDoor, CloseResult, GivenClosing } from '../../dialing/intake/card-door.ts'
import type { SupervisionDoor } from '../../dialing/supervision/supervision-door.ts'
import { SUPERVISION_WAYS, type SupervisionWay } from '../../telephony/supervision.ts'
import type { DeskRoom, Seat } from '../desks/desk-room.ts'
import type { DeskMessage } from '../desks/protocol.ts'
import type { Seen } from '../reading/watching.ts'
import { controlPath } from './control-path.ts'
import { readLines, type Unread, unread } from './read-lines.ts'

/** What may be asked of a running engine. */
export type ControlRequest =
  | { readonly ask: 'snapshot' }
  | { readonly ask: 'start' | 'stop'; readonly campaign: string }
  | {
      readonly ask: 'handCard'
      readonly campaign: string
      readonly attempt: string
      readonly to: string
    }
  | ({ readonly ask: 'closeCard'; readonly campaign: string } & GivenClosing)
  | SuperviseRequest
  | DrainRequest

/** A supervisor comes to an operator, or (`way` null) leaves. */
export interface SuperviseRequest {
  readonly ask: 'supervise'
  readonly supervisor: string
  readonly operator: string
  readonly way: SupervisionWay | null
}

/** A server is taken out of use, or (`on` false) back in. */
export interface DrainRequest {
  readonly ask: 'drain'
  /** Its name, `host:port`. */
  readonly server: string
  readonly on: boolean
}

/** Asks for an operator's desk: from then on the line is the desk's, see `desks/protocol.ts`. */
export interface DeskRequest {
  readonly ask: 'desk'
  readonly operator: string
}

/**
 * What it answers: how things stand after what was asked, with what was left out of a card, or why
 * it cannot do it.
 */
export type ControlAnswer =
  | { readonly snapshot: Seen; readonly leftOut: readonly string[] }
  | { readonly problem: string }

/** What the running engine does for others. */
export interface Controlled {
  snapshot(): Seen
  control(command: { readonly kind: 'start' | 'stop'; readonly campaign: string }): void
  readonly cards: CardDoor
  readonly supervision: SupervisionDoor
  /** Takes a server out of use, or back in. @returns why not, or null. */
  drain(server: string, on: boolean): string | null
  /** Where operators sit down; null: they are simulated. */
  readonly desks: DeskRoom | null
}

/** Answers that a client may leave unread, in bytes: a few of the largest. */
const UNREAD_MAX = 4_000_000
/** Clients at once beside the operators: the commands of one person. */
const CLIENTS_MAX = 20

/** The longest request that is read: a card whose longest texts are full. */
const LINE_MAX = 100_000

/**
 * Listens on a local socket that only this user can open, one JSON line for each question and
 * answer. No network is involved. The site's lock is held while this runs, so a socket file that is
 * already there was left by an engine that died.
 *
 * @returns a function that stops listening.
 */
export async function listenForCommands(dbFile: string, engine: Controlled): Promise<() => void> {
  const path = controlPath(dbFile)
  rmSync(path, { force: true })
  const server = createServer(socket => serve(socket, engine))
  server.maxConnections = CLIENTS_MAX + (engine.desks?.size ?? 0)
  const umask = process.umask(0o177)
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(path, resolve)
    })
  } finally {
    process.umask(umask)
  }
  server.unref()
  return () => {
    server.close()
    rmSync(path, { force: true })
  }
}

function serve(socket: Socket, engine: Controlled): void {
  let seat: Seat | null = null
  const say = (message: unknown): void => {
    // Who asks and does not read is not answered for ever.
    if (socket.writableLength > UNREAD_MAX) socket.destroy()
    else socket.write(`${JSON.stringify(message)}\n`)
  }
  socket.on('error', () => socket.destroy())
  socket.on('close', () => seat?.leave())
  socket.unref()
  readLines(socket, LINE_MAX, line => {
    if (seat !== null) return seat.take(line)
    const request = unread(line)
    if (request?.ask !== 'desk') return say(answer(request, engine))
    seat = sit(request.operator, engine, say)
    if (seat === null) socket.end()
  })
}

function sit(
  operator: unknown,
  { desks }: Controlled,
  say: (message: DeskMessage) => void,
): Seat | null {
  if (desks !== null && typeof operator === 'string') return desks.sit(operator, say)
  say(desks === null ? { problem: SIMULATED, why: { kind: 'simulated' } } : { problem: INCOMPLETE })
  return null
}

const SIMULATED = 'The operators of this engine are simulated: nobody else can sit at their desks.'

function answer(request: Unread | null, engine: Controlled): ControlAnswer {
  if (request === null) return { problem: 'A request is one line of JSON.' }
  const { problems, leftOut } = act(request, engine)
  if (problems.length > 0) return { problem: problems.join('\n') }
  return { snapshot: engine.snapshot(), leftOut }
}

/** Does what is asked. @returns what keeps it from being done. */
function act(request: Unread, engine: Controlled): CloseResult {
  switch (request.ask) {
    case 'snapshot':
      return told()
    case 'start':
    case 'stop':
      return startOrStop(request.ask, request.campaign, engine)
    case 'handCard': {
      const { campaign, attempt, to } = request
      if (typeof campaign !== 'string' || typeof attempt !== 'string' || typeof to !== 'string')
        return told(INCOMPLETE)
      return told(...engine.cards.hand(campaign, attempt, to))
    }
    case 'closeCard': {
      if (!isClosing(request)) return told(INCOMPLETE)
      const { campaign, attempt, answers, disposition, callback } = request
      return engine.cards.close(campaign, { attempt, answers, disposition, callback })
    }
    case 'supervise':
      return supervise(request, engine)
    case 'drain':
      return drain(request, engine)
    default:
      return told(`This engine knows ${KNOWN.map(one => `"${one}"`).join(', ')}.`)
  }
}

const KNOWN = [
  ...['snapshot', 'start', 'stop', 'handCard', 'closeCard'],
  ...['supervise', 'drain', 'desk'],
]

function supervise({ supervisor, operator, way }: Unread, engine: Controlled): CloseResult {
  const known = way === null ? null : SUPERVISION_WAYS.find(one => one === way)
  if (typeof supervisor !== 'string' || typeof operator !== 'string' || known === undefined)
    return told(INCOMPLETE)
  const problem = engine.supervision.supervise(supervisor, operator, known)
  return problem === null ? told() : told(problem)
}

function drain({ server, on }: Unread, engine: Controlled): CloseResult {
  if (typeof server !== 'string' || typeof on !== 'boolean') return told(INCOMPLETE)
  const problem = engine.drain(server, on)
  return problem === null ? told() : told(problem)
}

const told = (...problems: readonly string[]): CloseResult => ({ problems, leftOut: [] })

const INCOMPLETE = 'The request does not say all it has to, or not as it should.'

/** Whether a request has the shape of a closing: what the answers are is for the card's rules. */
function isClosing(
  request: Unread,
): request is Unread & GivenClosing & { readonly campaign: string } {
  const { campaign, attempt, answers, disposition, callback } = request
  if (![campaign, attempt, disposition].every(one => typeof one === 'string')) return false
  if (typeof answers !== 'object' || answers === null || Array.isArray(answers)) return false
  if (callback === null) return true
  const { at, own } = (callback ?? {}) as Unread
  return typeof at === 'number' && typeof own === 'boolean'
}

function startOrStop(kind: 'start' | 'stop', campaign: unknown, engine: Controlled): CloseResult {
  const known = engine.snapshot().campaigns.map(one => one.id)
  if (typeof campaign !== 'string' || !known.includes(campaign)) {
    return told(`This engine runs ${known.join(', ')}, and nothing else.`)
  }
  engine.control({ kind, campaign })
  return told()
}
