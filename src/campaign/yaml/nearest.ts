/** At most so many slips of the keyboard between a word and the one that was meant. */
const SLIPS_MAX = 3

/** What was probably meant: the allowed word with the fewest slips, or null when none is near. */
export function nearest(word: string, allowed: readonly string[]): string | null {
  let best: string | null = null
  let fewest = Math.min(SLIPS_MAX, Math.floor(word.length / 2)) + 1
  for (const candidate of allowed) {
    const slips = distance(word.toLowerCase(), candidate.toLowerCase())
    if (slips >= fewest) continue
    best = candidate
    fewest = slips
  }
  return best
}

/** Says what is allowed instead of a word, beginning with what was probably meant. */
export function insteadOf(word: string, allowed: readonly string[]): string {
  const meant = nearest(word, allowed)
  const all = `Allowed: ${allowed.slice(0, LISTED_MAX).join(', ')}${
    allowed.length > LISTED_MAX ? ' and others' : ''
  }.`
  if (allowed.length === 0) return 'None is allowed here.'
  return meant === null ? all : `Did you mean ${meant}? ${all}`
}

/** So many words fit on a line or two. */
const LISTED_MAX = 25

/**
 * Insertions, deletions, changes and swaps of neighbours that turn one word into the other
 * (optimal string alignment).
 */
function distance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = swapped ? before[j - 2]! + 1 : Infinity
      row.push(Math.min(last[j]! + 1, row[j - 1]! + 1, change, swap))
    }
    before = last
    last = row
  }
  return last[b.length]!
}
