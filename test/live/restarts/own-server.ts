import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Duration } from '../../../src/base/duration.ts'
import type { ServerAddress } from '../../../src/telephony/freeswitch/settings.ts'
import { askEventSocket } from '../../../src/telephony/freeswitch/wire/event-socket.ts'
import { pass } from '../harness.ts'

/** How often it is looked whether a server is there. */
const LOOK_EVERY: Duration = 20

/** A server of the tests' own, in a process that may be killed. */
export class OwnServer {
  private readonly command: string
  private readonly address: ServerAddress
  private readonly isUp: (address: ServerAddress) => Promise<boolean>
  private child: ChildProcess | null = null

  /** @param command of a shell; it becomes the server, in the foreground. */
  constructor(
    command: string,
    address: ServerAddress,
    isUp: (address: ServerAddress) => Promise<boolean>,
  ) {
    this.command = command
    this.address = address
    this.isUp = isUp
  }

  /** Resolves when it takes connections; one that runs already does. */
  async start(): Promise<void> {
    if (this.child !== null) return
    this.child = spawn('bash', ['-c', `exec ${this.command}`], { stdio: 'ignore' })
    while (!(await this.isUp(this.address))) {
      if (this.child.exitCode !== null) throw new Error(`${this.command} ended by itself`)
      await pass(LOOK_EVERY)
    }
  }

  /** Its process stands still, or goes on. */
  halt(on: boolean): void {
    this.child?.kill(on ? 'SIGSTOP' : 'SIGCONT')
  }

  /** Resolves when its process is gone. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const { child } = this
    this.child = null
    if (child === null || child.exitCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }
}

/** Whether drachtio takes applications. */
export function drachtioIsUp({ host, port }: ServerAddress): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, host)
    socket.on('connect', () => resolve(true))
    socket.on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}

/** Whether FreeSWITCH's profile runs. */
export async function freeswitchIsUp(address: ServerAddress): Promise<boolean> {
  const answer = await askEventSocket(address, 'sofia status').catch(() => null)
  return answer?.kind === 'answered' && answer.body.includes('RUNNING')
}
