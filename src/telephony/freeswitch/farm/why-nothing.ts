import { CarillonError } from '../../../base/errors.ts'
import type { ServerLink } from '../servers.ts'

/** Whether there is no SIP server: then it is not known how the media servers are. */
export const isCutOff = (all: readonly ServerLink[]): boolean =>
  all.every(({ kind, isConnected }) => kind !== 'drachtio' || !isConnected)

/** In place of what was last known of a media server, while that is so. */
export const NO_WAY = 'There is no drachtio to reach it over.'

/**
 * What is wrong with servers that are not connected, in the order of the settings, whichever of
 * them was tried last. Of drained ones only where it is all there is to say.
 */
export function troublesOf(
  all: readonly ServerLink[],
  isDrained: (name: string) => boolean,
): readonly CarillonError[] {
  const known = isCutOff(all) ? all.filter(({ kind }) => kind === 'drachtio') : all
  const wrong = known.flatMap(({ name, isConnected, why }) =>
    isConnected || why === null ? [] : [{ name, why }],
  )
  const wanted = wrong.filter(({ name }) => !isDrained(name))
  return (wanted.length > 0 ? wanted : wrong).map(({ why }) => why)
}

/** All of them in one, each said once; null: there are none. */
export function together(errors: readonly CarillonError[]): CarillonError | null {
  const said = new Map(errors.map(error => [error.message, error]))
  const [first, ...others] = said.values()
  if (first === undefined || others.length === 0) return first ?? null
  return new CarillonError(first.code, [...said.keys()].join(' '))
}
