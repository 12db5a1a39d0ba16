import type { Duration } from '../../../base/duration.ts'
import type { Timeline } from '../../../base/timeline.ts'
import type { Ended } from './ended.ts'

/** What a server said to a command. The libraries' errors end here. */
export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly why: string }

/** What bounds a command. */
export interface Bounds<T> {
  readonly timeline: Timeline
  readonly limit: Duration
  /** What the command is about: when it is over, so is the wait. */
  readonly ended: Ended
  /** What becomes of a result that nobody waits for any more. */
  readonly late?: (value: T) => void
}

/**
 * Waits for a server no longer than it may take and no longer than its subject lives: promises of
 * both libraries stay unsettled for ever when a channel or a connection goes at the wrong moment.
 */
export function within<T>(bounds: Bounds<T>, work: () => Promise<T>): Promise<Reply<T>> {
  const { timeline, limit, ended, late } = bounds
  return new Promise(resolve => {
    let open = true
    let forget = nothing
    let cancel = nothing
    const settle = (reply: Reply<T>): void => {
      open = false
      forget()
      cancel()
      resolve(reply)
    }
    forget = ended.onto(() => settle(failure('it is over')))
    if (!open) return
    cancel = timeline.after(limit, () => settle(failure(`no answer within ${limit} ms`)))
    begin(work).then(
      value => (open ? settle({ ok: true, value }) : late?.(value)),
      error => open && settle(failure(messageOf(error))),
    )
  })
}

/** A command that did not come to anything. */
export const failure = (why: string): { readonly ok: false; readonly why: string } => ({
  ok: false,
  why,
})

/** The libraries reject with errors, with strings, and with nothing. */
function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Some of the libraries' functions throw where they ought to reject. */
async function begin<T>(work: () => Promise<T>): Promise<T> {
  return work()
}

const nothing = (): void => {}
