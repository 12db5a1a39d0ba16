/** RFC 3261, 25.1: a backslash goes before what is taken literally. One may lack its end. */
const QUOTED = /"(?:[^"\\]|\\.)*"?/gs

/** A header without what stands in quotes: callers choose the names that they show. */
export const unquoted = (header = ''): string => header.replaceAll(QUOTED, '')
