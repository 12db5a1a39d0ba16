import { CarillonError } from '../../base/errors.ts'
import type { Core } from '../core.ts'
import type { Asked } from '../inbox.ts'
import { STORE_PAUSE } from '../limits.ts'

/**
 * What a failure of the store is called. Anything but a `CarillonError` is a fault of the store
 * itself.
 */
export function codeOf(error: unknown): string {
  return error instanceof CarillonError ? error.code : 'STORE_CORRUPT'
}

/** A write that must not be lost: asked for again until it succeeds. */
export interface LastingWrite {
  readonly what: Asked
  /** Asks the store. A rejected try has changed nothing. */
  readonly write: () => Promise<void>
  /** Called once the store has it. */
  readonly done: () => void
}

/** Writes after everything the journal has gathered so far, as often as it takes. */
export function writeForSure(core: Core, asked: LastingWrite): void {
  core.journal.after(() => {
    core.pending.more()
    asked.write().then(
      () => {
        core.pending.less()
        asked.done()
      },
      (error: unknown) => {
        core.pending.less()
        const reply = { kind: 'failed', what: asked.what, code: codeOf(error) } as const
        core.enqueue({ from: 'store', reply })
        core.timeline.after(STORE_PAUSE, () => writeForSure(core, asked))
      },
    )
  })
}
