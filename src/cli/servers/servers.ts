import { Command } from 'commander'
import { askSnapshot, askToAct } from '../../app/control/control-client.ts'
import type { NetworkState, ServerState } from '../../app/reading/watching.ts'
import { type Duration, seconds } from '../../base/duration.ts'
import { CarillonError } from '../../base/errors.ts'
import { hostTimeline } from '../../base/host-timeline.ts'
import { EXIT, say, sayJson, tell } from '../output.ts'
import { dbOption, jsonOption } from '../places.ts'
import { runEnded, waitWords } from './drain-words.ts'
import { serverLine } from './server-words.ts'

interface Options {
  readonly db: string
  readonly json?: boolean
  readonly wait?: boolean
}

/** How often it is looked whether a server is empty. */
const LOOK_EVERY: Duration = seconds(1)

/** `carillon servers`: what the running engine telephones with, and taking one out of use. */
export function serversCommand(finish: (code: number) => void): Command {
  return new Command('servers')
    .description('say how the servers are that the running engine telephones with')
    .addOption(dbOption())
    .addOption(jsonOption())
    .action(async (options: Options) => {
      show(await networkOf(options.db), options)
      finish(EXIT.done)
    })
    .addCommand(drainCommand(finish))
    .addCommand(undrainCommand(finish))
}

function drainCommand(finish: (code: number) => void): Command {
  return new Command('drain')
    .description('give a server nothing new, take free operators elsewhere, wait until it is empty')
    .argument('<server>', 'its name, host:port, as "carillon servers" says')
    .option('--no-wait', 'do not wait until it is empty')
    .addOption(dbOption())
    .addOption(jsonOption())
    .action(async (server: string, _: Options, command: Command) => {
      // Options that the list has as well are read by it, wherever they stand.
      const options = command.optsWithGlobals<Options>()
      const network = await setDrain(options.db, server, true)
      let known = find(network.servers, server)
      const waits = options.wait !== false
      if (waits && known.state !== 'drained')
        for (const line of waitWords(known, network.phones ?? [])) tell(line)
      while (waits && known.state !== 'drained') known = await next(known, options)
      if (options.json) sayJson({ server: known })
      else say(serverLine(known))
      finish(EXIT.done)
    })
}

function undrainCommand(finish: (code: number) => void): Command {
  return new Command('undrain')
    .description('use a server again that was drained')
    .argument('<server>', 'its name, host:port, as "carillon servers" says')
    .addOption(dbOption())
    .addOption(jsonOption())
    .action(async (server: string, _: Options, command: Command) => {
      // Options that the list has as well are read by it, wherever they stand.
      const options = command.optsWithGlobals<Options>()
      const { servers } = await setDrain(options.db, server, false)
      const known = find(servers, server)
      if (options.json) sayJson({ server: known })
      else say(serverLine(known))
      finish(EXIT.done)
    })
}

/** Looks again after a while. What has changed is told as it goes. */
async function next(known: ServerState, { db }: Options): Promise<ServerState> {
  await new Promise<void>(resolve => hostTimeline.after(LOOK_EVERY, resolve))
  const seen = await askSnapshot(db)
  if (seen === null) throw new CarillonError('ENGINE_UNREACHABLE', runEnded(db, known.name))
  const now = find(seen.network.servers, known.name)
  if (now.state === 'drained') return now
  if (now.state !== 'draining')
    throw new CarillonError('USAGE', `${now.name} is being used again: somebody undrained it.`)
  if (serverLine(now) !== serverLine(known)) tell(serverLine(now))
  return now
}

async function setDrain(db: string, server: string, on: boolean): Promise<NetworkState> {
  const done = await askToAct(db, { ask: 'drain', server, on })
  if (done === null) throw new CarillonError('ENGINE_UNREACHABLE', noEngine(db))
  return done.snapshot.network
}

async function networkOf(db: string): Promise<NetworkState> {
  const seen = await askSnapshot(db)
  if (seen === null) throw new CarillonError('ENGINE_UNREACHABLE', noEngine(db))
  return seen.network
}

function find(servers: readonly ServerState[], name: string): ServerState {
  const found = servers.find(one => one.name === name)
  if (found !== undefined) return found
  throw new CarillonError('NOT_FOUND', `The running engine has no server ${name} any more.`)
}

function show({ servers, phones = [] }: NetworkState, { json }: Options): void {
  if (json) return sayJson({ servers, phones })
  if (servers.length === 0) return say('The calls of this engine are simulated: it has no servers.')
  for (const server of servers) say(serverLine(server))
  for (const phone of phones) say(phone)
}

const noEngine = (db: string): string =>
  `No engine runs on ${db}, so no server is in use. Name its database with --db.`
