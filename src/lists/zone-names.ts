/** Different zones remembered; there are some 600 in the IANA database, aliases included. */
const REMEMBERED_MAX = 1000
/** Names only: `Intl` would also take offsets such as +03:00, which know no summer time. */
const NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/

/**
 * @returns a function from a zone as written in a list to its IANA name in proper case, or null
 *   when there is no such zone. It remembers what it found.
 */
export function zoneNames(): (written: string) => string | null {
  const known = new Map<string, string>()
  return written => {
    const found = known.get(written)
    if (found !== undefined) return found
    const name = lookUp(written)
    if (name !== null && known.size < REMEMBERED_MAX) known.set(written, name)
    return name
  }
}

function lookUp(written: string): string | null {
  if (!NAME.test(written)) return null
  try {
    return new Intl.DateTimeFormat('en', { timeZone: written }).resolvedOptions().timeZone
  } catch {
    return null
  }
}
