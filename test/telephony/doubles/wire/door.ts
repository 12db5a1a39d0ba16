import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { Activity } from './activity.ts'

/** A listening TCP port on 127.0.0.1 that can be shut and opened again under the same number. */
export class Door {
  private readonly activity: Activity
  private readonly onSocket: (socket: Socket) => void
  private server: Server | null = null
  private assigned = 0

  constructor(activity: Activity, onSocket: (socket: Socket) => void) {
    this.activity = activity
    this.onSocket = onSocket
  }

  /** The port, once it has been opened. */
  get port(): number {
    return this.assigned
  }

  async open(): Promise<void> {
    const server = createServer(socket => {
      this.activity.moved()
      this.onSocket(socket)
    })
    this.server = server
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(this.assigned, '127.0.0.1', resolve)
    })
    this.assigned = (server.address() as AddressInfo).port
  }

  /** Refuses new connections; those that stand, stand. */
  shut(): void {
    this.server?.close()
    this.server = null
  }
}
