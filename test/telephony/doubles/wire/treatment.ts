import type { Duration } from '../../../../src/base/duration.ts'

/**
 * What a double does with a command: as the real server does, later, never, or a refusal with this
 * text.
 */
export type Treatment =
  | 'obey'
  | { readonly delay: Duration }
  | 'neverAnswer'
  | { readonly refuse: string }

/** Chooses by the command's first words, such as `sip INVITE` or `api conference`. */
export type Treat = (command: string) => Treatment

/** Treats each command as the real server does. */
export const obeyAll: Treat = () => 'obey'

/** Treats commands that begin so in this way, and obeys all others. */
export function treating(start: string, treatment: Treatment): Treat {
  return command => (command.startsWith(start) ? treatment : 'obey')
}
