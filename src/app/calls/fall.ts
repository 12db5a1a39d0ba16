/**
 * Rejects with an error that nobody catches: it would end the process and leave people in calls, so
 * that it ends the run instead. What comes later, when all is over, does no harm any more.
 */
export function fallOfProcess(): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  promise.catch(() => {})
  process.on('uncaughtException', error => {
    if (!isOfLostConnection(error)) reject(error)
  })
  return promise
}

/**
 * A late BYE of the SIP library, from a timer of its own, over a connection that is gone: the
 * adapter knows of the loss by the connection itself.
 */
const isOfLostConnection = (error: Error): boolean =>
  'code' in error && error.code === 'ESOCKETDESTROYED'
