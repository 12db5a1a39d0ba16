/**
 * Rejects with an error that nobody catches: it would end the process and leave people in calls, so
 * that it ends the run instead. What comes later, when all is over, does no harm any more.
 */
export function fallOfProcess(): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  promise.catch(() => {})
  process.on('uncaughtException', error => {
    if (!isLateGoodbye(error)) reject(error)
  })
  return promise
}

/**
 * A late BYE of the SIP library, from a timer of its own, over a connection that is gone or to a
 * call that is over: the adapter knows of either by itself.
 */
const isLateGoodbye = (error: Error): boolean =>
  'code' in error && (error.code === 'ESOCKETDESTROYED' || error.code === 'ENODIALOG')

/** Lets late errors of the SIP library pass, which nobody needs to know; others end the process. */
export function outliveLateGoodbyes(): void {
  process.on('uncaughtException', error => {
    if (!isLateGoodbye(error)) throw error
  })
}
