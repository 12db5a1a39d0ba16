import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import type { ServerAddress } from '../../src/telephony/freeswitch/settings.ts'

/** A way to a server that can be cut and mended, as cables and processes are. */
export class Tap {
  private readonly to: ServerAddress
  private readonly sockets = new Set<Socket>()
  private server: Server | null = null
  private at = 0

  constructor(to: ServerAddress) {
    this.to = to
  }

  /** The server's address by this way. */
  get address(): ServerAddress {
    return { ...this.to, host: '127.0.0.1', port: this.at }
  }

  /** Lets connections through, on the same port each time. */
  async mend(): Promise<void> {
    const server = createServer(near => {
      const far = connect(this.to.port, this.to.host)
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.sockets.add(one)
        one.pipe(other)
        one.on('error', () => other.destroy())
        one.on('close', () => {
          this.sockets.delete(one)
          other.destroy()
        })
      }
    })
    server.listen(this.at, '127.0.0.1')
    await once(server, 'listening')
    this.server = server
    this.at = (server.address() as { readonly port: number }).port
  }

  /** Breaks what is connected and lets nothing through. */
  cut(): void {
    this.server?.close()
    this.server = null
    for (const socket of this.sockets) socket.destroy()
  }
}
