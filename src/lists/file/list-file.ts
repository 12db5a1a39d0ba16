import { type FileHandle, open } from 'node:fs/promises'
import { CarillonError } from '../../base/errors.ts'

/**
 * Bytes read at once: with four times as many an import takes a quarter more memory and is no
 * faster.
 */
const CHUNK = 65_536

/** Bytes that can be read more than once. */
export interface ByteSource {
  /** In bytes. */
  readonly size: number
  /**
   * Reads from the beginning to the end. A chunk is valid until the next one is asked for.
   *
   * @param until stop after so many bytes.
   */
  chunks(until?: number): AsyncIterable<Buffer>
}

/**
 * A list on disk, open for as long as it is read; both passes see the same file though its name be
 * given to another.
 */
export class ListFile implements ByteSource {
  readonly size: number
  private readonly handle: FileHandle
  private readonly changedAt: number

  private constructor(handle: FileHandle, size: number, changedAt: number) {
    this.handle = handle
    this.size = size
    this.changedAt = changedAt
  }

  /** @throws CarillonError FILE_UNREADABLE when there is no such file, or it is none. */
  static async open(path: string): Promise<ListFile> {
    let handle: FileHandle | undefined
    try {
      handle = await open(path, 'r')
      const stats = await handle.stat()
      if (!stats.isFile()) throw new Error('not a file')
      return new ListFile(handle, stats.size, stats.mtimeMs)
    } catch (cause) {
      await handle?.close()
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new CarillonError(
        'FILE_UNREADABLE',
        `The list ${path} cannot be read (${why}). Check the path and that this user may read it.`,
        { cause },
      )
    }
  }

  async *chunks(until = Number.POSITIVE_INFINITY): AsyncGenerator<Buffer> {
    const buffers = [Buffer.allocUnsafe(CHUNK), Buffer.allocUnsafe(CHUNK)] as const
    let position = 0
    let coming = this.read(buffers[0], position, until)
    try {
      for (let turn = 0; ; turn = 1 - turn) {
        const length = await coming
        if (length === 0) return
        position += length
        // The next chunk is fetched while this one is worked on.
        coming = this.read(buffers[turn === 0 ? 1 : 0], position, until)
        // Should it fail, that is met when it is awaited.
        coming.catch(() => {})
        yield buffers[turn === 0 ? 0 : 1].subarray(0, length)
      }
    } finally {
      await Promise.allSettled([coming])
    }
  }

  private async read(buffer: Buffer, position: number, until: number): Promise<number> {
    const length = Math.min(buffer.length, until - position)
    return length === 0 ? 0 : (await this.handle.read(buffer, 0, length, position)).bytesRead
  }

  /** @returns whether somebody wrote to the file since it was opened. */
  async hasChanged(): Promise<boolean> {
    const stats = await this.handle.stat()
    return stats.size !== this.size || stats.mtimeMs !== this.changedAt
  }

  async close(): Promise<void> {
    await this.handle.close()
  }
}
