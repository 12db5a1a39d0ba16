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
    const buffer = Buffer.allocUnsafe(CHUNK)
    let position = 0
    while (position < until) {
      const wanted = Math.min(CHUNK, until - position)
      const { bytesRead } = await this.handle.read(buffer, 0, wanted, position)
      if (bytesRead === 0) return
      position += bytesRead
      yield buffer.subarray(0, bytesRead)
    }
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
