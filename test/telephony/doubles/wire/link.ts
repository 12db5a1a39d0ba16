import type { Socket } from 'node:net'
import type { Random } from '../../../../src/base/random.ts'
import { type Activity, nextTurn } from './activity.ts'

/**
 * How messages are laid into TCP chunks: each in its own, those of one moment together, or cut at
 * any byte.
 */
export type Chunking = 'each' | 'joined' | { readonly cutBy: Random }

/** What a link tells the session that speaks through it. */
export interface LinkOwner {
  /** @returns whether a message has begun and not ended. */
  onData(chunk: Buffer): boolean
  onClose(): void
}

/** One TCP connection of a double, on which the test decides what a chunk holds. */
export class Link {
  private readonly socket: Socket
  private readonly activity: Activity
  private readonly chunking: () => Chunking
  private readonly queue: Buffer[] = []
  private readonly unwatch: () => void
  private pumping = false
  private partial = false
  private ending = false
  private stalled = false
  private closed = false
  /** What has come while it is stalled. */
  private unread: Buffer[] = []
  private readonly owner: LinkOwner

  constructor(socket: Socket, activity: Activity, chunking: () => Chunking, owner: LinkOwner) {
    this.socket = socket
    this.owner = owner
    this.activity = activity
    this.chunking = chunking
    this.unwatch = activity.watch(() => this.pumping || this.partial)
    socket.setNoDelay(true)
    socket.on('data', chunk => {
      activity.moved()
      if (this.stalled) this.unread.push(chunk)
      else this.read(chunk)
    })
    // A reset connection is as good as a closed one: 'close' follows.
    socket.on('error', () => activity.moved())
    socket.on('close', () => {
      activity.moved()
      this.closed = true
      this.unwatch()
      owner.onClose()
    })
  }

  get open(): boolean {
    return !this.closed && !this.ending
  }

  send(text: string): void {
    if (!this.open) return
    this.queue.push(Buffer.from(text, 'utf8'))
    void this.pump()
  }

  /** Sends what is queued, then closes. */
  end(): void {
    if (!this.open) return
    this.ending = true
    void this.pump()
  }

  /** Cuts the connection; what is queued is lost. */
  drop(): void {
    this.ending = true
    this.queue.length = 0
    this.socket.destroy()
    this.activity.moved()
  }

  /** While stalled nothing is read or sent, as by a server whose process is stopped. */
  stall(stalled: boolean): void {
    this.stalled = stalled
    if (stalled) return
    for (const chunk of this.unread.splice(0)) this.read(chunk)
    void this.pump()
  }

  private read(chunk: Buffer): void {
    if (!this.ending) this.partial = this.owner.onData(chunk)
  }

  private async pump(): Promise<void> {
    if (this.pumping || this.stalled) return
    this.pumping = true
    await nextTurn()
    while (this.queue.length > 0 && !this.closed && !this.stalled) {
      this.socket.write(this.nextChunk())
      this.activity.moved()
      // The first turn may be of this round of the loop; the reader polls before the second.
      await nextTurn()
      await nextTurn()
    }
    this.pumping = false
    if (this.ending && !this.closed && this.queue.length === 0) {
      this.socket.end()
      this.activity.moved()
    }
  }

  private nextChunk(): Buffer {
    const chunking = this.chunking()
    if (chunking === 'each') return this.queue.shift()!
    const all = Buffer.concat(this.queue.splice(0))
    if (chunking === 'joined') return all
    const length = chunking.cutBy.integer(1, all.length)
    if (length < all.length) this.queue.unshift(all.subarray(length))
    return all.subarray(0, length)
  }
}
