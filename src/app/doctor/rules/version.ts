/**
 * Whether the first version in a text, such as `v0.9.10`, is at least this one.
 *
 * @returns true as well where there is none: whoever builds from sources may leave it out.
 */
export function isAtLeast(text: string, [major, minor]: readonly [number, number]): boolean {
  const found = /(\d+)\.(\d+)/.exec(text)
  if (found === null) return true
  const [one, two] = [Number(found[1]), Number(found[2])]
  return one > major || (one === major && two >= minor)
}
