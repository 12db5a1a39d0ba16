import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { CarillonError } from '../base/errors.ts'
import type { Snapshot } from '../dialing/view/snapshot.ts'
import { controlPath } from './control-path.ts'
import type { ControlRequest } from './control-server.ts'

/** An engine answers from memory; one that takes longer than this is stuck. In ms. */
const ANSWER_LIMIT = 5000

/** Asks the engine that runs on a database what is going on. @returns null when none runs. */
export async function askSnapshot(dbFile: string): Promise<Snapshot | null> {
  return (await ask(dbFile, { ask: 'snapshot' })) as Snapshot | null
}

/** Asks the running engine to place no more calls for a campaign. @returns whether one was running. */
export async function askStop(dbFile: string, campaign: string): Promise<boolean> {
  return (await ask(dbFile, { ask: 'stop', campaign })) !== null
}

function ask(dbFile: string, request: ControlRequest): Promise<unknown> {
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
    socket.once('connect', () => socket.write(`${JSON.stringify(request)}\n`))
    createInterface({ input: socket }).once('line', line => {
      socket.destroy()
      resolve(JSON.parse(line))
    })
  })
}
