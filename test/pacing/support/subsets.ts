/**
 * Chances of 0, 1, 2 … of independent chances coming true, by going through every subset of them:
 * slow, and beyond doubt.
 */
export function bySubsets(chances: readonly number[]): readonly number[] {
  const counts = Array.from({ length: chances.length + 1 }, () => 0)
  for (let subset = 0; subset < 2 ** chances.length; subset++) {
    let [weight, size] = [1, 0]
    for (const [n, chance] of chances.entries()) {
      const comesTrue = (subset >> n) % 2 === 1
      weight *= comesTrue ? chance : 1 - chance
      if (comesTrue) size++
    }
    counts[size]! += weight
  }
  return counts
}
